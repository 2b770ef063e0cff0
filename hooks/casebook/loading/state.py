"""A digest of all that the checks look at: as long as it is the same, they would say the same."""

import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from casebook.digests import digest_of_all
from casebook.inputs import DOCS, FOLDER, SCHEMAS, packages, parts_of
from casebook.loading.disk import read_bytes

MAX_BYTES = 64 * 1024 * 1024
"""Of a file that is larger, nobody reads more than how large it is."""


def state_of(root: Path) -> str:
    """A digest of the files below `root` that the checks read, of the names of the others, and of the program."""
    data, prose = parts_of(root, FOLDER, partial(_content, root)), parts_of(root, DOCS, partial(_prose, root))
    return digest_of_all(chain(_program(), data, prose)).hex()


def state_of_ids(root: Path) -> str:
    """A digest of the lists of ids, which the check writes: where one is missing, it is to be written again."""
    return digest_of_all(parts_of(root, f"{SCHEMAS}/ids", partial(_content, root))).hex()


def _content(root: Path, path: str) -> bytes | str:
    read = read_bytes(root, path, MAX_BYTES)
    return read if isinstance(read, bytes) else str(read)


def _prose(root: Path, path: str) -> bytes | str:
    """Of pictures and the like, that they are there."""
    return _content(root, path) if path.endswith(".md") else ""


def _program() -> Iterator[bytes | str]:
    """This package, and the names of what is installed, versions included."""
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        yield path.read_bytes()
    yield sys.version
    yield from packages()

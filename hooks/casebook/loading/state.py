"""A digest of all that the checks look at: as long as it is the same, they would say the same."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from casebook.digests import digest_of_all
from casebook.inputs import DOCS, FOLDER, everything_at, packages
from casebook.loading.disk import read_bytes

MAX_BYTES = 64 * 1024 * 1024
"""Of a file that is larger, nobody reads more than how large it is."""


def state_of(root: Path) -> str:
    """A digest of the files below `root` that the checks read, of the names of the others, and of the program."""
    return digest_of_all(chain(_program(), parts_of(root, FOLDER), parts_of(root, DOCS))).hex()


def parts_of(root: Path, name: str) -> Iterator[bytes | str]:
    """What there is to know of what is called or stands below `name`: of pictures and the like, that they are there."""
    for whole, what in everything_at(f"{root}/{name}"):
        path = whole[len(str(root)) + 1 :]
        yield f"{path}\0{what}"
        if not what and (name != DOCS or path.endswith(".md")):
            read = read_bytes(root, path, MAX_BYTES)
            yield read if isinstance(read, bytes) else str(read)


def _program() -> Iterator[bytes | str]:
    """This package, and the names of what is installed, versions included."""
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        yield path.read_bytes()
    yield sys.version
    yield from packages()

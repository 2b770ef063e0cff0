"""What a site is made from: where it lies, and digests that tell whether any of it has changed."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from casebook.digests import digest, digest_of_all

FOLDER = "case_studies"
"""The data. A contributor needs no other folder."""
SCHEMAS = f"{FOLDER}/schema"
"""What editors need: the program writes it."""
DOCS = "docs"
"""The prose."""
INPUTS = ("mkdocs.yml", FOLDER, DOCS, "overrides", "hooks")
"""What a site is made from, below the project's root."""
PROGRAM = ("overrides", "hooks")
"""What of it decides how a body looks, whatever is in it."""
_LEFT_OUT = ("/__pycache__", f"/{SCHEMAS}")
"""What the program itself writes there."""


class Inputs(NamedTuple):
    """What a site is made from, as digests."""

    parts: Mapping[str, str]
    """Each of `INPUTS` -> of what is called or stands below it: of paths and bytes."""
    data: Mapping[str, bytes]
    """The path of each file below `FOLDER` -> of its bytes."""


def digests_of_inputs(root: Path) -> Inputs:
    """What a site is made from, each file read once."""
    data: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123  there are very many
            return file.read()

    def read_data(path: str) -> bytes:
        data[path] = digest(read(path))
        return data[path]

    parts = {name: parts_of(root, name, read_data if name == FOLDER else read) for name in INPUTS}
    return Inputs({name: digest_of_all(found).hex() for name, found in parts.items()}, data)


def packages() -> list[str]:
    """The names of what is installed beside the model's library, versions included."""
    library = find_spec("pydantic")
    return sorted(os.listdir(Path(library.origin).parents[1])) if library and library.origin else []  # noqa: PTH208


def parts_of(root: Path, name: str, read: Callable[[str], bytes | str]) -> Iterator[bytes | str]:
    """What there is to know of what is called or stands below `name`: paths, what each is, and what is read of a file.

    `read` gets the path of an ordinary file, below the root.
    """
    for whole, what in _everything_at(f"{root}/{name}"):
        path = whole[len(str(root)) + 1 :]
        yield f"{path}\0{what}"
        if not what:
            yield read(path)


def _everything_at(path: str) -> Iterator[tuple[str, str]]:
    """What is called or stands below a path, in order, each with what it is: empty for an ordinary file."""
    waiting = [path]
    while waiting:
        path = waiting.pop()
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                what = ""
            elif stat.S_ISLNK(mode):
                what = f"a link to {os.readlink(path)}"  # noqa: PTH115  as above
            elif not stat.S_ISDIR(mode):
                what = "something else"
            elif path.endswith(_LEFT_OUT):
                continue
            else:
                what = "a folder"
                waiting += [f"{path}/{name}" for name in sorted(os.listdir(path), reverse=True)]  # noqa: PTH208
        except OSError as error:
            what = f"error {error.errno}"
        yield path, what

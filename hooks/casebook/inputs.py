"""What a site is made from: where it lies, and digests that tell whether any of it has changed."""

import os
import stat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from casebook.digests import digest_of_all

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


def digests_of_inputs(root: Path) -> dict[str, str]:
    """Each of `INPUTS` -> a digest of what is called or stands below it: of paths and bytes."""

    def read(path: str) -> bytes:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123  there are very many
            return file.read()

    return {name: digest_of_all(parts_of(root, name, read)).hex() for name in INPUTS}


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

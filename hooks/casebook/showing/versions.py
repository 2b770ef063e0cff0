"""Versions: what is made of the same parts has the same one, and need not be made again."""

import os
from collections.abc import Iterator
from pathlib import Path

from casebook.digests import digest

INPUTS = ("mkdocs.yml", "case_studies", "docs", "overrides", "hooks")
"""What a site is made from, below the project's root."""
PROGRAM = ("overrides", "hooks")
"""What of it decides how a body looks, whatever is in it."""
_LEFT_OUT = ("/__pycache__", "/case_studies/schema")
"""What the program itself writes there."""


def version(*parts: bytes | str) -> str:
    """A digest of parts, in their order and each for itself, as text."""
    return digest(*parts).hex()


def digests_of_inputs(root: Path) -> dict[str, str]:
    """Each of `INPUTS` -> a digest of the files below `root` that are called or stand below it: of paths and bytes."""
    return {name: version(*_paths_and_bytes(root, name)) for name in INPUTS}


def _paths_and_bytes(root: Path, name: str) -> Iterator[bytes | str]:
    for path in _regular(f"{root}/{name}"):
        yield path[len(str(root)) :]
        with open(path, "rb") as file:  # noqa: PTH123  there are very many
            yield file.read()


def _regular(path: str) -> Iterator[str]:
    """The ordinary file at a path, or those below it, in their order; of links and the like nothing is read."""
    if not os.path.isdir(path):  # noqa: PTH112  as above
        if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114  as above
            yield path
        return
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.is_file(follow_symlinks=False):
            yield entry.path
        elif entry.is_dir(follow_symlinks=False) and not entry.path.endswith(_LEFT_OUT):
            yield from _regular(entry.path)

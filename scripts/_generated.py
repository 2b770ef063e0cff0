"""What the scripts have in common that write files which are made from others."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import _path
import _project
from casebook.contributing.writing import refresh, stale


def main(doc: str | None, texts: dict[str, str], then: Callable[[Path], None] | None = None) -> int:
    """Writes the files that are stale, or with --check only names them.

    Args:
        doc: what the script is for.
        texts: path -> text of each file, as it should be.
        then: what else is done with the project's root once they are written.

    Returns:
        0: all is current; 1: with --check, something is stale; 2: wrong use (argparse).
    """
    parser = argparse.ArgumentParser(description=doc, epilog="exit status: 0 current, 1 stale, 2 wrong use")
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are stale")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if given.check:
        for path in (old := stale(root, texts)):
            print(f"{path} is stale; run  python scripts/{parser.prog}", file=sys.stderr)
        return 1 if old else 0
    for path in refresh(root, texts):
        print(f"wrote {path}")
    if then:
        then(root)
    return 0

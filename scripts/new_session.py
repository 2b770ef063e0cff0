"""Writes a blank session, case_studies/sessions/NAME.yml, that says what belongs where."""

import argparse
import datetime
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.scaffold import Page, new_session
from casebook.contributing.writing import RefusedError
from casebook.model import Basis


def main() -> int:
    """0: written; 1: refused, and nothing written; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 written, 1 refused, 2 wrong use")
    parser.add_argument("name", metavar="NAME", nargs="?", help="names the session, such as choosing-a-subfield")
    parser.add_argument("--full", action="store_true", help="with every field: those that may be left out as comments")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if not given.name:
        parser.error("NAME is missing, for example:  make session NAME=choosing-a-subfield")
    try:
        today = datetime.date.today()  # noqa: DTZ011
        path = new_session(root, given.name, Page(Basis.PUBLIC_WRITEUP, today, is_full=given.full))
    except RefusedError as refused:
        sys.exit(str(refused))
    print(f"wrote {path.relative_to(root)}: write over each REPLACE ME, then run  make check")
    return 0


if __name__ == "__main__":
    sys.exit(main())

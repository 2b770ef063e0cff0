"""Writes a blank case study, case_studies/NAME.yml, that says what belongs where."""

import argparse
import datetime
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.asking import ask_basis, ask_name
from casebook.contributing.scaffold import Page, new_case_study
from casebook.contributing.writing import RefusedError
from casebook.model import Basis


def main() -> int:
    """0: written; 1: refused, and nothing written; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 written, 1 refused, 2 wrong use")
    parser.add_argument("name", metavar="NAME", nargs="?", help="names the story, such as changing-fields")
    parser.add_argument("--full", action="store_true", help="with every field: those that may be left out as comments")
    parser.add_argument("--basis", choices=[*map(str, Basis)], help="what allows the story to be told here")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if not given.name and not sys.stdin.isatty():
        parser.error("NAME is missing, for example:  make new NAME=changing-fields")
    try:
        name = given.name or ask_name(root, input)
        basis = Basis(given.basis or (Basis.PUBLIC_WRITEUP if given.name else ask_basis(input)))
        path = new_case_study(root, name, Page(basis, datetime.date.today(), is_full=given.full))  # noqa: DTZ011
    except (RefusedError, EOFError, KeyboardInterrupt) as refused:
        sys.exit(str(refused) or "\nnothing was written")
    print(f"wrote {path.relative_to(root)}: write over each REPLACE ME, then run  make check")
    return 0


if __name__ == "__main__":
    sys.exit(main())

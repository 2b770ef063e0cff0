"""Turns the body of an issue that was written with the form into a draft, case_studies/SLUG.yml."""

import argparse
import datetime
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.import_issue import import_issue
from casebook.contributing.writing import RefusedError


def main() -> int:
    """0: written, with what is left to do on stdout; 1: refused, and nothing written; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 written, 1 refused, 2 wrong use")
    parser.add_argument("issue", metavar="ISSUE.md", type=Path, help="a file that holds the issue's body")
    parser.add_argument("--slug", help="the file's name (default: made from the title)")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if not given.issue.is_file():
        parser.error(f"{str(given.issue)!r} is no file")
    body = given.issue.read_text("utf-8", "replace")
    try:
        path, left = import_issue(root, body, given.slug, datetime.date.today())  # noqa: DTZ011
    except RefusedError as refused:
        sys.exit(str(refused))
    print(f"wrote {path.relative_to(root)}")
    print("left to do before it can be published:" if left else "nothing is missing: read it, then publish it")
    for line in left:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

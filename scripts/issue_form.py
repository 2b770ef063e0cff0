"""Writes .github/ISSUE_TEMPLATE/, the form for stories without git, from hooks/casebook/model.py."""

import argparse
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing import issue_form
from casebook.contributing.writing import refresh, stale


def main() -> int:
    """0: all is current; 1: with --check, something is stale; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 current, 1 stale, 2 wrong use")
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are stale")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if given.check:
        for path in (old := stale(root, issue_form.texts())):
            print(f"{path} is stale; run  python scripts/issue_form.py", file=sys.stderr)
        return 1 if old else 0
    for path in refresh(root, issue_form.texts()):
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

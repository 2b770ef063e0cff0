"""Keeps case_studies/permalinks.txt, the list of every address that was ever published. The deployment runs it."""

import argparse
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.writing import stale, write_if_changed
from casebook.loading.load import load_files
from casebook.loading.permalinks import PERMALINKS
from casebook.loading.reading import read_files
from casebook.problem import errors
from casebook.showing.links import link
from casebook.showing.permalinks import updated


def main() -> int:
    """0: every address is listed; 1: with --check, one is not, or the casebook has errors; 2: wrong use (argparse)."""
    epilog = "exit status: 0 all listed, 1 something is not, or there is something to mend, 2 wrong use"
    parser = argparse.ArgumentParser(description=__doc__, epilog=epilog)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--update", action="store_true", help="add the addresses that are new")
    what.add_argument("--check", action="store_true", help="write nothing; say whether there is one to add")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    files = read_files(root)
    casebook, problems = load_files(files)
    if casebook is None:
        _project.say(*map(str, errors(problems)))
        return 1
    text = updated(link(casebook), files)
    if given.update and write_if_changed(root / PERMALINKS, text):
        print(f"wrote {PERMALINKS}")
    if old := stale(root, {PERMALINKS: text}):
        print(f"{old[0]} lacks new addresses, which the deployment adds", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())

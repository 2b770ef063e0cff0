"""Writes case_studies/schema/*.json, by which an editor completes and checks, from hooks/casebook/model.py."""

import argparse
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing import json_schema
from casebook.contributing.ids import write_ids
from casebook.contributing.writing import refresh, stale
from casebook.loading.files import read_files


def main() -> int:
    """0: all is current; 1: with --check, something is stale; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 current, 1 stale, 2 wrong use")
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are stale")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    if given.check:
        for path in (old := stale(root, json_schema.texts())):
            print(f"{path} is stale; run  python scripts/schema.py", file=sys.stderr)
        return 1 if old else 0
    for path in refresh(root, json_schema.texts()):
        print(f"wrote {path}")
    write_ids(root, read_files(root))
    return 0


if __name__ == "__main__":
    sys.exit(main())

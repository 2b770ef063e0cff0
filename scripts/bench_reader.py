"""Measures what a reader waits for, in Chromium: a case, a filter of the list of cases, and the search."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import _path
import _project
from casebook.contributing.reader_benchmark import measure, table


def main() -> int:
    """0: measured; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cases",
        metavar="N",
        type=int,
        nargs="+",
        default=[0, 1000, 2000, 4000],
        help="synthetic ones, beside the casebook's own; default: 0 1000 2000 4000",
    )
    parser.add_argument("--runs", metavar="N", type=int, default=5, help="of which the median is shown; default: 5")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the built sites there, and visit what is there"
    )
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    options = parser.parse_args()
    root = _project.root(options.root, parser)
    with tempfile.TemporaryDirectory() as folder:
        sites = options.keep or Path(folder)
        measured = {cases: measure(root, sites / str(cases), cases, options.runs) for cases in options.cases}
    print(*table(measured), f"\nLoad of this machine: {os.getloadavg()[0]:.1f}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures builds of synthetic case studies, stage by stage: cold, with nothing changed, and after one edit."""

import argparse
import sys
import tempfile
from pathlib import Path

import _path
import _project
from casebook.contributing.benchmark import lay_out, measure, table


def main() -> int:
    """0: measured; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", metavar="N", type=int, nargs="+", default=[100, 1000], help="default: 100 1000")
    parser.add_argument("--runs", metavar="N", type=int, default=5, help="of which the median is shown; default: 5")
    parser.add_argument("--search", action="store_true", help="with the search index, which takes longest")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    options = parser.parse_args()
    if min(*options.cases, options.runs) < 1:
        parser.error("there is nothing to measure in less than one case and one run")
    root = _project.root(options.root, parser)
    for count in options.cases:
        with tempfile.TemporaryDirectory() as folder:
            lay_out(root, Path(folder), count)
            print(*table(count, measure(Path(folder), options.runs, search=options.search)), "", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

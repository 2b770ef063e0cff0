"""Asks the addresses of all sources whether they still answer, and says which are gone. A workflow does so monthly."""

import argparse
import datetime
import os
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.answers import Asker
from casebook.contributing.source_marks import addresses, asked, mark, report
from casebook.loading.reading import read_files


def main() -> int:
    """0: all were asked, whatever they said; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 asked, 2 wrong use")
    parser.add_argument("--mark", action="store_true", help="write `checked` and `gone` into the case studies")
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="default: today")  # noqa: DTZ011
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    files = read_files(root)
    answers = Asker(about=os.environ.get("CASEBOOK_REPO_URL", "")).ask_all(addresses(files))
    by_hand = mark(root, files, answers, datetime.date.fromisoformat(given.date)) if given.mark else []
    _project.say(report(asked(files, answers), by_hand))
    return 0


if __name__ == "__main__":
    sys.exit(main())

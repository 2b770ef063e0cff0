"""Asks all links that lead elsewhere whether they still answer, and says which are gone. A workflow does so monthly."""

import argparse
import datetime
import os
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.answers import Asker
from casebook.contributing.source_marks import left, links, mark, report
from casebook.loading.reading import read_files


def main() -> int:
    """0: nothing is left to do; 1: a link is gone that only a person can mend; 2: wrong use (argparse)."""
    epilog = "exit status: 0 nothing is left to do, 1 a link is gone that only a person can mend, 2 wrong use"
    parser = argparse.ArgumentParser(description=__doc__, epilog=epilog)
    parser.add_argument("--mark", action="store_true", help="write `checked` and `gone` into the case studies")
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="default: today")  # noqa: DTZ011
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    files = read_files(root)
    found = links(files)
    answers = Asker(about=os.environ.get("CASEBOOK_REPO_URL", "")).ask_all(link.url for link in found)
    by_hand = mark(root, files, answers, datetime.date.fromisoformat(given.date)) if given.mark else []
    _project.say(report(found, answers, by_hand))
    return 1 if by_hand or left(found, answers) else 0


if __name__ == "__main__":
    sys.exit(main())

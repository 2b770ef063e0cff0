"""Takes a case study down: only the date and the reason stay in its file. Says what else is to be done."""

import argparse
import datetime
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.withdraw import advice, withdraw
from casebook.contributing.writing import RefusedError
from casebook.model import WithdrawalReason


def main() -> int:
    """0: withdrawn; 1: refused, and nothing changed; 2: wrong use (argparse)."""
    reasons = "; ".join(f"{reason}: {reason.label}" for reason in WithdrawalReason)
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 withdrawn, 1 refused, 2 wrong use")
    parser.add_argument("slug", metavar="SLUG", help="the case study: its file's name without .yml")
    parser.add_argument("--reason", required=True, choices=[*map(str, WithdrawalReason)], help=reasons)
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="default: today")  # noqa: DTZ011
    parser.add_argument("--superseded-by", metavar="SLUG", default="", help="the case study that replaces it")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    try:
        print(advice(withdraw(root, given.slug, given.reason, given.date, given.superseded_by)))
    except RefusedError as refused:
        sys.exit(str(refused))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Checks all case studies and everything that they link to, and says at which line what is wrong."""

import argparse
import json
import os
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.checking import check
from casebook.problem import SEE_MEANINGS, as_github, as_record, as_text, counted, errors


def main() -> int:
    """0: nothing to mend; 1: problems; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 clean, 1 problems, 2 wrong use")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="say only what is wrong with these")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    parser.add_argument("--advise", action="store_true", help="also say what would read better; never an error")
    parser.add_argument("--format", choices=("text", "github", "json"), default="text", help="default: text")
    options = parser.parse_args()
    root = _project.root(options.root, parser)
    wanted = _project.relative_paths(options.paths, root, parser)
    said = check(root, advise=options.advise)
    problems = [problem for problem in said if _project.is_about(problem.where.path, wanted)]
    if options.format == "json":
        _project.say(json.dumps([as_record(problem) for problem in problems], indent=2))
    elif options.format == "github":
        _project.say(*map(as_github, problems))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        _project.say(*(as_text(problem, colour=colour) for problem in problems))
    print(f"checked: {counted(problems)}", *([SEE_MEANINGS] if problems else []), sep="\n", file=sys.stderr)
    return 1 if errors(problems) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Checks all case studies and everything that they link to, and says at which line what is wrong."""

import argparse
import json
import sys
from pathlib import Path

import _path  # noqa: F401  puts hooks/ on the import path
import _project
from casebook.loading.load import load
from casebook.problem import as_github, as_record, as_text, errors


def main() -> int:
    """0: nothing wrong; 1: problems; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 clean, 1 problems, 2 wrong use")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="say only what is wrong with these files or folders")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    parser.add_argument("--format", choices=("text", "github", "json"), default="text", help="default: text")
    options = parser.parse_args()
    root = _project.root(options.root, parser)
    wanted = _project.relative_paths(options.paths, root, parser)
    _, found = load(root)
    problems = [problem for problem in found if _project.is_about(problem.where.path, wanted)]
    if options.format == "json":
        print(json.dumps([as_record(problem) for problem in problems], indent=2))
    for problem in problems if options.format != "json" else ():
        print(as_github(problem) if options.format == "github" else as_text(problem, colour=sys.stdout.isatty()))
    wrong = len(errors(problems))
    said = f"{wrong} to mend, {len(problems) - wrong} to look at" if problems else "all good"
    print(f"checked: {said}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

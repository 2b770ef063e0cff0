"""Says in Markdown what is wrong, and where the case studies that changed since a commit appear on the site."""

import argparse
import subprocess
import sys
from pathlib import Path

import _path
import _project
from casebook.contributing.summary import changes_of, summary
from casebook.loading.load import load_files
from casebook.loading.reading import read_files


def main() -> int:
    """0: said, whatever is wrong; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="exit status: 0 said, 2 wrong use")
    parser.add_argument("since", metavar="COMMIT", help="what to compare with, such as main")
    parser.add_argument("--root", type=Path, help="the project (default: the nearest folder above with a mkdocs.yml)")
    given = parser.parse_args()
    root = _project.root(given.root, parser)
    what = ["git", "diff", "--name-status", "--no-renames", "-z", "--relative", "--end-of-options", given.since, "--"]
    done = subprocess.run(what, cwd=root, capture_output=True, check=False)  # noqa: S603  git, and no option of another's
    if done.returncode:
        parser.error(done.stderr.decode(errors="replace").strip())
    files = read_files(root)
    _project.say(summary(files, load_files(files)[1], changes_of(done.stdout.decode(errors="replace"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())

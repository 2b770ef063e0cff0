"""The day of the version that is built: the environment's, or else that of the last commit.

The clock's is in nothing that is built: the same commit makes the same site, to the byte, wherever and whenever.
https://reproducible-builds.org/specs/source-date-epoch/
"""

import datetime
import os
import subprocess
from pathlib import Path

SETTING = "SOURCE_DATE_EPOCH"
"""The variable of the environment that says a time, in seconds since 1970. Of it, only the day is shown."""
NO_DAY = "1970-01-01"
"""For files that must have a date, where there is none."""
_PATIENCE = 10
"""So many seconds git may take."""


def day_of_version(root: Path) -> str:
    """The day, YYYY-MM-DD; empty where neither the environment nor git says one.

    Raises:
        ValueError: the environment's is none. The text says so.
    """
    if not os.environ.get(SETTING):
        os.environ.pop(SETTING, None)  # the site generator takes an empty one for a number
    epoch = os.environ.get(SETTING) or _last_commit(root)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat() if epoch else ""
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{SETTING} must be a number of seconds since 1970; got {epoch!r}") from None


def _last_commit(root: Path) -> str:
    """The time of the last commit, in seconds since 1970; empty where there is none, or no git.

    Only the project's own repository counts, never one of a folder above: where the project lies must not matter.
    """
    repository = root / ".git"
    if not repository.exists():
        return ""
    command = ["git", f"--git-dir={repository}", "rev-list", "--max-count=1", "--format=%ct", "HEAD"]
    try:
        said = subprocess.run(  # noqa: S603  our own command line
            command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=_PATIENCE
        ).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return ""
    return said[-1].decode("ascii", "replace") if said else ""

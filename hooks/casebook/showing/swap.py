"""Two folders change places: in one step where the system can, so that there is a site at every moment.

Linux can (`renameat2`, on most file systems). Elsewhere it takes two renames, and for some microseconds there is no
site; `recover` brings back the old one where a build was killed just then.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

_HERE, _EXCHANGE = -100, 2
"""`AT_FDCWD` and `RENAME_EXCHANGE` of linux/fcntl.h and linux/fs.h."""


def clear(path: Path) -> None:
    """Removes whatever is there, a folder, a file or a link, as far as that can be done."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()


def swap(new: Path, site: Path) -> None:
    """Puts a folder in the place of another one, and that one, if there is one, in its own.

    Raises:
        OSError: it can't be done; the site is as it was.
    """
    if not os.path.lexists(site):
        new.rename(site)
    elif not _exchanged(new, site):
        old = _old(site)
        clear(old)
        site.rename(old)
        try:
            new.rename(site)
        except OSError:
            old.rename(site)
            raise
        with suppress(OSError):  # then the next build clears it away
            old.rename(new)


def recover(site: Path) -> None:
    """Mends what a build left that was killed between two renames."""
    old = _old(site)
    if os.path.lexists(site):
        clear(old)
        return
    with suppress(OSError):
        old.rename(site)


def _old(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system could do it in one step."""
    if sys.platform != "linux":
        return False
    from ctypes import CDLL  # noqa: PLC0415  it takes a while to load, and most builds change nothing

    rename = getattr(CDLL(None), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0

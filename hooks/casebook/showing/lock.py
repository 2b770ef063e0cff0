"""One build at a time: who builds a site has a lock on its folder and on the cache, and whoever comes second waits.

A lock is the system's own on an open file, so it ends with the processes that have it, however they end: the file that
a killed build leaves behind keeps nobody waiting. A process that is started for the build is to hold the lock too
(`Lock.held`), so that the next build waits until that one writes no more. Where there are no such locks (on Windows, on
some network drives) builds are not kept apart.
"""

import atexit
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 120.0
"""So many seconds a build waits for another: longer than one of thousands of cases takes."""
_PAUSE = 0.1
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_DIGITS = 20


class HeldError(OSError):
    """Another build has the lock, and keeps it. The text says which."""


class Lock:
    """Locks on several files, taken in their order."""

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._held: dict[Path, int] = {}

    @property
    def held(self) -> Sequence[int]:
        """The open files, for a process that works for this build to inherit."""
        return tuple(self._held.values())

    def take(self, say: Callable[[str], None]) -> None:
        """Takes the locks, or waits for them; says so, where it must wait.

        Raises:
            HeldError: another build has held one of them for all of `PATIENCE`.
        """
        atexit.register(self.release)
        end, has_said = time.monotonic() + PATIENCE, False
        for path in self._paths:
            while (holder := self._try(path)) is not None:
                if time.monotonic() > end:
                    raise HeldError(f"{path}: {holder} is still at work; wait until it ends, or end it")
                if not has_said:
                    say(f"waiting for {holder} to end")
                    has_said = True
                time.sleep(_PAUSE)

    def release(self) -> None:
        """Gives the locks back; nothing is left of them."""
        for path, opened in self._held.items():
            path.unlink(missing_ok=True)
            os.close(opened)
        self._held.clear()

    def _try(self, path: Path) -> str | None:
        """Who else has the lock; None where it is ours now, or can't be had by anybody."""
        while fcntl is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                opened = os.open(path, _FLAGS, 0o644)
            except OSError:
                return None  # a folder that can't be written to: there the build says so itself
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = _named(os.pread(opened, _DIGITS, 0))
                os.close(opened)
                return holder if isinstance(error, BlockingIOError) else None
            if _is_at(opened, path):
                _sign(opened)
                self._held[path] = opened
                return None
            os.close(opened)  # who had it has just removed the file, and the next one may have made another
        return None


def _is_at(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except OSError:
        return False


def _sign(opened: int) -> None:
    """Writes into the file who has it. On a full disk nobody can, and the lock is as good."""
    try:
        os.ftruncate(opened, 0)
        os.pwrite(opened, str(os.getpid()).encode(), 0)
    except OSError:
        return


def _named(signature: bytes) -> str:
    return f"another build (process {signature.decode()})" if signature.isdigit() else "another build"

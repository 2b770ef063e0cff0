"""How long things take: for a contributor who asks (`CASEBOOK_TIMINGS=1`), and for a person who waits at a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator

from casebook import settings

PATIENCE = 2.0
"""After so many seconds, a person at a terminal is told how far the work is."""


class Laps:
    """A clock that says how long each stage took, one after the other, where that is asked for."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def end(self, stage: str) -> None:
        """Says how many seconds went by since the last end: `stage: read the files 0.231 s`."""
        now = time.perf_counter()
        if settings.are_timings_on():
            print(f"stage: {stage} {now - self._last:.3f} s", file=sys.stderr)  # noqa: T201  it was asked for
        self._last = now


def with_progress(turns: Iterable[int], count: int, what: str) -> Iterator[int]:
    """The numbers as they come, of those below `count`; says on a terminal how many of them have been given out."""
    start, told = time.monotonic(), False
    for turn in turns:
        yield turn
        if sys.stderr.isatty() and time.monotonic() - start > PATIENCE:
            told = True
            print(f"\r{what}: {100 * (turn + 1) // count} %", end="", file=sys.stderr, flush=True)  # noqa: T201
    if told:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201  clears the line

"""A second process for work that shares nothing with the first: half of the pages of a large build.

It is a fork, so it needs no copy of anything; it leaves files behind, and its exit status says whether all went well.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable


def is_possible() -> bool:
    """Whether a second process can work beside this one, which must have no threads: a fork would lose them."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Beside:
    """Work that goes on in a second process."""

    def __init__(self, work: Callable[[], None]) -> None:
        """Starts the work. What it prints is lost: its errors are met again by whoever does the work after all."""
        self._process = multiprocessing.get_context("fork").Process(target=_quietly, args=(work,), daemon=True)
        self._process.start()

    def is_done(self) -> bool:
        """Waits for the end, and says whether all went well. If not, the work is still to be done."""
        self._process.join()
        return self._process.exitcode == 0

    def stop(self) -> None:
        """Ends the process, whether or not it is done."""
        self._process.kill()
        self._process.join()


def _quietly(work: Callable[[], None]) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        sys.stderr = sys.stdout = nowhere
        work()

"""A second process for work that shares nothing with the first: half of the files to read, half of the pages to write.

It is a fork, so it needs no copy of anything; it sends back what its work gave, and that must be small or worth it.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

T = TypeVar("T")


def is_possible() -> bool:
    """Whether a second process can work beside this one, which must have no threads: a fork would lose them."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Beside(Generic[T]):
    """Work that goes on in a second process."""

    def __init__(self, work: Callable[[], T]) -> None:
        """Starts the work. What it prints is lost: its errors are met again by whoever does the work after all."""
        self._work = work
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(sender, work), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> T:
        """What the work gave. If the second process ended without saying so, the work is done here and now."""
        try:
            given: T = self._receiver.recv()
        except (EOFError, OSError):
            return self._work()
        finally:
            self._process.join()
        return given

    def stop(self) -> None:
        """Ends the process, whether or not it is done."""
        self._process.kill()
        self._process.join()


def _send(sender: Connection, work: Callable[[], T]) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        sys.stderr = sys.stdout = nowhere
        sender.send(work())

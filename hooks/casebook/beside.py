"""A second process for work that shares nothing with the first: a part of the files to read, of the pages to write.

It is a fork, so it needs no copy of anything; what it sends back must be small or worth it.
However the first process ends, the second ends with it: nothing writes on when nobody waits for it any more.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
_SIGNAL_AT_ITS_END = 1
"""`PR_SET_PDEATHSIG` of linux/prctl.h."""


def is_possible() -> bool:
    """Whether a second process can work beside this one, which must have no threads: a fork would lose them."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Turns:
    """The numbers below `count`, each given to one of two processes: whoever is free takes the next."""

    MOST = 256
    """No count may be larger."""

    def __init__(self, count: int) -> None:
        self._left, right = os.pipe()
        os.write(right, bytes(range(count)))
        os.close(right)

    def __iter__(self) -> Iterator[int]:
        """What is left of the numbers, until none is."""
        while taken := os.read(self._left, 1):
            yield taken[0]


class Told:
    """What the first process has to say to the second, once, while the second is at work."""

    def __init__(self, receiver: "Connection") -> None:
        self._receiver = receiver

    def is_there(self) -> bool:
        """Whether it has been said."""
        return self._receiver.poll()

    def value(self) -> Any:
        """Waits until it has been said."""
        return self._receiver.recv()


class Beside(Generic[T]):
    """Work that goes on in a second process, which sends what it has made, piece by piece.

    It may end at any time without having done its work: who gets less than was asked for does the rest.
    """

    def __init__(self, work: Callable[[Told], Iterator[T]]) -> None:
        """Starts the work. What it prints is lost: its errors are met again by whoever does the work after all."""
        import multiprocessing  # noqa: PLC0415  few runs need it, and it takes a while

        context = multiprocessing.get_context("fork")
        self._mine, theirs = context.Pipe()
        self._process = context.Process(target=_send, args=(theirs, self._mine, work, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()

    def tell(self, value: Any) -> None:
        """Says to the second process what it can't know by itself."""
        with suppress(OSError):  # it has ended
            self._mine.send(value)

    def arrived(self) -> Iterator[T]:
        """What it has sent by now, each piece once."""
        with suppress(EOFError, OSError):
            while self._mine.poll():
                yield self._mine.recv()

    def rest(self) -> Iterator[T]:
        """What it has sent and still sends, until it ends."""
        with suppress(EOFError, OSError):
            while True:
                yield self._mine.recv()
        self._process.join()

    def stop(self) -> None:
        """Ends the process, whether or not it is done."""
        self._process.kill()
        self._process.join()


class Said(Told):
    """The same for work that the first process does itself."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def is_there(self) -> bool:
        """It is."""
        return True

    def value(self) -> Any:
        """What there is to say."""
        return self._value


def shared(work: Callable[[int], T], count: int, *, may_fork: bool) -> list[T]:
    """What `work` gives for each number below `count`, in their order, done by two processes if there may be two.

    Whatever the second does not get done, the first does, and meets the errors that there are.
    """
    turns = Turns(count) if may_fork else range(count)
    second = Beside(partial(_done, work, turns)) if may_fork else None
    done = {turn: work(turn) for turn in turns}
    if second:
        done |= second.rest()
    return [done[turn] if turn in done else work(turn) for turn in range(count)]


def _done(work: Callable[[int], T], turns: Iterable[int], _: Told) -> Iterator[tuple[int, T]]:
    yield from [(turn, work(turn)) for turn in turns]


def _send(mine: "Connection", other: "Connection", work: Callable[[Told], Iterator[T]], first: int) -> None:
    _end_with(first)
    other.close()  # else this process would not notice that the first is gone
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        sys.stderr = sys.stdout = nowhere
        for stream in (1, 2):  # loggers keep the one that they began with
            os.dup2(nowhere.fileno(), stream)
        for piece in work(Told(mine)):
            mine.send(piece)


def _end_with(first: int) -> None:
    """Has the system kill this process when the first one ends, also where that one is killed."""
    from ctypes import CDLL  # noqa: PLC0415  it takes a while to load, and where nothing has changed nobody need

    CDLL(None).prctl(_SIGNAL_AT_ITS_END, signal.SIGKILL)
    if os.getppid() != first:  # it has ended already
        os._exit(1)

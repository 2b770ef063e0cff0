"""Files of a served site are made when somebody asks for them, each once, and otherwise one after the other."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from casebook.showing.later import Later
from casebook.showing.served import Served


def test_a_file_is_made_once_and_with_what_it_asks_for() -> None:
    made: list[str] = []

    def whole() -> None:
        later.make("part")
        later.make("another")
        made.append("whole")

    later = Later({"whole": whole, "part": partial(made.append, "part"), "another": partial(made.append, "another")})
    later.make("part")
    later.make("whole")
    later.make("whole")
    later.make("nothing")
    assert (made, later.paths) == (["part", "another", "whole"], set())


def test_all_are_made_and_then_what_comes_after() -> None:
    made: list[str] = []
    done = threading.Event()
    later = Later({name: partial(made.append, name) for name in "abc"})
    later.make_all(done.set)
    assert done.wait(10)
    assert made == ["a", "b", "c"]


def test_what_is_stopped_finishes_one_and_makes_no_more() -> None:
    made: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)
        made.append("slow")

    files: dict[str, Callable[[], None]] = {"slow": slow, "next": partial(made.append, "next")}
    later = Later(files)
    later.make_all(partial(made.append, "after"))
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    later.stop()
    later.make("next")
    assert made == ["slow"]


def test_what_can_not_be_made_keeps_nothing_else_from_it_and_says_why_to_each_who_asks() -> None:
    made: list[str] = []

    def broken() -> None:
        raise LookupError("broken")

    why: list[str] = []
    later = Later({"broken": broken, "next": partial(made.append, "next")})
    later.make_all(partial(made.append, "after"), lambda error: why.append(str(error)))
    while later.paths != {"broken"}:
        time.sleep(0.01)
    for _ in range(2):
        with pytest.raises(LookupError, match="broken"):
            later.make("broken")
    later.stop()
    assert made == ["next"]
    assert why == ["broken"]


def test_who_asks_during_the_pause_comes_first_and_who_stops_need_not_wait_for_its_end() -> None:
    made: list[str] = []
    later = Later({name: partial(made.append, name) for name in "ab"})
    later.make_all(partial(made.append, "after"), pause=60)
    later.make("b")
    later.stop()
    assert made == ["b"]


def test_while_it_is_paused_only_what_is_asked_for_is_made() -> None:
    made: list[str] = []
    done = threading.Event()
    later = Later({name: partial(made.append, name) for name in "abc"})
    later.pause()
    later.make_all(done.set)
    later.make("b")
    assert not done.wait(0.05)
    assert made == ["b"]
    later.go_on()
    assert done.wait(10)
    assert made == ["b", "a", "c"]


def test_what_is_paused_can_be_stopped() -> None:
    made: list[str] = []
    later = Later({"a": partial(made.append, "a")})
    later.pause()
    later.make_all(partial(made.append, "after"))
    later.stop()
    assert (made, later.paths) == ([], set())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing says whether a process waits")
def test_what_indexes_a_served_site_waits_during_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path / "site")
    indexing = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(served, "_indexing", [indexing])
    try:
        with served.paused():
            assert becomes("T", indexing)
        assert becomes("RS", indexing)
        with suppress(LookupError), served.paused():
            assert becomes("T", indexing)
            raise LookupError
        assert becomes("RS", indexing)
        with served.paused():
            served.stop()
        assert indexing.returncode == -signal.SIGKILL
    finally:
        indexing.kill()
        indexing.wait()


def becomes(wanted: str, process: "subprocess.Popen[bytes]") -> bool:
    """Whether a process comes into one of these states: R and S, it runs or sleeps; T, it was told to wait."""
    for _ in range(1000):
        if Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(") ")[2][0] in wanted:
            return True
        time.sleep(0.01)
    return False

"""A lock keeps builds apart, says who has it, and nothing that is left of it keeps anybody waiting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casebook.showing import lock
from casebook.showing.lock import HeldError, Lock

pytestmark = pytest.mark.skipif(lock.fcntl is None, reason="there are no such locks")

HOLD = """
import os, sys
from pathlib import Path
from casebook.showing.lock import Lock

kept = Lock(Path(sys.argv[1]))
kept.take(print)
if len(sys.argv) == 2 or os.fork():
    print("taken", flush=True)
input()
"""


def holding(path: Path, *more: str) -> "subprocess.Popen[str]":
    """A process that has the lock, until it is killed or reads a line."""
    env = {**os.environ, "PYTHONPATH": str(Path(lock.__file__).parents[2])}
    pipe = subprocess.PIPE
    held = subprocess.Popen([sys.executable, "-c", HOLD, str(path), *more], env=env, stdin=pipe, stdout=pipe, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "taken\n"
    return held


def test_who_has_it_is_said_to_who_waits_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    path = tmp_path / "site.lock"
    with holding(path) as other:
        said: list[str] = []
        with pytest.raises(HeldError) as held:
            Lock(tmp_path / "cache/lock", path).take(said.append)
        assert said == [f"waiting for another build (process {other.pid}) to end"]
        assert str(held.value) == (
            f"{path}: another build (process {other.pid}) is still at work; wait until it ends, or end it"
        )
        other.kill()


def test_a_killed_process_has_no_lock_any_more(tmp_path: Path) -> None:
    path = tmp_path / "site.lock"
    with holding(path) as other:
        other.kill()
    said: list[str] = []
    mine = Lock(path)
    mine.take(said.append)
    assert (said, path.read_text("utf-8")) == ([], str(os.getpid()))


def test_a_process_that_works_for_a_killed_one_has_it_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    path = tmp_path / "site.lock"
    with holding(path, "with a second process") as other:
        other.kill()
        other.wait()
        with pytest.raises(HeldError):
            Lock(path).take(lambda _: None)
        other.communicate("end\n")
    Lock(path).take(lambda _: None)


def test_nothing_is_left_of_a_lock_that_was_given_back(tmp_path: Path) -> None:
    mine = Lock(tmp_path / "one", tmp_path / "two")
    mine.take(print)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    assert len(mine.held) == 2
    mine.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["a file in the way", "a link", "a file of somebody else's"])
def test_where_no_lock_can_be_had_builds_go_on(what: str, tmp_path: Path) -> None:
    path = tmp_path / "cache/lock"
    if what == "a file in the way":
        path.parent.write_text("", "utf-8")
    else:
        path.parent.mkdir()
        (tmp_path / "other").write_text("not to be changed", "utf-8")
        path.symlink_to(tmp_path / "other") if what == "a link" else path.mkdir()
    mine = Lock(path)
    mine.take(print)
    assert mine.held == ()
    if what == "a link":
        assert (tmp_path / "other").read_text("utf-8") == "not to be changed"

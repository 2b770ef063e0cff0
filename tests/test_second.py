"""Two processes find what one finds, whatever becomes of the second, and whatever changed since it looked."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import casebook

from casebook.beside import Turns
from casebook.loading import second
from casebook.showing import writing

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no second process")

PROGRAM = """
import array, fcntl, sys, termios, time
from pathlib import Path

sys.path.insert(0, {hooks!r})
from casebook.beside import Turns
from casebook.loading import second
from casebook.showing import writing
from casebook.loading.folders import Folders
from casebook.loading.kept import packed

root, story = Path({root!r}), Path({root!r}, "case_studies/a-story.yml")
second.MIN_FILES_FOR_SECOND = 0
beside = second.begin_to_read(root, None)
turns, patience = array.array("i", [1]), time.monotonic() + 60
while turns[0] and time.monotonic() < patience:  # until the second has taken all
    fcntl.ioctl(beside._turns._left, termios.FIONREAD, turns)
{meanwhile}
files = Folders(root).record_files().all
sent = {{}}
beside.read_with(files, sent.__setitem__)
rest = [file for file in files if not hasattr(file, "facts")]
for file in rest:
    file.key, file.facts = second.found_facts(file)
alone = {{file.path: packed(second.found_facts(file)[1]) for file in files}}
assert {{file.path: packed(file.facts) for file in files}} == alone
assert sent == {{file.key: alone[file.path] for file in files if file not in rest}}
print(len(files) - len(rest), *(file.path for file in rest))
"""
COUNT = len(list((ROOT / "tests/base/case_studies").rglob("*.yml")))


@pytest.mark.parametrize(
    ("meanwhile", "found"),
    [
        ("", f"{COUNT}"),
        ("story.write_text(story.read_text() + '# more')", f"{COUNT - 1} case_studies/a-story.yml"),
        ("story.unlink()", f"{COUNT - 1}"),
        ("story.with_name('a-new.yml').write_text('status: draft')", f"{COUNT} case_studies/a-new.yml"),
        ("story.rename(story.with_name('zz.yml'))", f"{COUNT - 1} case_studies/zz.yml"),
    ],
    ids=["nothing", "a change", "a file is gone", "a file is new", "a file has another name"],
)
def test_what_changed_since_the_second_process_looked_is_found_by_the_first(
    meanwhile: str, found: str, tmp_path: Path
) -> None:
    assert said(meanwhile, tmp_path) == found


def test_if_the_second_process_is_killed_nothing_is_missing(tmp_path: Path) -> None:
    assert said("beside._second._process.kill()", tmp_path)


def test_there_are_turns_for_all_portions_of_what_is_written() -> None:
    assert list(Turns(Turns.MOST)) == list(range(Turns.MOST))
    kinds_of_items = 4  # a page of the theme, a document, a page, and one of which only the frame has changed
    assert kinds_of_items * writing.PORTIONS <= Turns.MOST


def said(meanwhile: str, place: Path) -> str:
    """What the program says, if it finds nothing wrong: how many files the second has found, and which it has not."""
    root = casebook(place / "book")
    code = PROGRAM.format(hooks=str(ROOT / "hooks"), root=str(root), meanwhile=meanwhile)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Asks for a second process, which is none: whether it would begin, given a cache at `facts`."""
    root = casebook(tmp_path / "book")
    monkeypatch.setattr(second, "SecondReader", lambda *_: "begun")
    return lambda: second.begin_to_read(root, tmp_path / "facts")


def test_it_does_not_begin_where_there_is_little_to_do(begin: Callable[[], object]) -> None:
    assert begin() is None


def test_it_does_not_begin_where_facts_are_kept(
    begin: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second, "MIN_FILES_FOR_SECOND", 0)
    assert begin() == "begun"
    (tmp_path / "facts").touch()
    assert begin() is None

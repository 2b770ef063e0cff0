"""What the check said is said again for as long as nothing changes, and no longer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import casebook

from casebook.contributing import checking
from casebook.contributing.checking import NOTE, check
from casebook.loading import state
from casebook.loading.load import load
from casebook.note import write_note
from casebook.problem import Problem

CHECKED = checking._checked  # noqa: SLF001  it is what must not be done again
WRONG = """\
=== case_studies/a-draft.yml
status: drafft
related: [nobody]
=== case_studies/broken.yml
title: "no end
=== docs/a-picture.png
no picture
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return casebook(tmp_path / "book", WRONG)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each time that the project was looked at."""
    found: list[bool] = []

    def looked(root: Path, *, advise: bool) -> list[Problem]:
        found.append(advise)
        return CHECKED(root, advise=advise)

    monkeypatch.setattr(checking, "_checked", looked)
    return found


def test_as_long_as_nothing_changes_the_same_is_said_without_looking(root: Path, times: list[bool]) -> None:
    first = check(root)
    assert first == load(root)[1]
    assert {problem.code for problem in first} >= {"wrong-word", "unknown-case", "yaml-syntax"}
    assert [check(root), check(root), len(times)] == [first, first, 1]


def write(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        write("case_studies/a-draft.yml", "status: draft\n"),
        write("case_studies/another.yml", "status: draft\n"),
        lambda root: (root / "case_studies/a-draft.yml").rename(root / "case_studies/renamed.yml"),
        lambda root: (root / "case_studies/a-folder.yml").mkdir(),
        lambda root: (root / "case_studies/a-link.yml").symlink_to("a-draft.yml"),
        write("case_studies/permalinks.txt", "/case-studies/gone/\n"),
        write("docs/a-page.md", "# A page\n"),
        write("docs/another.png", ""),
        lambda root: (root / "docs/a-picture.png").unlink(),
        lambda root: (root / "case_studies/schema/ids/lessons.json").unlink(),
        write(NOTE, "damaged"),
        lambda root: (root / NOTE).write_text((root / NOTE).read_text().replace("drafft", "draught")),
    ],
    ids=[
        *("text", "new file", "renamed", "folder", "link", "addresses", "page", "new picture", "no picture"),
        *("ids", "damaged", "forged"),
    ],
)
def test_after_any_change_it_looks_again(change: Callable[[Path], object], root: Path, times: list[bool]) -> None:
    check(root)
    change(root)
    assert (check(root), len(times)) == (load(root)[1], 2)
    check(root)
    assert len(times) == 2


def test_what_is_in_a_picture_is_nobodys_business(root: Path, times: list[bool]) -> None:
    check(root)
    (root / "docs/a-picture.png").write_bytes(b"a picture")
    check(root)
    assert len(times) == 1


def test_advice_is_said_where_it_is_asked_for(root: Path, times: list[bool]) -> None:
    (root / "case_studies/a-draft.yml").write_text(f"status: draft\nbackground: |\n  A{' very' * 50} long sentence.\n")
    plain, advised = check(root), check(root, advise=True)
    assert ({*plain} < {*advised}, times) == (True, [False, True])


def test_another_program_looks_again(root: Path, times: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    check(root)
    monkeypatch.setattr(state, "_program", lambda: ["another"])
    check(root)
    assert len(times) == 2


def test_of_a_file_that_changes_meanwhile_nothing_is_noted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = root / "case_studies/a-draft.yml"
    before = draft.read_text("utf-8")

    def slow(root: Path, *, advise: bool) -> list[Problem]:
        draft.write_text("status: draft\n", "utf-8")
        return CHECKED(root, advise=advise)

    monkeypatch.setattr(checking, "_checked", slow)
    check(root)
    monkeypatch.undo()
    draft.write_text(before, "utf-8")
    assert check(root) == load(root)[1]


def test_where_nothing_can_be_noted_nothing_stays(root: Path) -> None:
    """What was said may name what is withdrawn now."""
    check(root)
    (root / NOTE).with_suffix(".new").mkdir()
    (root / "case_studies/a-draft.yml").write_text("status: withdrawn\n", "utf-8")
    assert check(root) == load(root)[1]
    assert not (root / NOTE).exists()


@pytest.mark.parametrize(
    "said", [None, 1, {"a": 1}, [1], ["text"], [["path", 1, "code", "message", "hint", "", 7]], [[]]]
)
def test_a_note_of_another_shape_is_none(
    said: object, root: Path, times: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_note", lambda root, about, _: write_note(root / NOTE, about, {"said": said}))
    check(root)
    assert (check(root), len(times)) == (load(root)[1], 2)


def test_no_folder_is_too_deep_to_look_at(root: Path, times: list[bool]) -> None:
    folders = [root / "docs"]
    for _ in range(1500):  # more than Python calls within calls
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    first = check(root)
    assert ("too-deep" in {problem.code for problem in first}, check(root), len(times)) == (True, first, 1)
    for folder in reversed(folders[1:]):
        folder.rmdir()

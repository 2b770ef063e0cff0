"""What was made in the last build is found again in the next one, and is as good as none where its file is damaged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casebook.showing.made import Made


def build(path: Path | None, made: Made | None = None, **values: object) -> dict[str, object]:
    """What was kept of the values, which are made or found again and kept for the next build."""
    made = made or Made(path)
    found = {key: made.get(key) for key in values}
    for key, value in values.items():
        if found[key] is None:
            made.put(key, value)
    made.keep()
    return {key: value for key, value in found.items() if value is not None}


def test_what_a_build_made_or_asked_for_is_there_in_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "cache/made.json"
    assert build(path, a="<p>A</p>", b={"content": "B"}) == {}
    assert build(path, a="", c="C") == {"a": "<p>A</p>"}
    assert build(path, a="", b="", c="") == {"a": "<p>A</p>", "c": "C"}


def test_a_build_that_is_not_complete_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    Made(path).put("a", "A")
    assert not path.exists()


def test_a_served_site_has_no_file() -> None:
    made = Made()
    assert build(None, made, a="A", b="B") == {}
    assert build(None, made, a="") == {"a": "A"}
    assert build(None, made, a="", b="") == {"a": "A"}


DAMAGE: dict[str, Callable[[str], str]] = {
    "empty": lambda text: text[:0],
    "cut off": lambda text: text[:-1],
    "of another kind": lambda text: text.replace("note 1", "note 0"),
    "changed": lambda text: text.replace('"A"', '"<script>"'),
    "no text": lambda text: f"\xff{text}",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, how: str) -> None:
    path = tmp_path / "made.json"
    build(path, a="A")
    assert build(path, a="") == {"a": "A"}
    path.write_text(DAMAGE[how](path.read_text("utf-8")), "latin-1")
    assert build(path, a="new") == {}
    assert build(path, a="") == {"a": "new"}


def test_where_nothing_can_be_written_the_next_build_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    path = tmp_path / "cache/made.json"
    assert [build(path, a="A"), build(path, a="A")] == [{}, {}]

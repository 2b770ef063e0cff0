"""From bytes to a tree of text that knows its lines."""

import os
import textwrap
from pathlib import Path

import pytest
from builders import patient
from hypothesis import given
from hypothesis import strategies as st

from casebook.loading.source import Mapping, Sequence, line_at, parse, read
from casebook.problem import Problem, Where, errors

PLAIN_SCALARS = ["no", "Yes", "true", "~", "null", "12:30", "1e3", "0x1f", "017", "2024-01", "2024-01-09", ".inf", "-1"]


@pytest.mark.parametrize("scalar", PLAIN_SCALARS)
def test_every_scalar_stays_text(scalar: str) -> None:
    assert parse("a.yml", f"{scalar}: {scalar}\nlist: [{scalar}]\n").tree == {scalar: scalar, "list": [scalar]}


def test_a_tree_knows_the_line_of_every_key_and_item() -> None:
    source = parse("a.yml", "# a comment\na: 1\nb:\n  - c: 2\n    d: [3,\n      4]\n  - |\n    5\ne:\n  6\n")
    tree = source.tree
    assert isinstance(tree, Mapping)
    assert tree == {"a": "1", "b": [{"c": "2", "d": ["3", "4"]}, "5\n"], "e": "6"}
    assert tree.lines == {"a": 2, "b": 3, "e": 9}
    assert tree["b"].lines == [4, 7]
    assert tree["b"][0].lines == {"c": 4, "d": 5}
    assert tree["b"][0]["d"].lines == [5, 6]
    assert line_at(source, tree, "e", 0) == 10


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n...\n"])
def test_a_text_without_content_has_no_tree_or_an_empty_one_and_no_problem(text: str) -> None:
    source = parse("a.yml", text)
    assert (source.tree or None, source.problems, source.is_broken) == (None, [], False)


def test_eight_levels_are_not_too_deep() -> None:
    assert parse("a.yml", "[" * 8 + "]" * 8).problems == []


@patient
@given(st.text() | st.text(alphabet="ab:-|>'\"[]{},#&*!%@`?\\ \t\n", max_size=60))
def test_parse_never_raises(text: str) -> None:
    source = parse("a.yml", text)
    assert source.is_broken == bool(source.tree is None and errors(source.problems))
    assert [problem for problem in source.problems if problem.where.line > text.count("\n") + 1] == []


@patient
@given(st.binary(max_size=200))
def test_read_never_raises(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    root = tmp_path_factory.getbasetemp()
    (root / "a.yml").write_bytes(raw)
    assert read(root, "a.yml").path == "a.yml"


PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(["é", "it's", '"so"', "a\\b", "#", "-", "long words"]), min_size=1, max_size=6), min_size=1
)
STYLES = {
    "literal": lambda lines: "|\n" + textwrap.indent(lines, "      "),
    "folded": lambda lines: ">\n" + textwrap.indent(lines, "      "),
    "single": lambda lines: "'" + textwrap.indent(lines, "      ").strip().replace("'", "''") + "'",
    "double": lambda lines: '"' + textwrap.indent(_escaped(lines), "      ").strip() + '"',
    "plain": lambda lines: "\n" + textwrap.indent(lines, "      ").rstrip(),
}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "\\x22").replace("é", "\\u00e9")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("start", ["", "    before: text\n"])
@patient
@given(PARAGRAPHS)
def test_the_line_of_every_word_of_a_text_is_found(style: str, start: str, paragraphs: list[list[str]]) -> None:
    """Words are numbered, so that each stands once, in the file and in the text."""
    words = [[f"w{i}_{j} {word} x" for j, word in enumerate(paragraph)] for i, paragraph in enumerate(paragraphs)]
    lines = "\n\n".join("\n".join(paragraph) for paragraph in words) + "\n"
    lines = lines.replace(" #", " +") if style == "plain" else lines
    file = f"list:\n  -\n{start}    text: {STYLES[style](lines)}\n    after: text\n"
    source = parse("a.yml", file)
    assert source.problems == []
    assert isinstance(source.tree, Mapping)
    item = source.tree["list"][0]
    marks = [f"w{i}_{j} " for i, paragraph in enumerate(paragraphs) for j in range(len(paragraph))]
    found = {mark: line_at(source, item, "text", item["text"].index(mark)) for mark in marks}
    assert found == {mark: 1 + file.count("\n", 0, file.index(mark)) for mark in marks}


def test_the_line_of_an_escaped_line_end_is_that_of_the_file() -> None:
    source = parse("a.yml", 'a: "one\\n\\ntwo \\\n  three\n\n  four\\x20five"\n')
    tree = source.tree
    assert isinstance(tree, Mapping)
    assert tree["a"] == "one\n\ntwo three\nfour five"
    assert {word: line_at(source, tree, "a", tree["a"].index(word)) for word in tree["a"].split()} == {
        "one": 1,
        "two": 1,
        "three": 2,
        "four": 4,
        "five": 4,
    }


def test_the_line_of_an_item_is_its_own() -> None:
    source = parse("a.yml", "- a\n- |\n  b\n\n  c\n- 'd'\n")
    tree = source.tree
    assert isinstance(tree, Sequence)
    assert [line_at(source, tree, *place) for place in ((0, 0), (1, 0), (1, 3), (2, 0))] == [1, 3, 5, 6]


def test_a_file_that_must_not_be_read_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yml").touch()
    monkeypatch.setattr(os, "open", refuse)
    message = "the file must be readable; permission denied"
    assert read(tmp_path, "a.yml").problems == [
        Problem(Where("a.yml", 1), "unreadable", message, "let everybody read the file")
    ]


def test_a_file_may_be_as_big_as_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a" * 100)
    assert read(tmp_path, "a.yml", 100).tree == "a" * 100
    assert [problem.code for problem in read(tmp_path, "a.yml", 99).problems] == ["too-big"]


def test_line_ends_of_windows_are_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"a: |\r\n  b\r\n  c\r\nd: e\r\n")
    assert read(tmp_path, "a.yml").tree == {"a": "b\nc\n", "d": "e"}

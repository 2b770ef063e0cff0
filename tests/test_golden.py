"""What is said of what is wrong, in full: tests/cases/<code>[-variant].yml, a file for each problem.

To add one, copy a file: above the first `===` a line that says what it is about, then a file tree (see `builders.py`)
that is laid over a small valid casebook, then below `=== problems` the lines that `scripts/check.py` prints; below
`=== problems and advice`, those that it prints with --advise. Leave the lines out, run

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_golden.py

and read what was written. The file's name begins with the code that it is about.
"""

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest
from builders import casebook

from casebook.loading.advice import advise
from casebook.loading.load import load
from casebook.loading.reading import read_files

TESTS = Path(__file__).parent
CASES = sorted((TESTS / "cases").glob("*.yml"))
HOOKS = TESTS.parent / "hooks" / "casebook"
MARK = re.compile(r"^=== problems(?P<advice> and advice)?\n", re.MULTILINE)
SPEAKERS = {"Problem", "problem", "warning", "Finding", "Kind", "PydanticCustomError", "_problem", "_refuse", "_advice"}
"""The functions that get a problem's code as a literal; shape.py returns it, before a message."""
TESTED_ELSEWHERE = {"unreadable": "test_source.py: a tree that every user can read has no such file"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_says_exactly_what_is_wrong(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    mark = MARK.search(text)
    assert mark, f"no line '=== problems' in {path.name}; see the top of {Path(__file__).name}"
    root = casebook(tmp_path, text[: mark.start()])
    problems = sorted([*load(root)[1], *(advise(read_files(root)) if mark["advice"] else [])])
    said = "".join(f"{problem}\n" for problem in problems)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text[: mark.end()] + said, "utf-8")
    else:
        assert said == text[mark.end() :]


def test_the_base_is_valid(tmp_path: Path) -> None:
    assert load(casebook(tmp_path))[1] == []


def test_every_code_has_a_golden_file_named_after_it() -> None:
    named = {code for path in CASES for code in codes() if f"{path.stem}-".startswith(f"{code}-")}
    assert codes() - named - set(TESTED_ELSEWHERE) == set()


def test_every_golden_file_says_the_code_that_it_is_named_after() -> None:
    said = {path.stem: set(re.findall(r"^\S+:\d+: (\S+): ", path.read_text("utf-8"), re.MULTILINE)) for path in CASES}
    assert {stem for stem, found in said.items() if found and not any(stem.startswith(code) for code in found)} == {
        "bad-case-study",
    }
    assert set().union(*said.values()) <= codes()


@cache
def codes() -> set[str]:
    """Every code that loading can give."""
    sources = [*(HOOKS / "loading").rglob("*.py"), HOOKS / "model.py"]
    nodes = [node for path in sources for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    given = [node.args for node in nodes if isinstance(node, ast.Call) and _name(node.func) in SPEAKERS]
    given += [node.value.elts for node in nodes if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    given += [[node.value] for node in nodes if isinstance(node, ast.Assign) and _name(node.targets[0]) == "CODE"]
    return {text for parts in given for text in _literals(parts)[:1] if CODE.fullmatch(text)}


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _literals(parts: list[ast.expr]) -> list[str]:
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]

"""SECURITY.md says what is so: each test that it names exists, and each row but one names some."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (TESTS.parent / "SECURITY.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| who |")
]
NAMED = re.compile(r"`(test_\w+)`")


def functions() -> set[str]:
    nodes = [node for path in TESTS.glob("test_*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_row_says_who_what_how_and_which_test_shows_it() -> None:
    assert {len(row) for row in ROWS} == {4}
    assert [who for who, *_, tests in ROWS if not NAMED.search(tests)] == ["GitHub"]


def test_every_test_that_is_named_exists() -> None:
    assert {name for row in ROWS for name in NAMED.findall(row[3])} - functions() == set()

"""What the YAML parser complains of, in words that somebody who has never met YAML can act on.

To improve a message, add a row to `_ROWS`: the first row fits whose complaint is in the parser's, and whose pattern the
line matches.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from casebook.problem import Problem, Where


class Row(NamedTuple):
    """A complaint of the parser, what its line looks like, and what a person is told."""

    complaint: str
    line: str
    message: str
    hint: str


_VALUE = r"\s*(- +)*([\w-]+: +)?"
_QUOTE = "put the whole text in double quotes"
_NEIGHBOURS = "indent it like the lines beside it, and put text that holds ': ' or begins with a sign in double quotes"
_OWN_LINE = "leave the line out where there is nothing to say, or begin the list on the next line"

_ROWS = [
    Row(
        "mapping values",
        r"\s*(- +)*[\w-]+: +\S.*:( |$)",
        "the text holds a ': ', which makes a key of what is before it",
        _QUOTE,
    ),
    Row("mapping values", "", "a key can't stand here", _NEIGHBOURS),
    Row("expected key", rf"{_VALUE}\[", "text stands behind a ], which closes a list", _QUOTE),
    Row("expected key", rf"{_VALUE}'", "text stands behind a closing quote", "write '' for each ' inside the text"),
    Row("expected key", rf'{_VALUE}"', "text stands behind a closing quote", 'write \\" for each " inside the text'),
    Row("expected key", r"\s*- ", "an item of a list can't stand here", _NEIGHBOURS),
    Row("expected key", "", "the line does not fit those around it", _NEIGHBOURS),
    Row("'-' indicator", "", "the line does not fit the list around it", _NEIGHBOURS),
    Row("scalar cannot start", "", "a text can't begin here", _NEIGHBOURS),
    Row("expected ':'", "", "a line without  key:  stands among keys", "write  key: value, or indent it as text"),
    Row("block sequence", "", "a '-' begins an item of a list, which can't stand behind a key", _OWN_LINE),
    Row("end of stream", "", "a quote is opened here and never closed", 'close it, and write \\" for a quote inside'),
    Row("start any token", r".*\t", "a tab stands where spaces must", "replace each tab by two spaces"),
    Row("start any token", "", "a text can't begin with this character", _QUOTE),
    Row("alphabetic or numeric", "", "a text can't begin with * or &", _QUOTE),
    Row("escape character", "", "a \\ in double quotes begins an escape, and this is none", "write \\\\ for \\"),
    Row("Unicode character", "", "this escape is no character", "type the character itself"),
    Row("',' or ']'", "", "the list opened with [ is not closed", "close it with ]"),
    Row("',' or '}'", "", "what was opened with { is not closed", "close it with }, or put text with commas in quotes"),
    Row("node content", "", "a text can't begin with this character", _QUOTE),
    Row("line break", "", "text stands on the line of | or >", "begin the text on the next line, indented"),
    Row("directive", "", "a line must not begin with %", "remove it, or put the text in double quotes"),
    Row("<document start>", "", "text stands behind the line ... that ends the file", "remove the line ..."),
]
_OTHER = Row("", "", "this can't be read", "compare it with another file of its kind")
_TAB = re.compile(r" *\t")


def words_for(path: str, text: str, complaint: str, line: int, column: int) -> Problem:
    """The parser's complaint in plain words, with the line and a mark under the column (both counted from 0)."""
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    shown = lines[line]
    if _TAB.match(shown):
        return _tab_problem(path, shown, line + 1)
    row = next((row for row in _ROWS if row.complaint in complaint and re.match(row.line, shown)), _OTHER)
    message = f"column {column + 1}: {row.message}"
    return Problem(Where(path, line + 1), "yaml-syntax", message, row.hint, _excerpt(shown, column))


def tab_problems(path: str, text: str, blocks: Iterable[tuple[int, int, int, str]]) -> list[Problem]:
    """The lines indented with tabs, which the parser lets pass in some places. In a block of text a tab is text."""
    if "\t" not in text:
        return []
    in_blocks = {number for first, _, last, _ in blocks for number in range(first + 1, last + 1)}
    lines = enumerate(text.split("\n"), 1)
    return [
        _tab_problem(path, line, n) for n, line in lines if _TAB.match(line) and line.strip() and n not in in_blocks
    ]


def _tab_problem(path: str, line: str, number: int) -> Problem:
    message = "the line must be indented with spaces, not tabs"
    hint = "replace each tab by two spaces"
    return Problem(Where(path, number), "tab-indentation", message, hint, _excerpt(line, line.index("\t")))


def _excerpt(line: str, column: int) -> str:
    """The line, cut around the column where it is long, and a mark below it."""
    start = max(0, column - 60)
    shown = line[start : start + 100].replace("\t", "→")
    return f"{shown}\n{' ' * (column - start)}^"

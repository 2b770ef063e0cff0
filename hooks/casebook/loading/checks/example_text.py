"""What the blank page leaves to be written, and nobody has written yet."""

from collections.abc import Iterator
from typing import Any

from casebook.loading.checks.registry import check_each
from casebook.loading.files import File
from casebook.loading.source import Mapping, Sequence
from casebook.model import Record
from casebook.problem import Problem, shown

MARKER = "REPLACE ME"
"""What a fresh file holds where a person is to write. An example of the model is no such sign: a story may say it."""
CODE = "example-text"


@check_each(Record)
def example_texts_are_replaced(file: File) -> Iterator[Problem]:
    """No text begins with REPLACE ME, as it does in a fresh file; in drafts neither."""
    for line, name, text in _texts(file.source.tree, "an item") if MARKER in file.source.text else ():
        if text.startswith(MARKER):
            message = f"{name} must be written; it is still {shown(text.strip())}"
            yield file.problem(line, CODE, message, "write over it, or delete the line if the field does not apply")


def _texts(node: Any, name: str) -> Iterator[tuple[int, str, str]]:
    """(line, name, text) of every text below a node; an item of a list is named by the list."""
    parts: Any = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, Sequence) else ()
    for key, value in parts:
        named = key if isinstance(node, Mapping) else name
        if isinstance(value, str):
            yield node.lines[key], named, value
        else:
            yield from _texts(value, named if isinstance(node, Mapping) else name)


def without_followers(problems: list[Problem]) -> list[Problem]:
    """The problems without those that an example text only causes: that `REPLACE ME` is no date, no known id, too long.

    One problem a field is left, on the field's own line.
    """
    unwritten = {problem.where for problem in problems if problem.code == CODE}
    return [problem for problem in problems if problem.code == CODE or problem.where not in unwritten]

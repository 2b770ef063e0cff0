"""The synonyms of the search: each stands in one place, and has something to search for."""

import re
from collections.abc import Iterator

from casebook.loading.checks.registry import check_each
from casebook.loading.files import File
from casebook.loading.source import Sequence
from casebook.model import Synonyms
from casebook.problem import Problem, shown

_WORD = re.compile(r"[^\W_]+")
"""As docs/javascripts/search_words.js tells words from the signs between them."""


@check_each(Synonyms)
def synonyms_stand_once(file: File) -> Iterator[Problem]:
    """A synonym holds a letter or a digit, and stands once in the file, whatever its capitals and hyphens."""
    first: dict[str, int] = {}
    for line, text in _synonyms(file):
        words = " ".join(_WORD.findall(text.lower()))
        if not words:
            message = f"a synonym must hold a letter or a digit; got {shown(text)}"
            yield file.problem(line, "bad-synonym", message, "write what people type, or remove it")
        elif words in first:
            message = f"{shown(text)} must stand once among the synonyms; line {first[words]} has it"
            yield file.problem(line, "bad-synonym", message, "join the two lists, or remove one of the two")
        first.setdefault(words, line)


def _synonyms(file: File) -> Iterator[tuple[int, str]]:
    """Every synonym that is a text, with its line."""
    for item in file.items():
        same = item.get("same")
        if isinstance(same, Sequence):
            texts = ((same.lines[index], text) for index, text in enumerate(same))
            yield from ((line, text) for line, text in texts if isinstance(text, str) and text.strip())

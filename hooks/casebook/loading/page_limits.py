"""What makes a hand-written page slow to read for the site generator's Markdown, which people never write.

Its time grows with the square of the brackets of a paragraph and of the headings of a page, and it calls itself for
each level of a list. The limits are far above what the longest page has; they hold in code, too.
"""

import re
from collections.abc import Iterator

from casebook.problem import Problem, Where

MAX_PARAGRAPH = 4000
"""Characters between two empty lines."""
MAX_BRACKETS = 100
"""Of one paragraph: each may begin a link."""
MAX_HEADINGS = 500
MAX_HEADING = 400
"""Characters of a line that begins with #."""
MAX_MARKERS = 20
"""Of quotations and lists, at the beginning of one line."""
MAX_INDENT = 60
_MARKERS = re.compile(rf"(?:[ \t]*(?:>|[*+-][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_MARKERS + 1}}}")
_HEADING = re.compile(r"#|[ \t]*(?:=+|-+)[ \t]*$")


def limit_problems(path: str, lines: list[str], first: int) -> Iterator[Problem]:
    """What is too much on a page whose text begins at the line `first`."""
    headings = 0
    for number, line in enumerate(lines[first - 1 :], first):
        headings += bool(_HEADING.match(line))
        if headings > MAX_HEADINGS:
            message = f"the page must have at most {MAX_HEADINGS} headings and lines"
            yield Problem(Where(path, number), "too-many-parts", message, "make two pages of it")
            break
        if line.startswith("#") and len(line) > MAX_HEADING:
            message = f"a heading must have at most {MAX_HEADING} characters; it has {len(line)}"
            yield Problem(Where(path, number), "too-many-parts", message, "shorten it")
        if _MARKERS.match(line) or len(line) - len(line.lstrip()) > MAX_INDENT:
            message = f"lists and quotations must be nested at most {MAX_MARKERS} deep"
            yield Problem(Where(path, number), "too-deep", message, "remove some of what is before the text")
    for start, size, brackets in _paragraphs(lines, first):
        if size > MAX_PARAGRAPH or brackets > MAX_BRACKETS:
            message = f"a paragraph must have at most {MAX_PARAGRAPH} characters and {MAX_BRACKETS} brackets"
            yield Problem(Where(path, start), "too-many-parts", message, "put an empty line into it")


def _paragraphs(lines: list[str], first: int) -> Iterator[tuple[int, int, int]]:
    """(first line, characters, opening brackets) of each."""
    start = size = brackets = 0
    for number, line in enumerate([*lines[first - 1 :], ""], first):
        if line.strip():
            start = start or number
            size += len(line) + 1
            brackets += line.count("[")
        elif start:
            yield start, size, brackets
            start = size = brackets = 0

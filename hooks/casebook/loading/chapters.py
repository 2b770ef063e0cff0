"""Hand-written Markdown pages -> their front matter, and the links and raw HTML in them with their lines.

The site generator renders these pages with its own Markdown, which reports no lines; what the checks need is found here
by reading the lines outside code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.loading import source
from casebook.loading.source import MAX_SHARED_FILE_BYTES, Source
from casebook.problem import Problem, Where

_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(r"\]\(\s*<?([^\s)>]+)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
_RAW_HTML = re.compile(r"(?<!\\)<(?!(?:https?:|mailto:)[^\s>]*>)(?![^\s@<>]+@[^\s<>]+>)[A-Za-z/!?]")


@dataclass(frozen=True)
class Page:
    """A hand-written page."""

    path: str
    """Relative to the root, with forward slashes."""
    front_matter: Source
    """Its tree is None where the page has none, or where it can't be read."""
    links: list[tuple[int, str]]
    """(line, address as written) of every link."""
    raw_html: list[int]
    """Lines that hold raw HTML."""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def is_chapter(self) -> bool:
        """Whether the page is a chapter of the guide."""
        return self.path.startswith("docs/guide/") and self.path.count("/") == 2

    def where(self, line: int) -> Where:
        """A place in this page."""
        return Where(self.path, line)


def read_page(root: Path, path: str) -> Page:
    """The page at `path` below `root`. Never raises: what is wrong is in its front matter's problems."""
    text, problems = source.read_text(root, path, MAX_SHARED_FILE_BYTES)
    if text is None:
        return Page(path, Source(path, problems=problems), [], [])
    front_matter, first = _front_matter(path, text, problems)
    links, raw_html = [], []
    for number, line in _lines_outside_code(text, first):
        links += [(number, match[1] or match[2]) for match in _LINK.finditer(line)]
        if _RAW_HTML.search(line):
            raw_html.append(number)
    return Page(path, front_matter, links, raw_html)


def _front_matter(path: str, text: str, problems: list[Problem]) -> tuple[Source, int]:
    """The part between two lines `---` at the top, and the number of the first line after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Source(path, problems=problems), 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return source.parse(path, "\n".join(["", *lines[1 : number - 1], ""]), problems), number + 1
    message = "the front matter must end with a line ---"
    return Source(path, problems=[*problems, Problem(Where(path, 1), "front-matter", message, "add the line")]), len(lines) + 1


def _lines_outside_code(text: str, first: int) -> Iterator[tuple[int, str]]:
    """(number, line) of the lines from `first` on that are not in fenced code, code spans blanked out."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if number < first:
            continue
        match = _FENCE.match(line)
        if fence:
            if match and match["mark"].startswith(fence) and line.strip() == match["mark"]:
                fence = ""
        elif match:
            fence = match["mark"]
        else:
            yield number, _CODE_SPAN.sub(lambda code: " " * len(code[0]), line)

"""Hand-written Markdown pages -> their front matter, and the links and raw HTML in them with their lines.

The site generator renders these pages with its own Markdown, which reports no lines; what the checks need is found here
by reading the lines outside code.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from casebook.characters import refused_entities
from casebook.loading import source
from casebook.loading.headings import heading_anchors
from casebook.loading.page_limits import limit_problems
from casebook.loading.source import Source
from casebook.loading.text import read_text
from casebook.problem import Level, Problem, Where

_GUIDE = "docs/guide/"
_TAKEN = "the page must not begin with a word and a colon: the site generator takes the line away as front matter"
_BEHIND = "put front matter between two lines ---, or begin with another word"
_FILL = "write  title: …  between the two lines, or remove them"
_WORKSHEETS = "docs/worksheets/"
_UNMARKED = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,}) *(?:\{.*\}|\.?[\w#.+-]*) *$")
"""What the site generator's Markdown takes for one: what is code here and text there would be checked by nobody."""
_PARAGRAPH_END = re.compile(r"(\n[ \t]*\n)")
_BACKTICKS = re.compile(r"`+")
_TARGET = r"\(\s*<?((?:[^\s()>]|\([^\s()>]*\))+)"
_LINK = re.compile(rf"\]{_TARGET}|^\s{{0,3}}\[(?!\^)[^\]]+\]:\s*<?([^\s>]+)")
_PICTURE = re.compile(rf"!\[[^\[\]]*\]{_TARGET}")
_MAIL = re.compile(r"<([^\s@<>!/?:]+@[^\s<>]+)>")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s>]*)>", re.IGNORECASE)
_RAW_HTML = re.compile(r"(?<!\\)<(?!(?:https?:|mailto:)[^\s>]*>)(?![^\s@<>]+@[^\s<>]+>)[A-Za-z/!?]")


@dataclass(frozen=True)
class Page:
    """A hand-written page."""

    path: str
    """Relative to the root, with forward slashes."""
    front_matter: Source
    """Its tree is None where the page has none, or where it can't be read."""
    links: tuple[tuple[int, str], ...] = ()
    """(line, address as written) of every link."""
    raw_html: tuple[int, ...] = ()
    """Lines that hold raw HTML."""
    pictures: tuple[tuple[int, str], ...] = ()
    """(line, address as written) of every picture."""
    refused_entities: tuple[tuple[int, str], ...] = ()
    """(line, character) of every entity that stands for a character which no text may hold."""
    headings: tuple[str, ...] | None = None
    """The anchors of its headings; None where the page can't be read."""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def is_chapter(self) -> bool:
        """Whether the page is a chapter of the guide."""
        return self._is_in(_GUIDE)

    @property
    def is_worksheet(self) -> bool:
        """Whether the page is a worksheet."""
        return self._is_in(_WORKSHEETS)

    def _is_in(self, folder: str) -> bool:
        return self.path.startswith(folder) and "/" not in self.path.removeprefix(folder)

    @property
    def address(self) -> str:
        """Where the site generator puts it."""
        path = self.path.removeprefix("docs/").removesuffix(".md")
        return path.removesuffix("index") if f"/{path}".endswith("/index") else f"{path}/"

    def problem(self, line: int, code: str, message: str, hint: str, level: Level = Level.ERROR) -> Problem:
        """A problem at a line of this page."""
        return Problem(Where(self.path, line), code, message, hint, level=level)


def read_page(root: Path, path: str) -> Page:
    """The page at `path` below `root`. Never raises: what is wrong is in its front matter's problems."""
    text, problems = read_text(root, path)
    if text is None:
        return Page(path, Source(path, problems=problems))
    front_matter, first = _front_matter(path, text, problems)
    raw = text.split("\n")
    if too_much := list(limit_problems(path, raw, first)):
        front_matter.problems.extend(too_much)
        return Page(path, front_matter)
    lines, open_fence = _lines_outside_code(raw, first)
    if open_fence:
        message = "the code that begins here must end with a line of the same marks"
        front_matter.problems.append(Problem(Where(path, open_fence), "open-code", message, "add the line ```"))
    return Page(
        path,
        front_matter,
        links=tuple((n, link) for n, line in enumerate(lines, 1) for link in _links(line)),
        raw_html=tuple(number for number, line in enumerate(lines, 1) if _RAW_HTML.search(line)),
        pictures=tuple((n, match[1]) for n, line in enumerate(lines, 1) for match in _PICTURE.finditer(line)),
        refused_entities=tuple((n, sign) for n, line in enumerate(lines, 1) for _, sign in refused_entities(line)),
        headings=heading_anchors(
            (now if was else "" for was, now in zip(lines, raw, strict=True)), is_worksheet=path.startswith(_WORKSHEETS)
        ),
    )


def _links(line: str) -> list[str]:
    """Of every form: `[text](address)`, `[name]: address`, `<address>` and `<name@example.org>`."""
    links = [match[1] or match[2] for match in _LINK.finditer(line)]
    if "<" in line:
        links += [*_AUTOLINK.findall(line), *(f"mailto:{mail}" for mail in _MAIL.findall(line))]
    return links


def _front_matter(path: str, text: str, problems: list[Problem]) -> tuple[Source, int]:
    """The part between two lines `---` at the top, and the number of the first line after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
        if _UNMARKED.match(lines[first - 1]):
            problems = [*problems, Problem(Where(path, first), "front-matter", _TAKEN, _BEHIND)]
        return Source(path, problems=problems), 1
    if lines[1:2] and lines[1].rstrip() in ("---", "..."):
        empty = Problem(Where(path, 1), "front-matter", "the front matter must not be empty", _FILL)
        return Source(path, problems=[*problems, empty]), len(lines) + 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return source.parse(path, "\n".join(["", *lines[1 : number - 1], ""]), problems), number + 1
    message = "the front matter, which begins here, must end with a line ---"
    unended = Problem(Where(path, 1), "front-matter", message, "add the line below  title:")
    return Source(path, problems=[*problems, unended]), len(lines) + 1


def _lines_outside_code(lines: list[str], first: int) -> tuple[list[str], int]:
    """The lines, empty where they are front matter or code, spans of code blanked; and where a fence is left open."""
    found: list[str] = []
    fence, opened = "", 0
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line) if number >= first and not fence else None
        is_code = number < first or bool(fence or match)
        if fence and line.rstrip(" ") == fence:
            fence = ""
        elif match:
            fence, opened = match["mark"], number
        found.append("" if is_code else line)
    blanked = "".join(map(_without_code_spans, _PARAGRAPH_END.split("\n".join(found))))
    return blanked.split("\n"), opened if fence else 0


def _without_code_spans(paragraph: str) -> str:
    """A paragraph with blanks for its code: from a run of backticks to the next one of the same length."""
    runs = list(_BACKTICKS.finditer(paragraph))
    closing: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for index in reversed(range(len(runs))):
        length = len(runs[index][0])
        if length in nearest:
            closing[index] = nearest[length]
        nearest[length] = index
    pieces, at, index = [], 0, 0
    while index < len(runs):
        if index in closing:
            start, end = runs[index].start(), runs[closing[index]].end()
            pieces += [paragraph[at:start], re.sub(r"[^\n]", " ", paragraph[start:end])]
            at, index = end, closing[index]
        index += 1
    return "".join([*pieces, paragraph[at:]])

"""Hand-written Markdown pages -> their front matter, and the links and raw HTML in them with their lines.

The site generator renders these pages with its own Markdown, which reports no lines; what the checks need is found here
by reading the lines outside code.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from casebook.loading import source
from casebook.loading.headings import heading_anchors
from casebook.loading.source import Source
from casebook.loading.text import MAX_SHARED_FILE_BYTES, read_text
from casebook.problem import Level, Problem, Where

_GUIDE = "docs/guide/"
_WORKSHEETS = "docs/worksheets/"
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}(?!.*`)|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?((?:[^\s()>]|\([^\s()>]*\))+)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
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
    text, problems = read_text(root, path, MAX_SHARED_FILE_BYTES)
    if text is None:
        return Page(path, Source(path, problems=problems))
    front_matter, first = _front_matter(path, text, problems)
    raw = text.split("\n")
    lines, open_fence = _lines_outside_code(raw, first)
    if open_fence:
        message = "the code that begins here must end with a line of the same marks"
        front_matter.problems.append(Problem(Where(path, open_fence), "open-code", message, "add the line ```"))
    return Page(
        path,
        front_matter,
        links=tuple((n, match[1] or match[2]) for n, line in enumerate(lines, 1) for match in _LINK.finditer(line)),
        raw_html=tuple(number for number, line in enumerate(lines, 1) if _RAW_HTML.search(line)),
        headings=heading_anchors(now if was else "" for was, now in zip(lines, raw, strict=True)),
    )


def _front_matter(path: str, text: str, problems: list[Problem]) -> tuple[Source, int]:
    """The part between two lines `---` at the top, and the number of the first line after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Source(path, problems=problems), 1
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
        match = _FENCE.match(line) if number >= first else None
        is_code = number < first or bool(fence or match)
        if fence and match and match["mark"].startswith(fence) and line.strip() == match["mark"]:
            fence = ""
        elif match and not fence:
            fence, opened = match["mark"], number
        found.append("" if is_code else line)
    blanked = _CODE_SPAN.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), "\n".join(found))
    return blanked.split("\n"), opened if fence else 0

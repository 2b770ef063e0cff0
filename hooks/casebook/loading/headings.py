"""Markdown lines -> the anchors of their headings, as the site generator's own Markdown names them.

So that the check knows the anchors of hand-written pages without rendering them. A test holds this against the built
site; what it can't see (a heading that an extension makes) does not occur there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_HASHED = re.compile(r"#{1,6}(?P<text>(?:\\.|[^\\])*?)#*$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*$")
_NO_HEADING = re.compile(r"\s|[>*+-]\s|\d+\.\s")
"""How a line begins that is code, a quote or a list, so that no line below makes a heading of it."""
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_EMPHASIS = re.compile(r"(?<!\w)(_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")


_THEME_IDS = re.compile(r"content\Z|__|casebook-")
"""Ids that the theme and our templates have on every page; scripts look for some of them."""
_WORKSHEET_IDS = re.compile(r"(?:worksheet|delete-question)\Z|field-|hint-")
"""Those of a worksheet's questions."""


def free_anchor(slug: str, *, is_worksheet: bool) -> str:
    """A heading's anchor, which is none of the theme's or of our templates."""
    is_taken = _THEME_IDS.match(slug) or (is_worksheet and _WORKSHEET_IDS.match(slug))
    return f"section-{slug.lstrip('_')}" if is_taken else slug


def heading_anchors(lines: Iterable[str], *, is_worksheet: bool = False) -> tuple[str, ...]:
    """The anchor of every heading, in order. `lines` are those outside code."""
    taken: dict[str, None] = {}
    last: dict[str, int] = {}
    """How far each name is numbered: very many headings may have one name."""
    for text in _headings(lines):
        anchor = slug = free_anchor(_slug(text), is_worksheet=is_worksheet)
        count = last.get(slug, 0)
        while not anchor or anchor in taken:
            count += 1
            anchor = f"{slug}_{count}"
        taken[anchor] = None
        last[slug] = count
    return tuple(taken)


def _headings(lines: Iterable[str]) -> Iterator[str]:
    """The text of every heading: `# Text`, or a first line of a block with === or --- below it."""
    before, is_first = "", False
    for line in lines:
        if match := _HASHED.match(line):
            yield match["text"]
            before, is_first = "", False
        elif is_first and _UNDERLINE.match(line):
            yield before
            before, is_first = "", False
        else:
            is_first = bool(line.strip()) and not before.strip() and not _NO_HEADING.match(line)
            before = line


def _slug(text: str) -> str:
    """Python-Markdown's rule (markdown.extensions.toc.slugify), over what is left of a heading without its marks."""
    plain = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_only).strip().lower())

"""Contributed Markdown -> safe HTML, and its links for the checks. The only user of the Markdown parser and sanitiser.

Prose is CommonMark, read by GitHub's own parser in its safe mode: raw HTML is replaced by a comment that no text can
produce, because text is escaped. So what is asked of the HTML here is asked of a parser's output, never of a person's
input. To allow an element, add it to `_ELEMENTS`.
"""

import html
import os
import re
from collections.abc import Callable, Iterator, Mapping
from ctypes import CDLL, c_void_p
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import nh3
from cmarkgfm import _cmark
from cmarkgfm.cmark import Options

from casebook import characters, web

MAX_DEPTH = 20
"""How deep elements may be nested: far above what people write, far below what makes the sanitiser slow."""

_OPTIONS = Options.CMARK_OPT_VALIDATE_UTF8
_OMITTED = "<!-- raw HTML omitted -->"
_HREF = re.compile(r'<a href="([^"]*)"')
_LINK = re.compile(r'<a href="([^"]*)"( title="[^"]*")?>')
_HEADING = re.compile(r"<(/?)h[1-6]>")
_NESTING = re.compile(r"<(/?)(?:blockquote|li|ol|ul)\b")
_ELEMENTS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
_PLAIN = re.compile(rf"(?:[^<]++|</?(?:{'|'.join(sorted(_ELEMENTS - {'a', 'br', 'hr'}))})>|<[bh]r />)*+")
"""The parser's output with elements of the list and no attribute at all: cleaning would change nothing of it."""
_CLEANER = nh3.Cleaner(
    tags=_ELEMENTS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", *web.SCHEMES},
    link_rel=None,
)
_OWN_IN_TEXT = re.compile(rf"(\]\(\s*<?|\]:\s*<?)({'|'.join(web.SCHEMES)}):([^\s()<>]+)")
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|]|^[#+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]", re.MULTILINE)
EXTERNAL_REL = "noopener noreferrer nofollow ugc"
"""What browsers and search engines are told of a link that leads elsewhere."""
_HTML_START = re.compile(r"<(?=[A-Za-z/!?])")
_IMAGE_START = re.compile(r"!\[")
_ADDRESS_START = re.compile(r"\]\(\s*<?|\]:\s*<?|<")
_MAX_CANDIDATES = 100
_MANY_MARKERS = re.compile(r"\n(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){10}")

MEANING = "aria-description"
"""The attribute of a link to a term that says what it means: heard beside the link, and shown by the style sheet."""

T = TypeVar("T")
Resolve = Callable[[str, str], str]
"""(scheme, target) of a link of ours -> its address."""
NO_TERMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks ask of a text."""

    links: tuple[str, ...] = ()
    """The addresses of its links, in order."""
    has_raw_html: bool = False
    has_image: bool = False
    is_too_deep: bool = False
    has_refused_entity: bool = False
    """Whether an entity (`&#x202e;`) stands for a character that no text may hold."""


NOTHING = Reading()


def read(text: str) -> Reading:
    """Its links, and whether there is something in it that prose must not hold."""
    has_many_markers = bool(_MANY_MARKERS.search(f"\n{text}"))
    if not has_many_markers and "[" not in text and "<" not in text and "&" not in text:
        return NOTHING
    rendered = _render(text)
    is_too_deep = has_many_markers and _depth(rendered) > MAX_DEPTH
    has_refused_entity = "&" in text and bool(_first_refused(rendered))
    return Reading(_links(text, rendered), _OMITTED in rendered, "<img " in rendered, is_too_deep, has_refused_entity)


def _first_refused(rendered: str) -> re.Match[str] | None:
    return characters.refused(rendered) or characters.DROPPED.search(rendered)


def _render(text: str, options: int = _OPTIONS) -> str:
    """What the parser makes of a text; its own wrapper in Python would keep that in memory until the process ends."""
    encoded = text.encode()
    made = _cmark.lib.cmark_markdown_to_html(encoded, len(encoded), options)
    rendered = str(_cmark.ffi.string(made).decode())
    if _free:
        _free(int(_cmark.ffi.cast("uintptr_t", made)))
    return rendered


def _free_of_system() -> Any:
    """The C library's `free`, where there is one library for all."""
    if os.name != "posix":
        return None
    free = CDLL(None).free
    free.argtypes, free.restype = [c_void_p], None
    return free


_free = _free_of_system()


def _links(text: str, rendered: str) -> tuple[str, ...]:
    """The addresses as written, those that the parser leaves out for safety (`javascript:`) among them."""
    if '<a href=""' in rendered:
        plain = _escaped(text, raw_html_offsets(text)) if _OMITTED in rendered else text
        unsafe = _render(plain, _OPTIONS | Options.CMARK_OPT_UNSAFE)
        rendered = unsafe if _OMITTED not in _render(plain) else rendered
    return tuple(html.unescape(link) for link in _HREF.findall(rendered))


def _depth(rendered: str) -> int:
    depth = deepest = 0
    for match in _NESTING.finditer(rendered):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def with_links(text: str, resolve: Resolve) -> str:
    """The text as Markdown still, its links of ours resolved: for a reader elsewhere, who knows no `lesson:ID`."""
    return _OWN_IN_TEXT.sub(lambda match: match[1] + resolve(match[2], match[3]), text)


def escaped(text: str) -> str:
    """Plain text as Markdown that says it, letter for letter."""
    return _MARKUP.sub(r"\\\g<0>", text)


def to_html(text: str, resolve: Resolve, terms: Mapping[str, str] = NO_TERMS) -> str:
    """The text as HTML of a closed list of elements, its links resolved.

    `resolve` gets (scheme, target) for each link of ours; `terms` has what each term means. A heading becomes a
    paragraph in bold: the page has its own outline. A link that is not allowed loses its address, and of a character
    that is not allowed a mark is left; the checks have refused both before.
    """
    rendered = _render(text)
    if "&" in text and _first_refused(rendered):
        rendered = characters.DROPPED.sub("", characters.FORBIDDEN.sub("\ufffd", rendered))
    if "<h" in rendered:
        rendered = _HEADING.sub(lambda match: "</strong></p>" if match[1] else "<p><strong>", rendered)
    if _PLAIN.fullmatch(rendered):
        return rendered
    clean = _CLEANER.clean(rendered)
    return _LINK.sub(lambda match: _anchor(match, resolve, terms), clean) if "<a " in clean else clean


def _anchor(match: re.Match[str], resolve: Resolve, terms: Mapping[str, str]) -> str:
    """The start of a link: ours resolved, an external one marked, any other without its address."""
    link = html.unescape(match[1])
    title = match[2] or ""
    if own := web.split_well_formed(link):
        meant = f' {MEANING}="{html.escape(terms[own[1]])}"' if own[0] == "term" and own[1] in terms else title
        return f'<a href="{html.escape(resolve(*own))}"{meant}>'
    if web.is_external(link):
        return f'<a href="{match[1]}"{title} rel="{EXTERNAL_REL}">'
    return "<a>"


# Where things stand in a text. The parser doesn't say, so it is asked again with a small change at each candidate;
# this happens only where something is wrong. Beyond a hundred candidates the rest is left unsaid.


def raw_html_offsets(text: str) -> list[int]:
    """Where raw HTML begins: offsets of the `<` that must be written `&lt;`. Code and `<https://...>` are none.

    Each candidate is tried alone, all others escaped, so that one start does not hide the next.
    """
    starts = _candidates(_HTML_START, text)
    return [at for at in starts if _OMITTED in _render(_escaped(text, [other for other in starts if other != at]))]


def refused_entities(text: str) -> list[tuple[int, str]]:
    """(offset, character) of each entity that stands for a character which no text may hold; in code none does."""
    found = _limited(iter(characters.refused_entities(text)))
    return [(at, character) for at, character in found if _shows_more(text, at, character)]


def _shows_more(text: str, at: int, character: str) -> bool:
    """Whether the entity is read as one: without its `&`, the character is there less often."""
    return _render(text).count(character) > _render(f"{text[:at]}&amp;{text[at + 1 :]}").count(character)


def image_offsets(text: str) -> list[int]:
    """Where pictures begin: offsets of their `!`."""
    pictures = _render(text).count("<img ")
    return [
        at
        for at in _candidates(_IMAGE_START, text)
        if _render(f"{text[:at]}&#33;{text[at + 1 :]}").count("<img ") < pictures
    ]


def link_offsets(text: str) -> dict[int, int]:
    """Number of a link (as in `Reading.links`) -> where its address begins."""
    links = read(text).links
    found: dict[int, int] = {}
    for match in _limited(_ADDRESS_START.finditer(text)):
        at = match.end()
        changed = read(f"{text[:at]}x{text[at:]}").links
        if len(changed) == len(links):
            pairs = enumerate(zip(changed, links, strict=True))
            found.update((index, at) for index, (new, old) in pairs if new != old and index not in found)
    return found


def _limited(matches: Iterator[T]) -> list[T]:
    return [match for match, _ in zip(matches, range(_MAX_CANDIDATES), strict=False)]


def _candidates(sign: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in _limited(sign.finditer(text))]


def _escaped(text: str, offsets: list[int]) -> str:
    """The text with `&lt;` for the `<` at each offset."""
    for at in reversed(offsets):
        text = f"{text[:at]}&lt;{text[at + 1 :]}"
    return text

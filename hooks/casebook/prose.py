"""Contributed Markdown -> safe HTML, and its links for the checks. The only user of the Markdown parser and the sanitiser.

Prose is CommonMark, read by GitHub's own parser in its safe mode: raw HTML is replaced by a comment that no text can
produce, because text is escaped. So what is asked of the HTML here is asked of a parser's output, never of a person's
input. To allow an element, add it to `_ELEMENTS`.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options

SCHEMES = ("lesson", "case", "mistake", "tag")
"""The casebook's own links: `lesson:ID`, `case:SLUG` or `case:SLUG#ID`, `mistake:CATEGORY`, `tag:GROUP/TAG`."""

_OPTIONS = Options.CMARK_OPT_VALIDATE_UTF8
_OMITTED = "<!-- raw HTML omitted -->"
_HREF = re.compile(r'<a href="([^"]*)"')
_LINK = re.compile(r'<a href="([^"]*)"( title="[^"]*")?>')
_HEADING = re.compile(r"<(/?)h[1-6]>")
_ELEMENTS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_EXTERNAL = re.compile(r"https?://[^/\s\\@]+(/[^\s\\]*)?\Z|mailto:[^\s?%@]+@[^\s?%@]+\Z", re.IGNORECASE)
_OWN = re.compile(rf"({'|'.join(SCHEMES)}):(.*)\Z", re.DOTALL)
_EXTERNAL_REL = "noopener noreferrer nofollow ugc"
_MAX_RAW_HTML_CANDIDATES = 200

Resolve = Callable[[str, str], str]
"""(scheme, target) of a link of ours -> its address."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks ask of a text."""

    links: list[str]
    """The addresses of its links, in order."""
    has_raw_html: bool
    has_image: bool


def read(text: str) -> Reading:
    """Links, and whether raw HTML or pictures stand in the text."""
    if "[" not in text and "<" not in text:
        return Reading([], False, False)
    rendered = cmarkgfm.markdown_to_html(text, _OPTIONS)
    links = [html.unescape(link) for link in _HREF.findall(rendered)]
    return Reading(links, _OMITTED in rendered, "<img " in rendered)


def split_link(link: str) -> tuple[str, str] | None:
    """(scheme, target) of a link of ours; None for any other link."""
    match = _OWN.match(link)
    return (match[1], match[2]) if match else None


def is_allowed(link: str) -> bool:
    """Whether a link is one of ours, or http, https, or mailto without parameters."""
    return bool(_OWN.match(link) or _EXTERNAL.match(link))


def to_html(text: str, resolve: Resolve) -> str:
    """The text as HTML of a closed list of elements, its links resolved.

    `resolve` gets (scheme, target) for each link of ours. A heading becomes a paragraph in bold: the page has its own
    outline. A link that is not allowed loses its address; the checks have refused it before.
    """
    rendered = cmarkgfm.markdown_to_html(text, _OPTIONS)
    if "<h" in rendered:
        rendered = _HEADING.sub(lambda match: "</strong></p>" if match[1] else "<p><strong>", rendered)
    clean = nh3.clean(
        rendered,
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", *SCHEMES},
        link_rel=None,
    )
    return _LINK.sub(lambda match: _anchor(match, resolve), clean) if "<a " in clean else clean


def _anchor(match: re.Match[str], resolve: Resolve) -> str:
    """The start of a link: ours resolved, an external one marked, any other without its address."""
    link = html.unescape(match[1])
    title = match[2] or ""
    if own := split_link(link):
        return f'<a href="{html.escape(resolve(*own))}"{title}>'
    if _EXTERNAL.match(link):
        return f'<a href="{match[1]}"{title} rel="{_EXTERNAL_REL}">'
    return "<a>"


def raw_html_offsets(text: str) -> list[int]:
    """Where raw HTML begins in a text: offsets of the `<` that must be written `&lt;`.

    A candidate counts when escaping it leaves less HTML in the parser's output, so code spans don't mislead. Beyond
    200 candidates the rest is left unsaid.
    """
    found = []
    count = cmarkgfm.markdown_to_html(text, _OPTIONS).count(_OMITTED)
    shift = 0
    for match in list(re.finditer(r"<(?=[A-Za-z/!?])", text))[:_MAX_RAW_HTML_CANDIDATES]:
        at = match.start() + shift
        escaped = f"{text[:at]}&lt;{text[at + 1 :]}"
        fewer = cmarkgfm.markdown_to_html(escaped, _OPTIONS).count(_OMITTED)
        if fewer != count:
            found.append(match.start())
            text, count, shift = escaped, fewer, shift + 3
        if not count:
            break
    return found

"""Whatever a person writes as Markdown, a reader gets a closed list of elements and addresses: prose and guide pages.

The rules here are the tests' own, and the HTML is read by Python's parser, so that a fault in the code's list or filter
does not hide itself.
"""

import html
import re
import string
from html.parser import HTMLParser
from urllib.parse import urlsplit

import markdown
import nh3
import pytest
from builders import patient
from hostile.payloads import ADDRESSES, HARMLESS, PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from casebook import address, prose, web
from casebook.showing.guide import GuideMarkdown

REL = "noopener noreferrer nofollow ugc"
PLAIN = frozenset(("blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"))
IN_PROSE = {
    **dict.fromkeys(PLAIN, frozenset[str]()),
    "a": frozenset({"href", "title", "rel"}),
    "ol": frozenset({"start"}),
}
IN_PAGES = {
    **IN_PROSE,
    **dict.fromkeys(("thead", "tbody", "tr"), frozenset[str]()),
    "table": frozenset({"class"}),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "sup", "li"), frozenset({"id"})),
    **dict.fromkeys(("td", "th"), frozenset({"style"})),
    "a": frozenset({"href", "title", "rel", "class", "id", "aria-label"}),
    "code": frozenset({"class"}),
    "div": frozenset({"class", "role", "aria-label", "tabindex"}),
    "img": frozenset({"src", "alt", "title"}),
    "p": frozenset({"class"}),
}
CLASSES = re.compile(
    r"casebook-rows|casebook-scroll|headerlink|footnote|footnote-ref|footnote-backref|admonition-title|language-[^\s]*|toc"
    r"|admonition (note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote)"
)
STYLES = {"text-align: left;", "text-align: right;", "text-align: center;"}
EXTENSIONS = ["toc", "tables", "fenced_code", "admonition", "footnotes"]
HOST = set(string.ascii_letters + string.digits + ".-_")


class Elements(HTMLParser):
    """Every element, with its attributes, and whatever is neither an element nor text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.found.append((tag, dict(attrs)))

    def _other(self, data: str) -> None:
        self.others.append(data)

    handle_comment = handle_decl = handle_pi = unknown_decl = _other


def resolve(scheme: str, target: str) -> str:
    return f"/ours/{address.of_link(scheme, target)}"


def is_outside_and_honest(link: str) -> bool:
    """Whether a browser and a reader take an address for the same host, and there is nothing else in it."""
    parts = urlsplit(link)
    if parts.scheme == "mailto":
        name, at, host = parts.path.partition("@")
        return bool(name and at and host) and set(name + host) <= HOST | {"+"} and not parts.query
    has_a_name = bool(re.fullmatch(r"[a-zA-Z]{2,}|(?i:xn--.+)", parts.netloc.partition(":")[0].rpartition(".")[2]))
    return (
        parts.scheme in {"http", "https"}
        and link.lower().startswith(f"{parts.scheme}://{parts.netloc.lower()}")
        and set(parts.netloc.partition(":")[0]) <= HOST
        and "." in parts.netloc
        and has_a_name
        and link.isprintable()
        and not set(link) & set('\\ <>"')
    )


def is_inside(link: str) -> bool:
    """Whether an address can only lead to a page of the same site."""
    path = link.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    return ":" not in path and "\\" not in link and not link.startswith("//") and link.isprintable()


def prose_of(text: str) -> str:
    return prose.to_html(text, resolve)


def page_of(text: str) -> str:
    guide = GuideMarkdown()
    guide.page = "guide/x/"
    return str(markdown.markdown(text, extensions=[*EXTENSIONS, guide]))


def assert_prose_is_safe(text: str) -> None:
    rendered = prose_of(text)
    elements = Elements(rendered)
    assert elements.others == []
    for tag, attributes in elements.found:
        assert set(attributes) <= IN_PROSE[tag]
        link = attributes.get("href")
        if link is not None:
            is_ours = re.fullmatch(r"/ours/[a-z0-9/-]+(#[a-z0-9-]+)?", link)
            assert is_ours or is_outside_and_honest(link), link
            assert attributes.get("rel") == (None if is_ours else REL)
    assert (
        not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]", rendered)
        or "&" not in text
    )


def assert_page_is_safe(text: str) -> None:
    elements = Elements(page_of(text))
    assert elements.others == []
    for tag, attributes in elements.found:
        assert set(attributes) <= IN_PAGES[tag]
        assert CLASSES.fullmatch(attributes.get("class") or "toc")
        assert (attributes.get("style") or "text-align: left;") in STYLES
        assert (attributes.get("role") or "group", attributes.get("tabindex") or "0") == ("group", "0")
        assert not re.match(r"__|content\Z|casebook-", attributes.get("id") or "")
        for link in (attributes.get("href"), attributes.get("src")):
            if link is not None:
                assert is_inside(link) or (tag == "a" and is_outside_and_honest(link)), link
                assert (attributes.get("rel") == REL) == (not is_inside(link))


def test_there_are_more_than_eight_hundred() -> None:
    assert len(set(PAYLOADS)) > 800


@pytest.mark.parametrize("check", [assert_prose_is_safe, assert_page_is_safe])
def test_no_payload_gets_through(check: object) -> None:
    assert callable(check)
    for text in PAYLOADS:
        check(text)


@pytest.mark.parametrize("wanted", HARMLESS)
def test_an_honest_link_stays_one(wanted: str) -> None:
    assert prose_of(wanted).startswith(f'<p><a href="{HARMLESS[wanted]}" rel="{REL}">')
    (link,) = (attributes for tag, attributes in Elements(page_of(wanted)).found if tag == "a")
    assert (link["href"], link["rel"]) in {(html.unescape(HARMLESS[wanted]), REL), (wanted[4:-1], REL)}


@pytest.mark.parametrize("hostile", ADDRESSES)
def test_no_hostile_address_is_one_of_a_source(hostile: str) -> None:
    assert not web.is_web_address(hostile) or is_outside_and_honest(hostile)


def test_what_means_something_to_another_program_is_text() -> None:
    for text in ("{{ 7*7 }}", "{% include 'x' %}", "{0.a}", "{}", "%s", "\\g<0>", "${7*7}", "../../x"):
        shown = html.escape(text, quote=False)
        assert prose_of(text) == f"<p>{shown}</p>\n"
        assert page_of(text) == f"<p>{shown}</p>"


def tokens(text: str) -> tuple[list[tuple[str, dict[str, str | None]]], list[str]]:
    elements = Elements(text)
    return elements.found, elements.others


PIECES = st.sampled_from(
    [*PAYLOADS, "\n", "\n\n", " ", "    ", "- ", "> ", "*", "`", "[a](", ")", "<", "&#", ";", "é", "\u200d"]
)
MARKDOWN = st.lists(PIECES, max_size=6).map("".join) | st.text()


@patient
@given(MARKDOWN)
def test_no_text_gets_through(text: str) -> None:
    assert_prose_is_safe(text)


@patient
@given(MARKDOWN)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = prose_of(text)
    twice = nh3.clean(
        once, tags=set(IN_PROSE), attributes={"a": {"href", "title", "rel"}, "ol": {"start"}}, link_rel=None
    )
    assert tokens(twice) == tokens(once)


@patient
@given(MARKDOWN.filter(lambda text: len(text) < 400))
def test_no_text_of_a_page_gets_through(text: str) -> None:
    assert_page_is_safe(text)


SIGNS = st.text(
    st.sampled_from("ab:/\\@.#?%&;[]()-_~ \t\n\x00\u200d\u202e\u0435\u0445\u3002\uff10") | st.characters(), max_size=40
)


@patient
@given(st.sampled_from(["", "https://", "HTTP://", "mailto:", "lesson:", "//", "https://example.org"]), SIGNS)
def test_no_address_is_taken_for_another(start: str, rest: str) -> None:
    link = start + rest
    assert not web.is_external(link) or is_outside_and_honest(link)
    assert not web.is_relative(link) or is_inside(link)
    own = web.split_well_formed(link)
    assert own is None or re.fullmatch(r"[a-z0-9/#-]+", own[1])


@given(SIGNS)
def test_an_address_is_made_of_plain_signs(slug: str) -> None:
    for make in (address.case_study, address.lesson, address.mistake_category, address.chapter, address.session):
        own = web.split_well_formed(f"lesson:{slug}")
        assert own is None or re.fullmatch(r"[a-z0-9/#-]+", make(own[1]))

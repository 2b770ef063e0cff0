"""Pages -> HTML bodies, through the templates of overrides/pages/.

Contributed text is escaped by the template engine or made safe by `prose`; it is never a template itself. Links are
relative, so a page's depth decides them: the filters `to_…` write `ROOT` before each address, and the finished body
gets the way to the root in its place.

To add a part of pages, write a macro in overrides/parts/: pages call it as a filter. To add a file of them, name it in
`PARTS`.
"""

from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from casebook import address, model, prose
from casebook.loading.load import Casebook
from casebook.showing import cards, policy
from casebook.showing.citing import Site, cite_key, for_bibtex, structured, version_of
from casebook.showing.contact import contact_address
from casebook.showing.dates import day, last_read, month_key, when
from casebook.showing.glance import glance
from casebook.showing.glossary import meanings
from casebook.showing.insights import MIN_COMPARED, cases_of, decision_grid
from casebook.showing.links import Links, decisions_by_id, events_by_id, link
from casebook.showing.moved import moved_parts, with_old_anchors
from casebook.showing.pages import Contents, Kind, Page
from casebook.showing.qr import qr_code
from casebook.showing.templates import Code, Templates, safe

WORDS_A_MINUTE = 220
NO_SITE = Site()

PARTS = (
    *("anchors", "moved", "links", "lists", "events", "cite"),
    *("case/known", "case/lead", "case/marks", "case/drawing", "case/moments", "case/glance", "case/views"),
    *("case/decision_grid", "case/decisions", "case/mistakes", "case/helped", "case/lessons", "case/ending"),
    *("case/around", "lesson/evidence", "lesson/near", "worksheet", "embed", "browse"),
    *("session/story", "session/steps", "session/markdown", "session/qr"),
    *("insights/figures", "insights/decisions", "insights/lessons", "insights/counts"),
)
"""Templates of overrides/parts/ whose macros are filters in those that come after them, and in all pages.

Jinja calls a filter as it is, but looks at each call of a macro for what it should be given, which takes longer than
most of our macros; and a filter of fixed texts, such as a heading, is rendered once, when its template is compiled.
"""
KEPT = ("links",)
"""Parts that show the same wherever they are asked for the same: they are rendered once for each id."""
ROOT = "\x00"
"""Stands for the way from a page to the site's root. The checks let no file hold it, not even as an escape."""


class Renderer:
    """Renders the bodies of one build."""

    def __init__(
        self, templates: "Path | Code", links: Links, edit_base: str = "", contact: str = "", site: Site = NO_SITE
    ) -> None:
        """Prepares to render.

        Args:
            templates: the folder overrides/, or what is compiled of it.
            links: the graph of the casebook.
            edit_base: the address at which the root's files are edited; empty where there is none.
            contact: how to reach the people who run the site: an e-mail address or a page.
            site: what the pages stand on, for those who cite them.
        """
        self._code = templates if isinstance(templates, Code) else Code(templates)
        self._links = links
        self._edit_base = edit_base
        self._contact = contact
        self._site = site
        self._moved = moved_parts(links)

    @cached_property
    def _environment(self) -> Templates:
        made = Templates(self._code)
        made.filters |= FILTERS
        made.filters |= _of_site(self._site)
        made.globals.update(
            address=address,
            words=model,
            links=self._links,
            book=self._links.casebook,
            edit=self._edit,
            policy=policy,
            contact=self._contact,
            site=self._site,
            site_url=self._site.at(""),
            moved_parts=self._moved.away,
            MIN_COMPARED=MIN_COMPARED,
            contact_address=contact_address(self._contact),
        )
        made.filters["prose"] = partial(to_html, terms=meanings(self._links.casebook))
        for part in PARTS:
            macros = made.macros(f"parts/{part}.html")
            made.filters |= {name: cache(macro) if part in KEPT else macro for name, macro in macros.items()}
        return made

    def prepare(self) -> None:
        """Does now what the first body would do, so that a second process need not."""
        self._environment  # noqa: B018  it is made where it is first asked for

    def compile_pages(self) -> None:
        """Compiles the templates of all pages."""
        for kind in Kind:
            self._environment.get_template(f"pages/{kind.template}")

    def body(self, page: Page, **more: Any) -> str:
        """The page's body, from its breadcrumbs to its neighbours."""
        return self.encoded_body(page, **more).decode()

    def encoded_body(self, page: Page, **more: Any) -> bytes:
        """The same as it is written.

        A text with one sign that is not Latin is slow to search and to encode; so each piece is encoded alone.
        """
        template = self._environment.get_template(f"pages/{page.kind.template}")
        body = b"".join(map(str.encode, template.generate(page=page, **page.show, **more)))
        if old := self._moved.within.get(page.address):
            body = with_old_anchors(body.decode(), old, self._environment.filters["old_anchors"]).encode()
        return body.replace(ROOT.encode(), b"../" * address.depth(page.address))

    def document(self, template: str, here: str, **show: Any) -> str:
        """A file at the address `here` that is no page of the theme."""
        return self._environment.get_template(template).render(**show).replace(ROOT, "../" * address.depth(here))

    def contents(self, contents: tuple[Contents, ...]) -> str:
        """The entries of a table of contents, as the theme's sidebar wants them."""
        return self._environment.get_template("parts/contents.html").render(contents=contents)

    def _edit(self, path: str) -> str:
        """Where a file of the project is edited; empty where nobody said where."""
        return self._edit_base + path if self._edit_base and path else ""


def compile_pages(code: Code) -> None:
    """Compiles what all pages need: that can be done before anything is known of what they will show."""
    Renderer(code, link(Casebook())).compile_pages()


def _link_to(make: Callable[..., str]) -> Callable[..., str]:
    """A filter: from the ids of a page to the link that leads to it."""
    return lambda *ids: ROOT + make(*ids)


_resolve = _link_to(address.of_link)


def to_html(text: str, terms: Mapping[str, str]) -> Markup:
    """Contributed Markdown as safe HTML."""
    return safe(prose.to_html(text, _resolve, terms))


def _of_site(site: Site) -> dict[str, Callable[..., str]]:
    """The filters that need to know where the site stands: for what is read elsewhere."""
    return {
        "absolute": site.at,
        "version": lambda page: version_of(page, site),
        "structured": lambda page: Markup(structured(page, site)),  # noqa: S704  no sign in it could end a script
        "with_whole_links": lambda text: prose.with_links(text, lambda *own: site.at(address.of_link(*own))),
    }


def plural(count: int, one: str, many: str = "") -> str:
    """`1 case`, `2 cases`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def in_words(count: int) -> str:
    """A number of things: below five in words, so that it does not pass for a figure."""
    return ("none", "one", "two", "three", "four")[count] if count < MIN_COMPARED else str(count)


def is_read_in_part(case: model.CaseStudy) -> bool:
    """Whether any of a case's sources was not read whole."""
    return any(source.read is model.Read.PART for source in case.sources)


def reading_minutes(spaces: int) -> int:
    """How many minutes a text with so many spaces takes to read, at 220 words a minute; at least one."""
    return max(1, round(spaces / WORDS_A_MINUTE))


FILTERS: dict[str, Callable[..., Any]] = {
    "card_height": cards.height,
    "as_of": last_read,
    "cases_of": cases_of,
    "cite_key": cite_key,
    "cited_lesson": address.cited_lesson,
    "day": day,
    "decisions_by_id": decisions_by_id,
    "drawn": glance,
    "events_by_id": events_by_id,
    "for_bibtex": for_bibtex,
    "for_markdown": prose.escaped,
    "grid_of": decision_grid,
    "in_words": in_words,
    "is_read_in_part": is_read_in_part,
    "month_key": month_key,
    "plural": plural,
    "qr_code": qr_code,
    "reading_minutes": reading_minutes,
    "session_address": address.session,
    "to": _link_to(str),
    "to_browse": _link_to(address.browse),
    "to_case": _link_to(address.case_study),
    "to_category": _link_to(address.mistake_category),
    "to_chapter": _link_to(address.chapter),
    "to_handout": _link_to(address.handout),
    "to_lesson": _link_to(address.lesson),
    "to_session": _link_to(address.session),
    "to_worksheet": _link_to(address.worksheet),
    "to_tag": _link_to(address.tag),
    "when": when,
}

"""What MkDocs calls a page: those that are made from the data, and what is made of those that are written by hand.

Converting Markdown is slow, so what was made of a page is kept from build to build (`to_json`, `take`).
"""

import copy
import html
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme
from mkdocs.utils.meta import get_data

from casebook.digests import version
from casebook.showing import frame
from casebook.showing.pages import Contents, Page, Step

_NOTHING = jinja2.Template("")


class CasebookPage(MkDocsPage):
    """A page that is made from the data: its body is ready when the theme asks for it."""

    toc_html: str

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(page.title), file, config)  # the theme's navigation prints it as HTML
        self.page = page
        self.heading = page.title
        self.description = page.description
        self.toc_html = ""

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  MkDocs' signature
        """There is no Markdown."""
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  MkDocs' signature
        """The body waits until the page is written, so that not all bodies are in memory at once."""
        self.content = ""


def file_of(page: Page, config: MkDocsConfig) -> File:
    """A file for a page, with the page in it."""
    file = unlisted(page, config)
    if page.kind.index == page.address:
        file.inclusion = InclusionLevel.INCLUDED
    CasebookPage(page, file, config)
    return file


def unlisted(page: Page, config: MkDocsConfig) -> File:
    """A file for a page that is not in the navigation."""
    return File.generated(config, _src_uri(page), content="", inclusion=InclusionLevel.NOT_IN_NAV)


def _src_uri(page: Page) -> str:
    """The Markdown file that MkDocs is to believe in."""
    return f"{page.address}index.md"


def to_json(page: MkDocsPage) -> dict[str, Any]:
    """What MkDocs has made of a page's Markdown."""
    return {
        "content": page.content,
        "title": page._title_from_render,  # noqa: SLF001  MkDocs keeps it there
        "toc": _entries(page.toc),
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
    }


def take(page: MkDocsPage, made: Any, files: Files) -> bool:
    """Gives a page what `to_json` says; whether it can be used."""
    with suppress(LookupError, TypeError, AttributeError):
        page.links_to_anchors = {files.src_uris[path]: links for path, links in made["links"].items()}
        page.present_anchor_ids = set(made["anchors"])
        page.toc = TableOfContents(list(_anchor_links(made["toc"])))
        page._title_from_render = made["title"]  # noqa: SLF001  as above
        page.content = made["content"]
        return True
    return False


def _entries(links: Iterable[AnchorLink]) -> list[Any]:
    return [(link.title, link.id, link.level, _entries(link.children)) for link in links]


def _anchor_links(entries: Iterable[Any]) -> Iterator[AnchorLink]:
    for title, id_, level, below in entries:
        link = AnchorLink(title, id_, level)
        link.children = list(_anchor_links(below))
        yield link


class _Counting(logging.Handler):
    count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  the library's signature
        self.count += 1


@contextmanager
def listening() -> Iterator[_Counting]:
    """Counts what MkDocs says meanwhile."""
    logger, handler = logging.getLogger("mkdocs"), _Counting(logging.INFO)
    handler.count = 0 if logger.isEnabledFor(logging.INFO) else 1  # what is not heard may have been said
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)


def version_of_page(page: MkDocsPage, theme: str) -> str:
    """What the theme's whole page depends on, as a digest. `theme` is what all pages of the theme depend on."""
    shown = ("title", "heading", "description", "toc_html", "content", "edit_url", "canonical_url")
    return version(theme, page.url, repr(page.meta), *(str(getattr(page, name, "")) for name in shown))


def outline(nav: Navigation) -> str:
    """The navigation as the theme shows it, as text."""
    return repr(list(_outline(nav.items)))


def _outline(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield (
            str(item.title),
            getattr(item, "url", ""),
            getattr(item, "meta", None),
            list(_outline(item.children or ())),
        )


def write_nothing(page: MkDocsPage) -> None:
    """Has MkDocs write no file for a page."""
    page.meta = {**page.meta, "template": _NOTHING}


def marked(page: CasebookPage) -> CasebookPage:
    """A copy of a page with a mark in each slot of its frame."""
    whole = copy.copy(page)
    for slot in frame.SLOTS:
        setattr(whole, slot, frame.mark(slot))
    return whole


def step(page: MkDocsPage | None, beside: MkDocsPage) -> Step | None:
    """A neighbour in the same section of the navigation, which may not be read yet; None for any other."""
    if page is None or page.parent is not beside.parent:
        return None
    title = get_data(page.file.content_string)[1].get("title")
    return Step(str(title or page.title), page.url)


def contents(links: list[AnchorLink]) -> tuple[Contents, ...]:
    """MkDocs' table of contents as ours. Its titles are HTML-escaped."""
    return tuple(Contents(html.unescape(item.title), item.id, contents(item.children)) for item in links)


class _Loader(jinja2.FileSystemLoader):
    """Finds what the theme's own loader finds; where it lists, it leaves out what MkDocs would leave out.

    These are hidden folders: the theme has one with more than ten thousand icons.
    """

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for place in self.searchpath:
            for folder, below, names in os.walk(place):
                if folder == place:
                    below[:] = [name for name in below if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(place).as_posix() for name in names}
        return sorted(found)


def list_no_icons(theme: Theme) -> None:
    """Saves MkDocs from listing what it would leave out."""
    make = theme.get_env

    def get_env() -> jinja2.Environment:
        env = make()
        env.loader = _Loader(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]

"""Guide chapters and other hand-written pages: what the site generator's Markdown must do for the casebook.

Links of ours (`lesson:ID` and its siblings) become addresses, in the tree, so that code stays as it is. Raw HTML is no
markup here: it is shown as text. A link or picture with a scheme that is not allowed loses its address. A table that is
wider than its page can be scrolled, by the keyboard too.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from casebook import address, prose

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)


class GuideMarkdown(Extension):
    """Python-Markdown as the casebook's pages want it. One object serves one build; `page` says which page is next."""

    def __init__(self, terms: Mapping[str, str] = prose.NO_TERMS) -> None:
        """`terms`: what each term of the glossary means."""
        super().__init__()
        self.terms = terms

    page = ""
    """The address of the page that is rendered next: links are relative to it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        """Called by Python-Markdown for every page."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After the site generator's own treatment of relative links (priority 0), which would take ours for files.
        md.treeprocessors.register(_Links(md, self), "casebook_links", -10)
        md.treeprocessors.register(_Tables(md), "casebook_tables", -20)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, extension: GuideMarkdown) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.get("class") == "headerlink":
                element.set("aria-label", "Link to this section")
            for attribute in ("href", "src"):
                link = element.get(attribute)
                if link is not None:
                    self._mend(element, attribute, link)

    def _mend(self, element: Element, attribute: str, link: str) -> None:
        if attribute == "href" and (own := prose.split_link(link)):
            element.set("href", address.relative(self._extension.page, address.of_link(*own)))
            if own[0] == "term" and own[1] in self._extension.terms:
                element.set(prose.MEANING, self._extension.terms[own[1]])
        elif _SCHEME.match(link) and (attribute == "src" or not prose.is_allowed(link)):
            del element.attrib[attribute]


class _Tables(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, table in enumerate(parent):
                if table.tag == "table":
                    parent[index] = self._scrollable(table)

    def _scrollable(self, table: Element) -> Element:
        """A class keeps the theme's script from wrapping it again: what that makes, the keyboard can't scroll."""
        table.set("class", "casebook-rows")
        names = {"class": "casebook-scroll", "role": "group", "aria-label": "Table", "tabindex": "0"}
        wrapper = Element("div", names)
        wrapper.append(table)
        wrapper.tail, table.tail = table.tail, None
        return wrapper

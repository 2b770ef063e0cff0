"""Guide chapters and other hand-written pages: what the site generator's Markdown must do for the casebook.

Links of ours (`lesson:ID` and its siblings) become addresses, in the tree, so that code stays as it is. Raw HTML is no
markup here: it is shown as text. A link or picture that the one filter for links doesn't know loses its address, and a
strict build stops at it. Ids and classes that a text can choose are kept apart from the theme's. A table that is wider
than its page can be scrolled, by the keyboard too.
"""

import html
import logging
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from casebook import address, prose, web
from casebook.loading.headings import free_anchor
from casebook.problem import shown

ADMONITIONS = frozenset(
    {
        *("note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug"),
        *("example", "quote"),
    },
)
"""The kinds that the theme has a colour for: other words behind `!!!` are no class here."""
_log = logging.getLogger("mkdocs.plugins.casebook")  # below the site generator's own, whose strict mode counts warnings


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
        if "toc" in md.treeprocessors:
            md.treeprocessors["toc"].slugify = self._free_id  # type: ignore[attr-defined]  # the extension's
        if "fenced_code_block" in md.preprocessors:
            md.preprocessors["fenced_code_block"].handle_attrs = _no_attributes  # type: ignore[attr-defined]  # as above
        # After the site generator's own treatment of relative links (priority 0), which would take ours for files.
        md.treeprocessors.register(_Links(md, self), "casebook_links", -10)
        md.treeprocessors.register(_Tables(md), "casebook_tables", -20)

    def _free_id(self, text: str, separator: str) -> str:
        """A heading's id, which is none of the theme's or of our templates."""
        return free_anchor(slugify(text, separator), is_worksheet=self.page.startswith(address.WORKSHEETS))


def _no_attributes(_: object) -> tuple[str, list[str], dict[str, str]]:
    """What stands in braces behind ``` gives code no id and no class."""
    return "", [], {}


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, extension: GuideMarkdown) -> None:
        super().__init__(md)
        self._extension = extension
        self._left_out: dict[str, None] = {}

    def run(self, root: Element) -> None:
        """Mends the page's elements, and says which addresses were left out."""
        for element in root.iter():
            if element.get("class") == "headerlink":
                element.set("aria-label", "Link to this section")
                element.set("data-pagefind-ignore", "")
            elif (classes := element.get("class", "")).startswith("admonition "):
                kind = next((word for word in classes.split() if word in ADMONITIONS), "note")
                element.set("class", f"admonition {kind}")
            for attribute in ("href", "src"):
                link = element.get(attribute)
                if link is not None:
                    self._mend(element, attribute, link)
        for link in self._left_out:
            _log.warning("/%s: %s leads nowhere that is allowed, and is left out", self._extension.page, link)

    def _mend(self, element: Element, attribute: str, written: str) -> None:
        link = html.unescape(written.replace(AMP_SUBSTITUTE, "&"))  # as a browser reads it
        if attribute == "href" and (own := web.split_well_formed(link)):
            element.set("href", address.relative(self._extension.page, address.of_link(*own)))
            if own[0] == "term" and own[1] in self._extension.terms:
                element.set(prose.MEANING, self._extension.terms[own[1]])
        elif attribute == "href" and web.is_external(link):
            element.set("rel", prose.EXTERNAL_REL)
        elif not web.is_relative(link):
            del element.attrib[attribute]
            self._left_out[shown(link)] = None


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

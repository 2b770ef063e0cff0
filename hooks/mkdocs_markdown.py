"""The Markdown of hand-written pages: each is converted once, and what came of it is kept from build to build.

Where all of them are to be converted, two processes share them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

import mkdocs_pages
from casebook.beside import Beside, Told, Turns
from casebook.digests import version
from casebook.showing.guide import GuideMarkdown
from casebook.showing.made import Made

MIN_PAGES_FOR_TWO = 8
"""Below this a second process costs more than it saves."""

_Converted: TypeAlias = tuple[str, Any]
"""The key of a page, and what came of it; None where there is something to say of it."""


class Conversion:
    """What becomes of the Markdown of one build."""

    def __init__(self, made: Made, terms: Mapping[str, str]) -> None:
        """Begins with what is kept.

        Args:
            made: keeps what comes of each page.
            terms: what each term of the glossary means.
        """
        self.extension = GuideMarkdown(terms)
        self._made = made
        self._decides = ""
        """A digest of what decides what becomes of Markdown: no template does."""
        self._shared: frozenset[str] = frozenset()
        """The paths of the pages that two processes share."""
        self._turns: Iterator[int] = iter(())
        self._second: Beside[_Converted] | None = None

    def begin(self, program: str, config: MkDocsConfig, files: Files, *, may_fork: bool) -> None:
        """Begins to convert in a second process, if nothing that is kept can be used.

        Args:
            program: a digest of what decides what becomes of Markdown, but for the terms and the names of the files.
            config, files: MkDocs' own; its pages are not read yet.
            may_fork: whether there may be a second process.
        """
        self._decides = version(program, repr(self.extension.terms), *sorted(files.src_uris))
        is_known = self._made.get(self._decides)
        self._made.put(self._decides, True)
        pages = [file.page for file in files.documentation_pages() if file.page]
        pages = [page for page in pages if not isinstance(page, mkdocs_pages.CasebookPage)][: Turns.MOST]
        if may_fork and not is_known and len(pages) >= MIN_PAGES_FOR_TWO:
            self._shared = frozenset(page.file.src_uri for page in pages)
            turns = Turns(len(pages))
            self._second = Beside(partial(self._convert_from_the_end, pages, turns, config, files))
            self._turns = iter(turns)

    def convert(self, page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
        """Gives a page what becomes of its Markdown."""
        key = self._key(page)
        if self._second:
            self._take(self._second.arrived())
            if self._is_for_the_second(page) and not self._made.get(key):
                self._take(self._second.rest(), until=key)
        if not mkdocs_pages.take(page, self._made.get(key), files):
            made = self._converted(page, config, files)
            if made:  # else it is to be said in each build
                self._made.put(key, made)

    def stop(self) -> None:
        """Ends the second process, if there is one."""
        if self._second:
            self._second.stop()

    def _key(self, page: MkDocsPage) -> str:
        return version(self._decides, page.file.src_uri, page.markdown or "")

    def _converted(self, page: MkDocsPage, config: MkDocsConfig, files: Files) -> Any:
        """Converts a page, and gives what came of it; None where something was said meanwhile."""
        self.extension.page = page.url
        with mkdocs_pages.listening() as said:
            MkDocsPage.render(page, config, files)
        return None if said.count else mkdocs_pages.to_json(page)

    def _is_for_the_second(self, page: MkDocsPage) -> bool:
        """Whether the second process has taken a page: it begins at the end, as MkDocs does at the beginning."""
        return page.file.src_uri in self._shared and next(self._turns, None) is None

    def _take(self, arrived: Iterator[_Converted], until: str = "") -> None:
        """Takes what the second process has made, to its end or to the page of this key."""
        for key, made in arrived:
            if made:
                self._made.put(key, made)
            if key == until:
                break

    def _convert_from_the_end(
        self, pages: Sequence[MkDocsPage], turns: Turns, config: MkDocsConfig, files: Files, _: Told
    ) -> Iterator[_Converted]:
        for page, _turn in zip(reversed(pages), turns, strict=False):
            page.read_source(config)
            yield self._key(page), self._converted(page, config, files)

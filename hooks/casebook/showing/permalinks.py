"""Every address of the site as it is now, with the anchors of each page: what `case_studies/permalinks.txt` must list.

The check of what was lost reads the files alone (`loading/checks/permanence.py`); what is new is known from the pages.
"""

from collections.abc import Iterator

from casebook import address
from casebook.loading.files import Files
from casebook.loading.permalinks import as_file
from casebook.model import CaseStudy
from casebook.showing.links import Links
from casebook.showing.pages import ADDED_CONTENTS, Contents, Kind, Page, handwritten, pages


def published(links: Links, files: Files) -> Iterator[str]:
    """Every page that readers meet, and every part of it, as addresses with a leading slash."""
    for page in pages(links):
        if page.kind is not Kind.REDIRECT:
            yield from _with_parts(page.address, anchors_of(page))
    for written in files.pages.values():
        folder, _, stem = written.path.removeprefix("docs/").removesuffix(".md").rpartition("/")
        added = ADDED_CONTENTS.get(handwritten(links, stem, folder), ())
        yield from _with_parts(written.address, [*(written.headings or ()), *_listed(added)])


def updated(links: Links, files: Files) -> str:
    """The file's text with all that is new. What was published stays in it, but for the parts of a withdrawn case."""
    gone = {f"/{address.case_study(slug)}" for slug in links.casebook.withdrawn}
    gone |= {f"/{address.case_study(old)}" for case in links.casebook.withdrawn.values() for old in case.aliases}
    return as_file(files.permalinks.without_parts_of(gone).union(published(links, files)))


def anchors_of(page: Page) -> Iterator[str]:
    """The anchors of a page that is made from the data."""
    yield from _listed(page.contents)
    if page.kind is Kind.LESSON:
        yield from ("supports", "complicates")  # they are there, and say so, where no case does
    if page.kind is Kind.CASE:
        yield from _parts_of_a_case(page.show["case"])


def _parts_of_a_case(case: CaseStudy) -> Iterator[str]:
    """Those that its table of contents leaves out."""
    yield from (event.id for event in case.timeline if event.id)
    yield from (view.id for view in case.views)
    yield from (address.cited_lesson(cited.lesson) for cited in case.lessons if cited.lesson)


def _listed(contents: tuple[Contents, ...]) -> Iterator[str]:
    for entry in contents:
        yield entry.anchor
        yield from _listed(entry.parts)


def _with_parts(page: str, anchors: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"/{page}"
    yield from (f"/{page}#{anchor}" for anchor in anchors)

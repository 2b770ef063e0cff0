"""The anchors of every page of the site, known from the files: what an address may name behind its #.

Sections that the site itself makes come and go with what there is to show; their names are promised for each kind of
page. To add a section to a kind of page, name it here, or a test fails.
"""

from casebook import address
from casebook.loading.chapters import Page
from casebook.loading.files import SECTIONS, Files
from casebook.model import Status

LISTINGS = (
    *(address.HOME, address.BROWSE, address.LESSONS, address.MISTAKES, address.TAGS),
    *(address.GUIDE, address.SESSIONS, address.INSIGHTS, address.WORKSHEETS, address.GLOSSARY),
)
"""The pages that lead to many others; all but the first are made of no one file."""
OF_A_LESSON = frozenset(
    ("lesson", "applies", "try", "worksheets", "mistakes", "helped", "supports", "complicates", "guide", "near")
)
OF_A_SESSION = frozenset(("steps", "story", "questions", "if-short", "room", "cases"))
OF_A_WORKSHEET = frozenset(("worksheet",))
OF_PAGES = {
    address.ABOUT: frozenset(("outcomes", "contact")),
    address.INSIGHTS: frozenset(
        ("how-to-read", "mistakes", "stages", "decisions", "outcomes", "evidence", "contested", "together", "helped")
    ),
}
"""The sections of single pages."""
SECTION_NAMES = SECTIONS.union(OF_A_LESSON, OF_A_SESSION, OF_A_WORKSHEET, *OF_PAGES.values())
"""All of them."""

Anchors = frozenset[str] | set[str] | None
"""None where nothing should be said of a page's anchors: a file that can't be read, a case that was taken down."""


def page_anchors(files: Files) -> dict[str, Anchors]:
    """The address (with a leading slash) of every page that readers meet, and its anchors. Drafts are left out."""
    found: dict[str, Anchors] = {page: OF_PAGES.get(page, frozenset()) for page in LISTINGS}
    for slug, file in files.cases.items():
        if file.facts.status is not Status.DRAFT:
            is_gone = file.facts.status is Status.WITHDRAWN
            found[address.case_study(slug)] = None if is_gone else files.parts(slug)
    found |= {address.lesson(name): OF_A_LESSON for name in files.lessons}
    found |= {address.session(name): OF_A_SESSION for name in files.sessions}
    found |= {address.handout(name): frozenset() for name in files.sessions}
    found[address.GLOSSARY] = set(files.glossary.facts.anchors) if files.glossary else frozenset()
    found |= {address.mistake_category(name): frozenset() for name in files.categories or ()}
    found |= {address.tag(group, tag): frozenset() for group, tags in (files.tag_groups or {}).items() for tag in tags}
    found |= {page.address: _of_written(page) for page in files.pages.values()}
    return {f"/{page}": anchors for page, anchors in found.items()}


def _of_written(page: Page) -> Anchors:
    if page.headings is None:
        return None
    sections = OF_A_WORKSHEET if page.is_worksheet else OF_PAGES.get(page.address, frozenset())
    return sections.union(page.headings)

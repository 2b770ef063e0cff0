"""What a page depends on, as a digest: a page of the same version comes out as it did before.

The body of a page depends on the program (code, templates, packages, settings), on the names of everything that pages
link to, on its own title and neighbours, on the files whose records it shows (`Page.rests_on`), on its old anchors, and
on the day of the version, with which it is cited.
"""

from collections.abc import Iterable, Mapping

from casebook.digests import version
from casebook.showing.citing import Site, version_of
from casebook.showing.links import Links
from casebook.showing.moved import moved_parts
from casebook.showing.pages import Kind, Page


def digest_of_names(links: Links) -> str:
    """A digest of what any page may say of another by its id: titles, labels, what a lesson says and a term means."""
    book = links.casebook
    return version(
        *(f"{id_}\n{lesson.title}\n{lesson.short}" for id_, lesson in book.lessons.items()),
        *(f"{id_}\n{category.title}" for id_, category in book.categories.items()),
        *(repr((group.id, group.title, group.tags)) for group in book.tag_groups.values()),
        *(f"{id_}\n{session.title}" for id_, session in book.sessions.items()),
        *(f"{id_}\n{term.short}" for id_, term in book.terms.items()),
        *(f"{stem}\n{chapter.front_matter.title}" for stem, chapter in book.chapters.items()),
        *(f"{stem}\n{sheet.front_matter.title}" for stem, sheet in book.worksheets.items()),
    )


def versions_of(pages: Iterable[Page], links: Links, program: str, site: Site) -> dict[str, str]:
    """Address of a page -> what its body depends on."""
    everywhere = version(program, digest_of_names(links))
    parts = moved_parts(links)
    files: Mapping[str, str] = links.casebook.versions
    return {
        page.address: version(
            everywhere,
            page.kind.name,
            page.address,
            page.title,
            page.description,
            page.source,
            "" if page.kind is Kind.REDIRECT else version_of(page, site),
            *(f"{step.title}\n{step.address}" if step else "" for step in (*page.crumbs, page.previous, page.next)),
            *(files.get(one, one) for one in page.rests_on),
            *(repr(moved[page.address]) for moved in (parts.within, parts.away) if page.address in moved),
        )
        for page in pages
    }

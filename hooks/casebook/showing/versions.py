"""What a page depends on, as a digest: a page of the same version comes out as it did before.

The body of a page depends on the program (code, templates, packages, settings), on the names of everything that pages
link to, on its own title and neighbours, on the files whose records it shows (`Page.rests_on`), on its old anchors, and
on the day of the version, with which it is cited.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from casebook.digests import digest
from casebook.showing.citing import Site, version_of
from casebook.showing.links import Links
from casebook.showing.moved import moved_parts
from casebook.showing.pages import Kind, Page

INPUTS = ("mkdocs.yml", "case_studies", "docs", "overrides", "hooks")
"""What a site is made from, below the project's root."""
PROGRAM = ("overrides", "hooks")
"""What of it decides how a body looks, whatever is in it."""
_LEFT_OUT = ("/__pycache__", "/case_studies/schema")
"""What the program itself writes there."""


def version(*parts: bytes | str) -> str:
    """A digest of parts, in their order and each for itself, as text."""
    return digest(*parts).hex()


def digests_of_inputs(root: Path) -> dict[str, str]:
    """Each of `INPUTS` -> a digest of the files below `root` that are called or stand below it: of paths and bytes."""
    return {name: version(*_paths_and_bytes(root, name)) for name in INPUTS}


def _paths_and_bytes(root: Path, name: str) -> Iterator[bytes | str]:
    for path in _regular(f"{root}/{name}"):
        yield path[len(str(root)) :]
        with open(path, "rb") as file:  # noqa: PTH123  there are very many
            yield file.read()


def _regular(path: str) -> Iterator[str]:
    """The ordinary file at a path, or those below it, in their order; of links and the like nothing is read."""
    if not os.path.isdir(path):  # noqa: PTH112  as above
        if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114  as above
            yield path
        return
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.is_file(follow_symlinks=False):
            yield entry.path
        elif entry.is_dir(follow_symlinks=False) and not entry.path.endswith(_LEFT_OUT):
            yield from _regular(entry.path)


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

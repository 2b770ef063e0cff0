"""Parts of pages that moved: an empty anchor at the new place, or a line that leads to it, where that is another page.

A redirect of a whole page is a page of its own (`pages.py`); a browser never tells a server what is behind the #, so a
part's old name must be on the page at which its reader arrives.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from casebook import address
from casebook.showing.links import Links
from casebook.showing.pages import moved


@dataclass(frozen=True)
class MovedParts:
    """The old anchors of pages, by the page's address."""

    within: dict[str, dict[str, list[str]]]
    """New anchor on the same page -> old ones."""
    away: dict[str, dict[str, str]]
    """Old anchor -> address of the part, or of the page, that has its place."""


def moved_parts(links: Links) -> MovedParts:
    """All that redirects.yml says of parts. One that leads to the top of its own page needs nothing."""
    within: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    away: dict[str, dict[str, str]] = defaultdict(dict)
    pages = {old: new.partition("#")[0] for old, new in moved(links).items()}
    for redirect in links.casebook.redirects:
        path, is_part, old = redirect.from_.lstrip("/").partition("#")
        if not is_part:
            continue
        target = redirect.to.lstrip("/")
        page, _, new = target.partition("#")
        here = pages.get(path, path)
        if page != here:
            away[here][old] = target
        elif new:
            within[here][new].append(old)
    for case, name, old in _renamed_lessons(links, pages):
        within[address.case_study(case)][address.cited_lesson(name)].append(address.cited_lesson(old))
    return MovedParts({page: dict(parts) for page, parts in within.items()}, dict(away))


def _renamed_lessons(links: Links, pages: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(case, lesson, former id) of every case that cites a lesson which had another id once."""
    for name, evidence in links.lessons.items():
        page = address.lesson(name)
        for old in (old for old, new in pages.items() if new == page and old.startswith(address.LESSONS)):
            former = old.removeprefix(address.LESSONS).rstrip("/")
            yield from ((citation.slug, name, former) for citation in evidence.citations)


def with_old_anchors(body: str, old: Mapping[str, list[str]], empty: Callable[[list[str]], str]) -> str:
    """A page's body with its old anchors, which `empty` makes, in the elements that have the new ones."""
    for new, names in old.items():
        opening = re.compile(rf'<[a-z]\w*\s(?:[^<>]*\s)?id="{re.escape(new)}"[^<>]*>')
        if match := opening.search(body):
            parts = (body[: match.end()], empty(names), body[match.end() :])
            body = "".join(parts)  # a + would escape the page: what a template makes is no plain text
    return body

"""The list of all case studies, to narrow down: its facets, and what each row tells docs/javascripts/browse.js.

To tell the script more of a case, add it to `Row` and to the row's numbers in overrides/parts/browse.html.
"""

from dataclasses import dataclass

from casebook.model import CaseStudy
from casebook.showing.links import Links

MAX_WITH_SUMMARIES = 60
"""A longer list has a short row for each case: with 2,000 summaries and their tags, a phone would load for long."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of tags, and those of its tags that a case has, each with how many have it."""

    id: str
    title: str
    tags: dict[str, str]
    """Labels by id, in the order of the group."""
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it."""

    slug: str
    case: CaseStudy
    tags: tuple[int, ...]
    """Its tags, as their places among all tags of all facets."""


@dataclass(frozen=True, slots=True)
class Browse:
    """The list."""

    facets: tuple[Facet, ...]
    rows: tuple[Row, ...]
    """The newest first."""

    @property
    def has_summaries(self) -> bool:
        """Whether there are few enough cases to show the summary and the tags of each."""
        return len(self.rows) <= MAX_WITH_SUMMARIES


def browse(links: Links) -> Browse:
    """The list of a casebook's cases."""
    facets = tuple(_facets(links))
    named = [(facet.id, tag) for facet in facets for tag in facet.tags]
    places = {name: place for place, name in enumerate(named)}
    found: dict[str, list[int]] = {slug: [] for slug in links.newest}
    for name, place in places.items():
        for slug in links.tags[name]:
            found[slug].append(place)
    cases = links.casebook.cases
    return Browse(facets, tuple(Row(slug, cases[slug], tuple(tags)) for slug, tags in found.items()))


def _facets(links: Links) -> list[Facet]:
    """A group of which no case has a tag has nothing to choose."""
    facets = []
    for group in links.casebook.tag_groups.values():
        counts = {tag: len(links.tags[group.id, tag]) for tag in group.tags if links.tags[group.id, tag]}
        if counts:
            facets.append(Facet(group.id, group.title, {tag: group.tags[tag] for tag in counts}, counts))
    return facets

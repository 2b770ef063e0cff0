"""What all case studies say together, counted: mistakes, outcomes, lessons, what helped, decisions.

These are stories that people chose to publish, and few of them. So what fewer than `MIN_COMPARED` cases tell is never
compared: what reaches it comes first, the most first; the rest keeps the order of its file. Cases are counted, not
mistakes: seven mistakes of one person are one story. To add a figure, add a field to `Insights`
and a section to overrides/pages/insights.html.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias, TypeVar

from casebook.model import CalledBy, CaseStudy, Decision, Helped, Mistake, Process, Went
from casebook.showing.links import Links, PartOf

MIN_COMPARED = 5
"""Fewer cases are a list to read, and no figure to compare."""
MIN_IN_GRID = 3
"""A case with fewer decisions shows no grid of them."""
MIN_TOGETHER = 2
MAX_PAIRS = 12

FoundT = TypeVar("FoundT", PartOf[Mistake], PartOf[Helped], str)
Grid: TypeAlias = dict[Process, dict[Went, tuple[PartOf[Decision], ...]]]
"""Decisions by how they were made and by how they went; every row has the same columns."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lessons, and the cases that lead to both."""

    lessons: tuple[str, str]
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Insights:
    """What is counted. Cases, and parts of cases, are in the order of the newest case."""

    mistakes: tuple[PartOf[Mistake], ...]
    """Those that their authors call so."""
    by_category: dict[str, tuple[PartOf[Mistake], ...]]
    by_stage: dict[str, tuple[PartOf[Mistake], ...]]
    """A case may have several stages, or none."""
    outcomes: dict[str, tuple[str, ...]]
    """Slugs; a case may have several outcomes, or none."""
    evidence: dict[str, int]
    """How many cases lead to each lesson."""
    contested: tuple[str, ...]
    """Lessons that cases support and cases complicate."""
    together: tuple[Pair, ...]
    helped: dict[str, tuple[PartOf[Helped], ...]]
    """By lesson; what helped may teach several, or none."""
    decisions: Grid

    @property
    def decision_count(self) -> int:
        """How many decisions there are in all."""
        return sum(len(found) for row in self.decisions.values() for found in row.values())


def insights(links: Links) -> Insights:
    """Counts a casebook."""
    book = links.casebook
    cases = {slug: book.cases[slug] for slug in links.newest}
    mistakes = _mistakes(cases)
    groups = {group: list(book.tag_groups[group].tags) for group in ("stage", "outcome") if group in book.tag_groups}
    evidence = {name: found.cases for name, found in links.lessons.items()}
    contested = [name for name, found in links.lessons.items() if found.supports and found.complicates]
    return Insights(
        mistakes=tuple(mistakes),
        by_category=_ranked(book.categories, ((found.part.category, found) for found in mistakes)),
        by_stage=_ranked(
            groups.get("stage", ()), ((tag, found) for found in mistakes for tag in _tags(found.case, "stage"))
        ),
        outcomes=_ranked(
            groups.get("outcome", ()), ((tag, slug) for slug, case in cases.items() for tag in _tags(case, "outcome"))
        ),
        evidence={name: evidence[name] for name in sorted(evidence, key=lambda name: _rank(evidence[name]))},
        contested=tuple(contested),
        together=_together({slug: links.cases[slug].lessons for slug in links.newest}),
        helped=_ranked(
            book.lessons,
            (
                (lesson, PartOf(slug, case, part))
                for slug, case in cases.items()
                for part in case.helped
                for lesson in dict.fromkeys(part.lessons)
            ),
        ),
        decisions=_grid(
            (PartOf(slug, case, decision) for slug, case in cases.items() for decision in case.decisions),
            list(Process),
            list(Went),
        ),
    )


def decision_grid(slug: str, case: CaseStudy) -> Grid:
    """A case's decisions, without empty rows and columns; empty where there is too little to set side by side."""
    decisions = case.decisions
    if len(decisions) < MIN_IN_GRID:
        return {}
    processes = {decision.process for decision in decisions}
    went = {decision.went for decision in decisions}
    if len(processes) == len(went) == 1:
        return {}
    rows = [word for word in Process if word in processes]
    columns = [word for word in Went if word in went]
    return _grid((PartOf(slug, case, decision) for decision in decisions), rows, columns)


def cases_of(found: Iterable[PartOf[Any] | str]) -> int:
    """How many cases some parts of cases, or slugs, are of."""
    return len({item if isinstance(item, str) else item.slug for item in found})


def _grid(decisions: Iterable[PartOf[Decision]], rows: Sequence[Process], columns: Sequence[Went]) -> Grid:
    found: dict[tuple[Process, Went], list[PartOf[Decision]]] = defaultdict(list)
    for decision in decisions:
        found[decision.part.process, decision.part.went].append(decision)
    return {row: {column: tuple(found[row, column]) for column in columns} for row in rows}


def _mistakes(cases: Mapping[str, CaseStudy]) -> list[PartOf[Mistake]]:
    return [
        PartOf(slug, case, mistake)
        for slug, case in cases.items()
        for mistake in case.mistakes
        if mistake.called_by is CalledBy.AUTHOR
    ]


def _tags(case: CaseStudy, group: str) -> Iterable[str]:
    return dict.fromkeys(case.tags.get(group, ()))


def _rank(count: int) -> int:
    """A sort key: what may be compared comes first, the most first; the rest stays as it is."""
    return -count if count >= MIN_COMPARED else 0


def _ranked(names: Iterable[str], pairs: Iterable[tuple[str, FoundT]]) -> dict[str, tuple[FoundT, ...]]:
    """Everything by name, names with nothing left out."""
    found: dict[str, list[FoundT]] = {name: [] for name in names}
    for name, item in pairs:
        found[name].append(item)
    ranked = sorted(found.items(), key=lambda entry: _rank(cases_of(entry[1])))
    return {name: tuple(items) for name, items in ranked if items}


def _together(led_to: Mapping[str, Iterable[str]]) -> tuple[Pair, ...]:
    """The pairs of lessons that most cases share."""
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for slug, lessons in led_to.items():
        for pair in combinations(sorted(lessons), 2):
            shared[pair].append(slug)
    often = [(pair, slugs) for pair, slugs in shared.items() if len(slugs) >= MIN_TOGETHER]
    often.sort(key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(Pair(pair, tuple(slugs)) for pair, slugs in often[:MAX_PAIRS])

"""Ids -> records, and back: which cases, mistakes and chapters lead to a lesson, a category, a tag or a case.

The graph is made once from the whole casebook; pages only ask it. To add a backlink, add a field to `Links` and fill it
in `link`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Generic, TypeVar

from casebook.loading.load import Casebook
from casebook.model import CaseStudy, CitedLesson, Decision, Event, Helped, Mistake, Stance

MAX_TOGETHER = 5
MAX_RELATED = 4
MAX_COMPARED = 40


PartT = TypeVar("PartT", Mistake, Helped, CitedLesson, Decision)


@dataclass(frozen=True, slots=True)
class PartOf(Generic[PartT]):
    """A mistake, what helped, a decision, or a lesson as it is cited, and the case study that it is in."""

    slug: str
    case: CaseStudy
    part: PartT


@dataclass(frozen=True)
class LessonEvidence:
    """Everything that leads to a lesson."""

    mistakes: tuple[PartOf[Mistake], ...]
    helped: tuple[PartOf[Helped], ...]
    citations: tuple[PartOf[CitedLesson], ...]
    chapters: tuple[str, ...]
    worksheets: tuple[str, ...]
    together: tuple[str, ...]
    """Lessons that often come with it in a case, most often first."""

    @cached_property
    def supports(self) -> tuple[PartOf[CitedLesson], ...]:
        """Cases that speak for the lesson, those that do both among them."""
        return tuple(citation for citation in self.citations if citation.part.stance is not Stance.COMPLICATES)

    @cached_property
    def complicates(self) -> tuple[PartOf[CitedLesson], ...]:
        """Cases that speak against the lesson, those that do both among them."""
        return tuple(citation for citation in self.citations if citation.part.stance is not Stance.SUPPORTS)

    @property
    def cases(self) -> int:
        """How many case studies lead to the lesson."""
        return len({part.slug for part in self.parts})

    @property
    def parts(self) -> tuple[PartOf[Any], ...]:
        """All parts of case studies that lead to the lesson."""
        return (*self.mistakes, *self.helped, *self.citations)


@dataclass(frozen=True, slots=True)
class CaseLinks:
    """Everything that leads to a case study, and to what it leads without saying so."""

    related: tuple[str, ...]
    """Cases to read next: those that either names, those of the same person, those that share most lessons."""
    followed_by: tuple[str, ...]
    lessons: tuple[str, ...]
    """The shared lessons that it leads to, each once, in the order of its page."""
    sessions: tuple[str, ...]
    chapters: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """The graph of a casebook."""

    casebook: Casebook
    lessons: dict[str, LessonEvidence]
    categories: dict[str, tuple[PartOf[Mistake], ...]]
    tags: dict[tuple[str, str], tuple[str, ...]]
    """(group, tag) -> slugs."""
    cases: dict[str, CaseLinks]
    newest: tuple[str, ...]
    """Slugs of the cases, the newest first."""


def link(casebook: Casebook) -> Links:
    """The graph of a casebook: linear in the number of its references."""
    led_to = {slug: _lessons_of(case) for slug, case in casebook.cases.items()}
    return Links(
        casebook=casebook,
        lessons=_lessons(casebook, led_to),
        categories=_categories(casebook),
        tags=_tags(casebook),
        cases=_cases(casebook, led_to),
        newest=tuple(sorted(casebook.cases, key=lambda slug: (_negative(casebook.cases[slug].published), slug))),
    )


def _negative(day: str | None) -> tuple[int, ...]:
    """A key that sorts days backwards, and no day last."""
    return tuple(-int(part) for part in day.split("-")) if day else (0,)


def _lessons_of(case: CaseStudy) -> tuple[str, ...]:
    parts: Iterable[Mistake | Helped] = (*case.mistakes, *case.helped)
    named = [lesson for part in parts for lesson in part.lessons]
    return tuple(dict.fromkeys([*named, *(cited.lesson for cited in case.lessons if cited.lesson)]))


def tags_of(case: CaseStudy) -> list[tuple[str, str]]:
    """The (group, tag) of a case, each once, in the order of the page."""
    return [(group, tag) for group, tags in case.tags.items() for tag in dict.fromkeys(tags)]


def _lessons(casebook: Casebook, led_to: Mapping[str, tuple[str, ...]]) -> dict[str, LessonEvidence]:
    mistakes: dict[str, list[PartOf[Mistake]]] = defaultdict(list)
    helped: dict[str, list[PartOf[Helped]]] = defaultdict(list)
    citations: dict[str, list[PartOf[CitedLesson]]] = defaultdict(list)
    together: dict[str, list[Iterable[str]]] = defaultdict(list)
    for slug, case in casebook.cases.items():
        for mistake in case.mistakes:
            for lesson in mistake.lessons:
                mistakes[lesson].append(PartOf(slug, case, mistake))
        for part in case.helped:
            for lesson in part.lessons:
                helped[lesson].append(PartOf(slug, case, part))
        for cited in case.lessons:
            if cited.lesson:
                citations[cited.lesson].append(PartOf(slug, case, cited))
        for name in led_to[slug]:
            together[name].append(led_to[slug])
    return {
        name: LessonEvidence(
            mistakes=tuple(mistakes[name]),
            helped=tuple(helped[name]),
            citations=tuple(citations[name]),
            chapters=_chapters_with(casebook, "lesson", name),
            worksheets=tuple(stem for stem, sheet in casebook.worksheets.items() if ("lesson", name) in sheet.links),
            together=tuple(_often(Counter(chain.from_iterable(together[name])), {name})[:MAX_TOGETHER]),
        )
        for name in casebook.lessons
    }


def _often(counts: Counter[str], but: Collection[str]) -> list[str]:
    """What was counted more than once, most often first."""
    often = [(-count, name) for name, count in counts.items() if count > 1 and name not in but]
    return [name for _, name in sorted(often)]


def _chapters_with(casebook: Casebook, scheme: str, name: str) -> tuple[str, ...]:
    """The chapters that link to a lesson or case (or to a part of it)."""
    return tuple(
        stem
        for stem, chapter in casebook.chapters.items()
        if any(kind == scheme and target.partition("#")[0] == name for kind, target in chapter.links)
    )


def _categories(casebook: Casebook) -> dict[str, tuple[PartOf[Mistake], ...]]:
    found: dict[str, list[PartOf[Mistake]]] = {name: [] for name in casebook.categories}
    for slug, case in casebook.cases.items():
        for mistake in case.mistakes:
            found[mistake.category].append(PartOf(slug, case, mistake))
    return {name: tuple(mistakes) for name, mistakes in found.items()}


def _tags(casebook: Casebook) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {
        (group.id, tag): [] for group in casebook.tag_groups.values() for tag in group.tags
    }
    for slug, case in casebook.cases.items():
        for group, tags in case.tags.items():
            for tag in dict.fromkeys(tags):
                found[group, tag].append(slug)
    return {key: tuple(slugs) for key, slugs in found.items()}


def _cases(casebook: Casebook, led_to: Mapping[str, tuple[str, ...]]) -> dict[str, CaseLinks]:
    followed_by: dict[str, list[str]] = defaultdict(list)
    named_by: dict[str, list[str]] = defaultdict(list)
    sessions: dict[str, list[str]] = defaultdict(list)
    chapters: dict[str, list[str]] = defaultdict(list)
    with_lesson: dict[str, list[str]] = defaultdict(list)
    for slug, case in casebook.cases.items():
        followed_by[case.follows].append(slug)
        for other in case.related:
            named_by[other].append(slug)
        for lesson in led_to[slug]:
            with_lesson[lesson].append(slug)
    for name, session in casebook.sessions.items():
        for slug in session.cases:
            sessions[slug].append(name)
    for stem, chapter in casebook.chapters.items():
        for slug in dict.fromkeys(target.partition("#")[0] for scheme, target in chapter.links if scheme == "case"):
            chapters[slug].append(stem)
    return {
        slug: CaseLinks(
            related=_related(
                casebook,
                slug,
                [*named_by[slug], *followed_by[slug]],
                [with_lesson[lesson] for lesson in led_to[slug]],
            ),
            followed_by=tuple(followed_by[slug]),
            lessons=led_to[slug],
            sessions=tuple(sessions[slug]),
            chapters=tuple(chapters[slug]),
        )
        for slug, case in casebook.cases.items()
    }


def _related(
    casebook: Casebook, slug: str, named_by: Iterable[str], sharing: Iterable[Sequence[str]]
) -> tuple[str, ...]:
    """Named cases first; then, up to four in all, those that share the most lessons.

    A lesson that very many cases share says little of any two, so only the first forty of each are compared.
    """
    case = casebook.cases[slug]
    named = [*([case.follows] if case.follows else []), *case.related, *named_by]
    first = [other for other in dict.fromkeys(named) if other != slug and other in casebook.cases]
    shared = Counter(chain.from_iterable(slugs[:MAX_COMPARED] for slugs in sharing))
    return (*first, *_often(shared, [*first, slug])[: max(0, MAX_RELATED - len(first))])


def decisions_by_id(case: CaseStudy) -> dict[str, Decision]:
    """A case's decisions by id, in order."""
    return {decision.id: decision for decision in case.decisions}


def events_by_id(case: CaseStudy) -> dict[str, Event]:
    """A case's events that have an id, by id, in order."""
    return {event.id: event for event in case.timeline if event.id}

"""Ids -> records, and back: which cases, mistakes and chapters lead to a lesson, a category, a tag or a case.

The graph is made once from the whole casebook; pages only ask it. To add a backlink, add a field to `Links` and fill it
in `link`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from casebook.loading.load import Casebook
from casebook.model import CaseStudy, CitedLesson, Decision, Event, Helped, Mistake, Stance

MAX_TOGETHER = 5
MAX_RELATED = 4
MAX_COMPARED = 40


@dataclass(frozen=True, slots=True)
class MistakeOf:
    """A mistake, and the case study that it is in."""

    slug: str
    case: CaseStudy
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class HelpedIn:
    """What helped, and the case study that it is in."""

    slug: str
    case: CaseStudy
    helped: Helped


@dataclass(frozen=True, slots=True)
class Citation:
    """A lesson as a case study cites it."""

    slug: str
    case: CaseStudy
    cited: CitedLesson


@dataclass(frozen=True)
class LessonEvidence:
    """Everything that leads to a lesson."""

    mistakes: tuple[MistakeOf, ...]
    helped: tuple[HelpedIn, ...]
    citations: tuple[Citation, ...]
    chapters: tuple[str, ...]
    together: tuple[str, ...]
    """Lessons that often come with it in a case, most often first."""

    @property
    def supports(self) -> tuple[Citation, ...]:
        """Cases that speak for the lesson, those that do both among them."""
        return tuple(citation for citation in self.citations if citation.cited.stance is not Stance.COMPLICATES)

    @property
    def complicates(self) -> tuple[Citation, ...]:
        """Cases that speak against the lesson, those that do both among them."""
        return tuple(citation for citation in self.citations if citation.cited.stance is not Stance.SUPPORTS)

    @property
    def cases(self) -> int:
        """How many case studies lead to the lesson."""
        parts: tuple[MistakeOf | HelpedIn | Citation, ...] = (*self.mistakes, *self.helped, *self.citations)
        return len({part.slug for part in parts})


@dataclass(frozen=True)
class CaseLinks:
    """Everything that leads to a case study, and to what it leads without saying so."""

    related: tuple[str, ...]
    """Cases to read next: those that either names, those of the same person, those that share most lessons."""
    followed_by: tuple[str, ...]
    sessions: tuple[str, ...]
    chapters: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """The graph of a casebook."""

    casebook: Casebook
    lessons: dict[str, LessonEvidence]
    categories: dict[str, tuple[MistakeOf, ...]]
    tags: dict[tuple[str, str], tuple[str, ...]]
    """(group, tag) -> slugs."""
    cases: dict[str, CaseLinks]
    newest: tuple[str, ...]
    """Slugs of the cases, the newest first."""


def link(casebook: Casebook) -> Links:
    """The graph of a casebook: linear in the number of its references."""
    return Links(
        casebook=casebook,
        lessons=_lessons(casebook),
        categories=_categories(casebook),
        tags=_tags(casebook),
        cases=_cases(casebook),
        newest=tuple(sorted(casebook.cases, key=lambda slug: (_negative(casebook.cases[slug].published), slug))),
    )


def _negative(day: str | None) -> tuple[int, ...]:
    """A key that sorts days backwards, and no day last."""
    return tuple(-int(part) for part in day.split("-")) if day else (0,)


def lessons_of(case: CaseStudy) -> dict[str, None]:
    """The ids of the shared lessons that a case leads to, each once, in the order of the page."""
    parts: Iterable[Mistake | Helped] = (*case.mistakes, *case.helped)
    named = [lesson for part in parts for lesson in part.lessons]
    return dict.fromkeys([*named, *(cited.lesson for cited in case.lessons if cited.lesson)])


def _lessons(casebook: Casebook) -> dict[str, LessonEvidence]:
    mistakes: dict[str, list[MistakeOf]] = defaultdict(list)
    helped: dict[str, list[HelpedIn]] = defaultdict(list)
    citations: dict[str, list[Citation]] = defaultdict(list)
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for slug, case in casebook.cases.items():
        for mistake in case.mistakes:
            for lesson in mistake.lessons:
                mistakes[lesson].append(MistakeOf(slug, case, mistake))
        for part in case.helped:
            for lesson in part.lessons:
                helped[lesson].append(HelpedIn(slug, case, part))
        for cited in case.lessons:
            if cited.lesson:
                citations[cited.lesson].append(Citation(slug, case, cited))
        names = lessons_of(case)
        for name in names:
            together[name].update(other for other in names if other != name)
    return {
        name: LessonEvidence(
            mistakes=tuple(mistakes[name]),
            helped=tuple(helped[name]),
            citations=tuple(citations[name]),
            chapters=_chapters_with(casebook, "lesson", name),
            together=tuple(other for other, count in _ranked(together[name]) if count > 1)[:MAX_TOGETHER],
        )
        for name in casebook.lessons
    }


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _chapters_with(casebook: Casebook, scheme: str, name: str) -> tuple[str, ...]:
    """The chapters that link to a lesson or case (or to a part of it)."""
    return tuple(
        stem
        for stem, chapter in casebook.chapters.items()
        if any(kind == scheme and target.partition("#")[0] == name for kind, target in chapter.links)
    )


def _categories(casebook: Casebook) -> dict[str, tuple[MistakeOf, ...]]:
    found: dict[str, list[MistakeOf]] = {name: [] for name in casebook.categories}
    for slug, case in casebook.cases.items():
        for mistake in case.mistakes:
            found[mistake.category].append(MistakeOf(slug, case, mistake))
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


def _cases(casebook: Casebook) -> dict[str, CaseLinks]:
    followed_by: dict[str, list[str]] = defaultdict(list)
    named_by: dict[str, list[str]] = defaultdict(list)
    sessions: dict[str, list[str]] = defaultdict(list)
    chapters: dict[str, list[str]] = defaultdict(list)
    with_lesson: dict[str, list[str]] = defaultdict(list)
    for slug, case in casebook.cases.items():
        followed_by[case.follows].append(slug)
        for other in case.related:
            named_by[other].append(slug)
        for lesson in lessons_of(case):
            with_lesson[lesson].append(slug)
    for name, session in casebook.sessions.items():
        for slug in session.cases:
            sessions[slug].append(name)
    for stem, chapter in casebook.chapters.items():
        for slug in dict.fromkeys(target.partition("#")[0] for scheme, target in chapter.links if scheme == "case"):
            chapters[slug].append(stem)
    return {
        slug: CaseLinks(
            related=_related(casebook, slug, case, [*named_by[slug], *followed_by[slug]], with_lesson),
            followed_by=tuple(followed_by[slug]),
            sessions=tuple(sessions[slug]),
            chapters=tuple(chapters[slug]),
        )
        for slug, case in casebook.cases.items()
    }


def _related(
    casebook: Casebook, slug: str, case: CaseStudy, named_by: list[str], with_lesson: dict[str, list[str]]
) -> tuple[str, ...]:
    """Named cases first; then, up to four in all, those that share the most lessons.

    A lesson that very many cases share says little of any two, so only the first forty of each are compared.
    """
    named = [*([case.follows] if case.follows else []), *case.related, *named_by]
    first = [other for other in dict.fromkeys(named) if other != slug and other in casebook.cases]
    shared: Counter[str] = Counter()
    for lesson in lessons_of(case):
        shared.update(other for other in with_lesson[lesson][:MAX_COMPARED] if other != slug)
    near = [other for other, count in _ranked(shared) if count > 1 and other not in first]
    return (*first, *near[: max(0, MAX_RELATED - len(first))])


def decisions_by_id(case: CaseStudy) -> dict[str, Decision]:
    """A case's decisions by id, in order."""
    return {decision.id: decision for decision in case.decisions}


def events_by_id(case: CaseStudy) -> dict[str, Event]:
    """A case's events that have an id, by id, in order."""
    return {event.id: event for event in case.timeline if event.id}

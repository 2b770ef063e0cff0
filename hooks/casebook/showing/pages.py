"""The pages of a casebook: their kinds, addresses, titles, contents and neighbours.

To add a kind of page, add a row to `Kind` and a function that yields its pages, name it in `PAGES`, and write one
template in overrides/pages/.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, partial
from typing import Any, TypeAlias, TypedDict, TypeVar

from casebook import address
from casebook.loading.files import FOLDER
from casebook.model import CaseStudy
from casebook.showing.browse import browse
from casebook.showing.glossary import entries
from casebook.showing.insights import Insights, insights
from casebook.showing.links import CaseLinks, Links
from casebook.showing.sessions import running, stories_of

K = TypeVar("K")


class Kind(Enum):
    """A kind of page: the template of its body, its name in search, and the page that lists its like."""

    CASE = ("case_study.html", "Case study", address.BROWSE)
    WITHDRAWN = ("withdrawn.html", "", address.BROWSE)
    BROWSE = ("browse.html", "", address.BROWSE)
    LESSON = ("lesson.html", "Lesson", address.LESSONS)
    LESSONS = ("lessons.html", "", address.LESSONS)
    MISTAKE = ("mistake.html", "Mistake", address.MISTAKES)
    MISTAKES = ("mistakes.html", "", address.MISTAKES)
    TAG = ("tag.html", "", address.TAGS)
    TAGS = ("tags.html", "", address.TAGS)
    SESSION = ("session.html", "Session", address.SESSIONS)
    HANDOUT = ("handout.html", "", address.SESSIONS)
    SESSIONS = ("sessions.html", "", address.SESSIONS)
    INSIGHTS = ("insights.html", "", address.INSIGHTS)
    GUIDE = ("guide.html", "", address.GUIDE)
    CHAPTER = ("chapter.html", "Guide", address.GUIDE)
    WORKSHEET = ("worksheet.html", "Worksheet", address.WORKSHEETS)
    WORKSHEETS = ("worksheets.html", "", address.WORKSHEETS)
    CONTRIBUTE = ("handwritten.html", "Contribute", address.CONTRIBUTE)
    GLOSSARY = ("glossary.html", "Glossary", address.GLOSSARY)
    HOME = ("home.html", "", address.HOME)
    ABOUT = ("about.html", "About", address.HOME)
    FOR_GROUPS = ("handwritten.html", "About", address.GROUPS)
    HANDWRITTEN = ("handwritten.html", "About", address.HOME)
    REDIRECT = ("redirect.html", "", address.HOME)

    def __init__(self, template: str, label: str, index: str) -> None:
        self.template = template
        self.label = label
        """The filter of the search that finds it; empty where its kind is not searched."""
        self.index = index


INDEX_TITLES = {
    address.BROWSE: "Case studies",
    address.LESSONS: "Lessons",
    address.MISTAKES: "Mistakes",
    address.TAGS: "Tags",
    address.SESSIONS: "Sessions",
    address.INSIGHTS: "Insights",
    address.GUIDE: "Guide",
    address.WORKSHEETS: "Worksheets",
    address.CONTRIBUTE: "Contribute",
    address.GLOSSARY: "Glossary",
    address.GROUPS: "For groups",
    address.HOME: "Home",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A page to go to: a breadcrumb, or a neighbour."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Contents:
    """An entry of a page's table of contents, and those below it."""

    title: str
    anchor: str
    parts: tuple["Contents", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: all that its template and the theme's page around it show. All text is plain, not HTML."""

    kind: Kind
    address: str
    title: str
    description: str
    show: dict[str, Any]
    """What the body's template sees by name."""
    make_contents: Callable[[], tuple[Contents, ...]] = tuple
    """Makes its table of contents; of very many pages, none is made before it is asked for."""
    crumbs: tuple[Step, ...] = ()
    previous: Step | None = None
    next: Step | None = None
    source: str = ""
    """The file that a person would edit, relative to the root; empty where there is no one file."""
    rests_on: tuple[str, ...] = ()
    """Of a page that is kept from build to build: the paths of the files whose records its body shows, and the ids of
    what it lists beside them. Of all else that it shows it knows no more than the name."""

    @property
    def contents(self) -> tuple[Contents, ...]:
        """Its table of contents."""
        return self.make_contents()


def pages(links: Links) -> Iterator[Page]:
    """Every page that is made from the data; hand-written pages and chapters come from docs/."""
    for make in PAGES:
        yield from make(links)


def _those_shown(sections: Iterable[tuple[str, str, object]]) -> tuple[Contents, ...]:
    """Of (title, anchor, what is shown there), those that show something."""
    return tuple(Contents(title, anchor) for title, anchor, shown in sections if shown)


@cache
def trail(kind: Kind) -> tuple[Step, ...]:
    """The breadcrumbs of a page: home, and the list that it is in."""
    home = Step(INDEX_TITLES[address.HOME], address.HOME)
    return (home, Step(INDEX_TITLES[kind.index], kind.index)) if kind.index else (home,)


def crumbs_of(kind: Kind, page_address: str) -> tuple[Step, ...]:
    """The breadcrumbs of a hand-written page; none on the front page, and a page that lists its like has home only."""
    return () if kind is Kind.HOME else tuple(step for step in trail(kind) if step.address != page_address)


class Around(TypedDict):
    """The pages before and after one, as fields of a `Page`."""

    previous: Step | None
    next: Step | None


def around(steps: Mapping[K, Step]) -> dict[K, Around]:
    """What is before and after each of some pages, by their ids, in their order."""
    row = list(steps.values())
    return {
        key: {"previous": before, "next": after}
        for key, before, after in zip(steps, [None, *row], [*row[1:], None], strict=False)
    }


def _rests_on_cases(slugs: Iterable[str], *ids: str) -> tuple[str, ...]:
    """What a page depends on that shows case studies, in their order, and ids of other kinds."""
    return (*(f"{FOLDER}/{slug}.yml" for slug in slugs), *ids)


def _ids(leads: CaseLinks) -> tuple[str, ...]:
    """The other pages that a case study's page lists."""
    return tuple(",".join(ids) for ids in (leads.followed_by, leads.sessions, leads.chapters))


def _listing(kind: Kind, description: str, show: dict[str, Any], source: str = "") -> Page:
    """A page that lists all of a kind."""
    title = INDEX_TITLES[kind.index]
    return Page(kind, kind.index, title, description, show, crumbs=trail(kind)[:1], source=source)


def _case_pages(links: Links) -> Iterator[Page]:
    book = links.casebook
    steps = {slug: Step(book.cases[slug].title, address.case_study(slug)) for slug in links.newest}
    for slug, nearby in around(steps).items():
        case = book.cases[slug]
        yield Page(
            kind=Kind.CASE,
            address=address.case_study(slug),
            title=case.title,
            description=case.summary,
            show={"slug": slug, "case": case, "leads": links.cases[slug]},
            make_contents=partial(case_contents, case),
            crumbs=trail(Kind.CASE),
            source=f"{FOLDER}/{slug}.yml",
            rests_on=_rests_on_cases([slug, *links.cases[slug].related], *_ids(links.cases[slug])),
            **nearby,
        )
    for slug, case in book.withdrawn.items():
        title = "A case study that was withdrawn"
        show = {"slug": slug, "withdrawn": case.withdrawn}
        yield Page(
            kind=Kind.WITHDRAWN,
            address=address.case_study(slug),
            title=title,
            description=title,
            show=show,
            crumbs=trail(Kind.WITHDRAWN),
            rests_on=_rests_on_cases([slug, case.withdrawn.superseded_by if case.withdrawn else ""]),
        )
    description = "Find somebody like you: every case study, by kind of work, programme, background, stage and outcome."
    yield _listing(Kind.BROWSE, description, {"listed": browse(links)})


def case_contents(case: CaseStudy) -> tuple[Contents, ...]:
    """The table of contents of a case study: its sections in the order of the page, and every part that has a title."""
    sections: list[tuple[str, str, Sequence[Any]]] = [
        ("Where they came from", "background", ["…"] if case.background else []),
        ("What happened", "timeline", case.timeline),
        ("What they believed then", "views", case.views),
        ("Decisions", "decisions", case.decisions),
        ("Mistakes", "mistakes", case.mistakes),
        ("What helped", "helped", case.helped),
        ("Lessons", "lessons", case.lessons),
        ("When they would stop", "stop-rule", ["…"] if case.stop_rule else []),
        ("The job and the mission", "mission", ["…"] if case.mission else []),
        ("Where the story ends", "outcome", ["…"] if case.outcome else []),
        ("To talk about", "questions", case.discussion),
        ("Sources", "sources", case.sources),
    ]
    listed = ("decisions", "mistakes", "helped")
    return tuple(
        Contents(title, anchor, tuple(Contents(part.title, part.id) for part in parts) if anchor in listed else ())
        for title, anchor, parts in sections
        if parts
    )


def _lesson_pages(links: Links) -> Iterator[Page]:
    book = links.casebook
    steps = {name: Step(lesson.title, address.lesson(name)) for name, lesson in book.lessons.items()}
    for name, nearby in around(steps).items():
        lesson, evidence = book.lessons[name], links.lessons[name]
        sections = [
            ("The lesson", "lesson", True),
            ("When it applies", "applies", lesson.applies_when or lesson.does_not_apply_when),
            ("Try it", "try", lesson.try_),
            ("On a worksheet", "worksheets", evidence.worksheets),
            ("Mistakes that teach it", "mistakes", evidence.mistakes),
            ("What helped", "helped", evidence.helped),
            ("Cases that support it", "supports", evidence.supports),
            ("Cases that complicate it", "complicates", evidence.complicates),
            ("In the guide", "guide", evidence.chapters),
            ("Lessons near it", "near", lesson.related or evidence.together),
        ]
        yield Page(
            kind=Kind.LESSON,
            address=address.lesson(name),
            title=lesson.title,
            description=lesson.short,
            show={"id": name, "lesson": lesson, "evidence": evidence},
            make_contents=partial(_those_shown, sections),
            crumbs=trail(Kind.LESSON),
            source=f"{FOLDER}/lessons/{name}.yml",
            rests_on=(
                f"{FOLDER}/lessons/{name}.yml",
                *_rests_on_cases(found.slug for found in evidence.parts),
                *(",".join(ids) for ids in (evidence.chapters, evidence.worksheets, evidence.together)),
            ),
            **nearby,
        )
    description = "Lessons that people drew from their own paths, each with the cases that support or complicate it."
    yield _listing(Kind.LESSONS, description, {"lessons": book.lessons})


def _mistake_pages(links: Links) -> Iterator[Page]:
    book = links.casebook
    source = f"{FOLDER}/mistakes.yml"
    steps = {name: Step(kind.title, address.mistake_category(name)) for name, kind in book.categories.items()}
    for name, nearby in around(steps).items():
        category = book.categories[name]
        yield Page(
            kind=Kind.MISTAKE,
            address=address.mistake_category(name),
            title=category.title,
            description=category.short,
            show={"id": name, "category": category, "mistakes": links.categories[name]},
            crumbs=trail(Kind.MISTAKE),
            source=source,
            rests_on=(source, *_rests_on_cases(found.slug for found in links.categories[name])),
            **nearby,
        )
    description = "Kinds of mistakes that people describe in their own paths, and what tells one from the next."
    yield _listing(Kind.MISTAKES, description, {"categories": book.categories}, source)


def _tag_pages(links: Links) -> Iterator[Page]:
    source = f"{FOLDER}/tags.yml"
    for group in links.casebook.tag_groups.values():
        steps = {tag: Step(label, address.tag(group.id, tag)) for tag, label in group.tags.items()}
        for tag, nearby in around(steps).items():
            label, slugs = group.tags[tag], links.tags[group.id, tag]
            yield Page(
                kind=Kind.TAG,
                address=address.tag(group.id, tag),
                title=f"{group.title}: {label}",
                description=f"Case studies with the tag “{label}”.",
                show={"group": group, "tag": tag, "label": label, "slugs": slugs},
                crumbs=trail(Kind.TAG),
                source=source,
                rests_on=_rests_on_cases(slugs),
                **nearby,
            )
    yield _listing(Kind.TAGS, "Every tag, and how many case studies have it.", {}, source)


def _session_pages(links: Links) -> Iterator[Page]:
    book = links.casebook
    steps = {name: Step(session.title, address.session(name)) for name, session in book.sessions.items()}
    for name, nearby in around(steps).items():
        session = book.sessions[name]
        slugs = [slug for slug in session.cases if slug in book.cases]
        source, stories = f"{FOLDER}/sessions/{name}.yml", stories_of(session, links)
        show = {"id": name, "session": session, "stories": stories, "timed": list(running(session))}
        show["pauses"] = pauses = [pause for story in stories for pause in story.pauses]
        sections = [
            ("The hour", "steps", session.steps),
            ("Read up to here", "story", stories),
            ("Questions", "questions", session.questions),
            ("If time is short", "if-short", session.if_short),
            ("For the room", "room", True),
            ("The whole cases", "cases", slugs),
        ]
        yield Page(
            kind=Kind.SESSION,
            address=address.session(name),
            title=session.title,
            description=f"A reading session of {session.minutes} minutes for a group.",
            show=show | {"slugs": slugs},
            make_contents=partial(_those_shown, sections),
            crumbs=trail(Kind.SESSION),
            source=source,
            rests_on=(source, *_rests_on_cases(slugs)),
            **nearby,
        )
        title, description = f"{session.title}: handout", f"A sheet for a session of {session.minutes} minutes."
        crumbs = (*trail(Kind.SESSION), steps[name])
        rests_on = (source, *(pause.slug for pause in pauses))  # of the stories, it says only that there are pauses
        yield Page(Kind.HANDOUT, address.handout(name), title, description, show, crumbs=crumbs, rests_on=rests_on)
    description = "Reading sessions for local groups: a case, a pause before each decision, and questions."
    yield _listing(Kind.SESSIONS, description, {"sessions": book.sessions})


def _insights_page(links: Links) -> Iterator[Page]:
    found = insights(links)
    description = "What the case studies say together: mistakes, outcomes, lessons, what helped and how decisions went."
    page = _listing(Kind.INSIGHTS, description, {"found": found})
    yield replace(page, make_contents=partial(insights_contents, found))


def insights_contents(found: Insights) -> tuple[Contents, ...]:
    """The sections of the page of insights; one that has nothing to show is left out."""
    sections = [
        ("How to read this", "how-to-read", True),
        ("Mistakes, by kind", "mistakes", found.by_category),
        ("Mistakes, by where they stood", "stages", found.by_stage),
        ("How they decided, and how it went", "decisions", found.decision_count),
        ("Where the stories end", "outcomes", found.outcomes),
        ("Lessons with the most cases", "evidence", found.evidence),
        ("Lessons that cases disagree on", "contested", found.contested),
        ("Lessons that come together", "together", found.together),
        ("What helped, by lesson", "helped", found.helped),
    ]
    return _those_shown(sections)


def _guide_page(links: Links) -> Iterator[Page]:
    description = "Chapters on the questions that the cases answer, each for a reader with fifteen minutes."
    yield _listing(Kind.GUIDE, description, {"chapters": links.casebook.chapters})


def _worksheets_page(links: Links) -> Iterator[Page]:
    description = (
        "Sheets to fill in, on paper or on screen, for the questions that come back. What you type stays with you."
    )
    yield _listing(Kind.WORKSHEETS, description, {"worksheets": links.casebook.worksheets})


def _glossary_page(links: Links) -> Iterator[Page]:
    description = "Words that people in this field use without explaining them, and what they mean here."
    source = f"{FOLDER}/glossary.yml"
    found = entries(links.casebook)
    terms = [(entry.term.title, entry.term.id, True) for entry in found]
    page = _listing(Kind.GLOSSARY, description, {"entries": found}, source)
    yield replace(page, make_contents=partial(_those_shown, terms))


def _redirect_pages(links: Links) -> Iterator[Page]:
    for old, new in moved(links).items():
        path = old.partition("#")[0]
        yield Page(Kind.REDIRECT, path, "This page has moved", "", {"target": new}, rests_on=(new,))


def moved(links: Links) -> dict[str, str]:
    """Old address -> new address: aliases, then redirects. An old address with a fragment has no page of its own."""
    book = links.casebook
    found: dict[str, str] = {}
    for slug, case in {**book.cases, **book.withdrawn}.items():
        found |= {address.case_study(alias): address.case_study(slug) for alias in case.aliases}
    for name, lesson in book.lessons.items():
        found |= {address.lesson(alias): address.lesson(name) for alias in lesson.aliases}
    for name, category in book.categories.items():
        found |= {address.mistake_category(alias): address.mistake_category(name) for alias in category.aliases}
    for name, session in book.sessions.items():
        for of_page in (address.session, address.handout):
            found |= {of_page(alias): of_page(name) for alias in session.aliases}
    for redirect in book.redirects:
        if "#" not in redirect.from_:
            found[redirect.from_.lstrip("/")] = redirect.to.lstrip("/")
    return found


def handwritten(links: Links, stem: str, folder: str) -> Kind:
    """The kind of a page that is written by hand in docs/."""
    if folder == "guide" and stem in links.casebook.chapters:
        return Kind.CHAPTER
    if folder == "worksheets" and stem in links.casebook.worksheets:
        return Kind.WORKSHEET
    if f"{folder}/" == address.CONTRIBUTE:
        return Kind.CONTRIBUTE
    if folder == address.GROUPS.rstrip("/"):
        return Kind.FOR_GROUPS
    named = {"index": Kind.HOME, "about": Kind.ABOUT} if not folder else {}
    return named.get(stem, Kind.HANDWRITTEN)


ADDED_CONTENTS: dict[Kind, tuple[Contents, ...]] = {
    Kind.ABOUT: (Contents("The mix of outcomes", "outcomes"), Contents("How to reach us", "contact")),
    Kind.WORKSHEET: (Contents("The sheet", "worksheet"),),
}
"""The sections that the templates of hand-written pages add to their prose."""


def written_pages(links: Links) -> dict[str, dict[str, Step]]:
    """The folders of docs/ whose pages the navigation lists by itself -> their pages by stem, in order."""
    chapters, worksheets = links.casebook.chapters.items(), links.casebook.worksheets.items()
    return {
        address.GUIDE: {stem: Step(page.front_matter.title, address.chapter(stem)) for stem, page in chapters},
        address.WORKSHEETS: {stem: Step(page.front_matter.title, address.worksheet(stem)) for stem, page in worksheets},
    }


Make: TypeAlias = Callable[[Links], Iterator[Page]]
PAGES: tuple[Make, ...] = (
    _case_pages,
    _lesson_pages,
    _mistake_pages,
    _tag_pages,
    _session_pages,
    _insights_page,
    _guide_page,
    _worksheets_page,
    _glossary_page,
    _redirect_pages,
)

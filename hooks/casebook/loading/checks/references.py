"""What a field names exists: lessons, categories, cases, events, decisions, tags."""

from collections.abc import Iterator

from casebook.loading.checks.registry import (
    CASE,
    CATEGORY,
    DECISION,
    EVENT,
    LESSON,
    TAG,
    TAG_GROUP,
    Finding,
    check,
    check_each,
    said,
    unknown,
)
from casebook.loading.files import File, Files, Reference
from casebook.loading.hints import did_you_mean
from casebook.loading.moves import former_names
from casebook.loading.source import Mapping, Sequence
from casebook.model import CaseStudy, Lesson, Record, Status
from casebook.problem import Level, Problem, shown


@check
def lessons_exist(files: Files) -> Iterator[Problem]:
    """A cited lesson is a file in lessons/."""
    renamed = former_names(files.lessons)
    for file, named in files.refs("lesson"):
        yield from said(file, named.line, unknown(LESSON, named.text, files.lessons, renamed=renamed))


@check
def categories_exist(files: Files) -> Iterator[Problem]:
    """A mistake's category is in mistakes.yml."""
    if files.categories is not None:
        for file, named in files.refs("category"):
            yield from said(file, named.line, unknown(CATEGORY, named.text, files.categories))


@check
def cases_exist(files: Files) -> Iterator[Problem]:
    """A case study that another file names exists, and is on the site."""
    renamed = former_names(files.cases)
    for file, named in files.refs("case"):
        is_draft = file.facts.status is Status.DRAFT
        yield from said(file, named.line, unknown(CASE, named.text, files.cases, renamed=renamed))
        yield from said(file, named.line, unpublished(files, named.text, is_from_draft=is_draft))


def unpublished(files: Files, slug: str, *, is_from_draft: bool) -> Finding | None:
    """A link to a draft leads nowhere, except from another draft; one to a withdrawn case is only worth a word."""
    status = files.cases[slug].facts.status if slug in files.cases else None
    if status is Status.DRAFT and not is_from_draft:
        message = f"case study {slug!r} is a draft, which is not on the site"
        return Finding("link-to-draft", message, "publish it first, or remove the link")
    if status is Status.WITHDRAWN:
        message = f"case study {slug!r} was withdrawn"
        return Finding("link-to-withdrawn", message, "remove the link", Level.WARNING)
    return None


@check_each(Record)
def events_exist(file: File) -> Iterator[Problem]:
    """`at` names an event of the file's own timeline."""
    for leaf in file.refs("event"):
        yield from said(file, leaf.line, unknown(EVENT, leaf.text, file.ids("timeline"), " in the timeline"))


@check_each(CaseStudy)
def revisited_decisions_come_earlier(file: File) -> Iterator[Problem]:
    """A decision looks again only at decisions that stand before it."""
    known = file.ids("decisions")
    for item in file.items("decisions"):
        revisits = item.get("revisits")
        for line, target in zip(revisits.lines, revisits, strict=True) if isinstance(revisits, Sequence) else ():
            if isinstance(target, str) and target.strip():
                yield from said(file, line, _revisit(target, item.get("id"), known))


def _revisit(target: str, own: object, known: list[str]) -> Finding | None:
    if target == own:
        return Finding("self-reference", f"decision {shown(target)} must not revisit itself", "remove it")
    if target in known and own in known and known.index(target) > known.index(str(own)):
        message = f"decision {shown(target)} must stand before the one that revisits it"
        return Finding("revisits-later", message, "move it up, or remove it")
    return unknown(DECISION, target, known)


@check
def pauses_are_decisions(files: Files) -> Iterator[Problem]:
    """A session pauses before a decision of one of its cases, written SLUG#ID (or ID, of its first case)."""
    for file, named in files.refs("case_decision"):
        slugs = [read.text for read in file.facts.references if read.to == "case"]
        if slugs:
            yield from _pause_problems(files, file, named, slugs)


@check
def pauses_follow_the_story(files: Files) -> Iterator[Problem]:
    """A session's pauses in one case stand together, in the order of its timeline, and none of them twice."""
    for file in files.sessions.values():
        references = file.facts.references
        slugs = [read.text for read in references if read.to == "case"]
        met: list[tuple[str, str]] = []
        for named in references if slugs else ():
            if named.to == "case_decision":
                slug, _, decision = named.text.rpartition("#")
                pause = (slug or slugs[0], decision)
                yield from said(file, named.line, _out_of_place(files, pause, met))
                met.append(pause)


def _out_of_place(files: Files, pause: tuple[str, str], met: list[tuple[str, str]]) -> Finding | None:
    """What is wrong with the place of a pause behind those that the room has met."""
    slug, decision = pause
    if pause in met:
        return Finding("repeated", f"{shown(decision)} must stand once in its list", "remove one")
    own = [name for of, name in met if of == slug]
    if own and met[-1][0] != slug:
        message = f"the pauses in case study {shown(slug)} must stand together"
        return Finding("pause-order", message, f"move it up, below {shown(own[-1])}")
    places = files.cases[slug].facts.decisions if slug in files.cases else {}
    later = next((name for name in own if decision in places and places.get(name, 0) > places[decision]), None)
    if later is None:
        return None
    message = f"pause {shown(decision)} must stand before {shown(later)}, as in the timeline of {shown(slug)}"
    return Finding("pause-order", message, "move it up")


def _pause_problems(files: Files, file: File, named: Reference, slugs: list[str]) -> Iterator[Problem]:
    slug, _, decision = named.text.rpartition("#")
    slug = slug or slugs[0]
    if slug not in slugs:
        message = f"pause_before must name one of the session's cases; got {shown(slug)}"
        hint = did_you_mean(slug, slugs) or "name the decision as SLUG#ID, or add the case study to cases"
        yield file.problem(named.line, CASE.code, message, hint)
    elif slug in files.cases and files.cases[slug].facts.status is Status.WITHDRAWN:
        yield from said(file, named.line, unpublished(files, slug, is_from_draft=False))
    elif slug in files.cases and files.cases[slug].facts.has_tree:
        known = files.cases[slug].facts.decisions
        yield from said(file, named.line, unknown(DECISION, decision, known, f" in case study {slug!r}"))


@check
def tags_exist(files: Files) -> Iterator[Problem]:
    """A case study's tags and their groups are in tags.yml."""
    groups = files.tag_groups
    for file in files.cases.values() if groups is not None else ():
        for tagged in file.facts.tags:
            yield from said(file, tagged.line, unknown(TAG_GROUP, tagged.group, groups or {}))
            known = (groups or {}).get(tagged.group)
            for name, line in tagged.tags if known is not None else ():
                yield from said(file, line, unknown(TAG, name, known or {}, f" in group {tagged.group!r}"))


@check_each(Record)
def nothing_refers_to_itself(file: File) -> Iterator[Problem]:
    """A case study is not related to itself and does not follow itself; a lesson is not related to itself."""
    own = {CaseStudy: "case", Lesson: "lesson"}.get(file.record, "")
    for leaf in file.refs(own):
        if leaf.text == file.stem:
            yield file.problem(leaf.line, "self-reference", f"{leaf.text!r} must not name itself", "remove it")


@check_each(Record)
def lists_name_a_thing_once(file: File) -> Iterator[Problem]:
    """A list of lessons, cases or tags names each of them once."""
    seen: set[tuple[int, str]] = set()
    for leaf in file.refs("lesson", "case"):
        if isinstance(leaf.container, Sequence):
            if (id(leaf.container), leaf.text) in seen:
                yield _repeated(file, leaf.line, leaf.text)
            seen.add((id(leaf.container), leaf.text))
    tags = file.value("tags")
    for names in tags.values() if isinstance(tags, Mapping) else ():
        before: set[str] = set()
        for line, name in zip(names.lines, names, strict=True) if isinstance(names, Sequence) else ():
            if isinstance(name, str) and name in before:
                yield _repeated(file, line, name)
            before.add(name if isinstance(name, str) else "")


def _repeated(file: File, line: int, name: str) -> Problem:
    return file.problem(line, "repeated", f"{shown(name)} must stand once in its list", "remove one")


@check_each(CaseStudy)
def lessons_are_cited_once(file: File) -> Iterator[Problem]:
    """A case study cites a lesson once: the lesson's anchor on its page is one."""
    seen: dict[str, int] = {}
    for item in file.items("lessons"):
        lesson = item.get("lesson")
        if not isinstance(lesson, str):
            continue
        if lesson in seen:
            message = f"lesson {shown(lesson)} must be cited once; line {seen[lesson]} cites it already"
            hint = "join the two, or leave the line  lesson:  out of one"
            yield file.problem(item.lines["lesson"], "lesson-cited-twice", message, hint)
        seen.setdefault(lesson, item.lines["lesson"])

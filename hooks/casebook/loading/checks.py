"""The rules, one small function each, over the plain trees. Its docstring is the rule.

To add a rule, write a function with `@check`: it gets all files and yields problems. It never prints, raises or stops at
the first. Words, dates, lengths and required fields follow from the types of `model.py` (see `shape.py`); here stand
the rules about more than one field.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TypeAlias

from casebook import address, prose
from casebook.loading.files import FOLDER, RESERVED_SLUGS, SECTIONS, File, Files, Leaf
from casebook.loading.shape import did_you_mean
from casebook.loading.source import Mapping, Sequence, raw_lines
from casebook.model import Anchor, Prose, Ref
from casebook.problem import Level, Problem, Where

Check: TypeAlias = Callable[[Files], Iterator[Problem]]
Finding: TypeAlias = tuple[str, str, str, Level]
"""(code, message, hint, level) of a link that leads nowhere."""

CHECKS: list[Check] = []
MAX_TITLE_WORDS = 10
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def check(function: Check) -> Check:
    """Registers a rule."""
    CHECKS.append(function)
    return function


def _refs(files: Files, *kinds: str) -> Iterator[tuple[File, Leaf]]:
    for file in files.all:
        for leaf in file.leaves:
            if isinstance(leaf.marker, Ref) and leaf.marker.to in kinds and leaf.text:
                yield file, leaf


def _published(files: Files) -> Iterator[File]:
    return (file for file in files.cases.values() if file.value("status") == "published")


# What a published case study can't be without


@check
def published_cases_are_complete(files: Files) -> Iterator[Problem]:
    """A published case study has a title, a summary, a subject, a permission and a lesson."""
    for file in _published(files):
        for name, field in file.record.model_fields.items():
            extra = field.json_schema_extra
            if isinstance(extra, dict) and extra.get("published") and not file.value(name) and name not in _lines(file):
                example = (field.examples or [""])[0]
                where = file.source.where(file.line("status"))
                shown = example if isinstance(example, str) else "…"
                hint = f"add a line, for example:  {name}: {shown}"
                yield Problem(where, "required", f"{name} is required of a published case study", hint)
            elif name == "lessons" and file.value(name) == []:
                where = file.source.where(file.line(name))
                yield Problem(where, "required", "lessons must hold at least one lesson", "add an item with  text:")


def _lines(file: File) -> dict[str, int]:
    tree = file.source.tree
    return tree.lines if isinstance(tree, Mapping) else {}


@check
def published_cases_hold_a_decision_or_mistake(files: Files) -> Iterator[Problem]:
    """A published case study has at least one decision or mistake."""
    for file in _published(files):
        if not file.value("decisions") and not file.value("mistakes"):
            where = file.source.where(file.line("status"))
            message = "a published case study must have at least one decision or mistake"
            yield Problem(where, "no-decision-or-mistake", message, "add decisions: with an id and a title")


@check
def public_writeups_are_linked(files: Files) -> Iterator[Problem]:
    """A published case study that retells a public write-up has a source."""
    for file in _published(files):
        if file.value("permission", "basis") == "public_writeup" and not file.value("sources"):
            where = file.source.where(file.line("permission", "basis"))
            message = "a case study of a public write-up must have at least one source"
            yield Problem(where, "no-source", message, "add sources: with the title and url of the post")


@check
def subjects_are_named_as_they_chose(files: Files) -> Iterator[Problem]:
    """A subject has a name, unless it is anonymous; then it has none."""
    for file in files.cases.values():
        subject = file.value("subject")
        if not isinstance(subject, Mapping):
            continue
        if subject.get("named_as") == "anonymous":
            if "name" in subject:
                where = file.source.where(subject.lines["name"])
                yield Problem(where, "identified-anonymous", "an anonymous subject must have no name", "remove the line")
        elif "name" not in subject and file.value("status") == "published":
            where = file.source.where(file.line("subject"))
            hint = "add  name:  as the person published it, or  named_as: anonymous"
            yield Problem(where, "required", "subject.name is required unless named_as is anonymous", hint)


@check
def anonymous_cases_name_no_source_of_theirs(files: Files) -> Iterator[Problem]:
    """An anonymous case has no source that identifies the person: no author, no public write-up of their own."""
    for file in files.cases.values():
        if file.value("subject", "named_as") != "anonymous":
            continue
        own = file.value("permission", "basis") == "public_writeup"
        for item in file.items("sources"):
            if own or "author" in item:
                line = item.lines.get("author", item.line)
                message = "a source must not identify an anonymous person"
                hint = "remove the source, or name the person by the pseudonym they published under"
                yield Problem(file.source.where(line), "identified-anonymous", message, hint)


@check
def permissions_are_on_record(files: Files) -> Iterator[Problem]:
    """A permission that was given has its date; one given to somebody says who keeps the record."""
    for file in files.cases.values():
        basis = file.value("permission", "basis")
        needed = {"self_submitted": ["date"], "given": ["date", "held_by"]}.get(str(basis), [])
        for name in needed:
            if not file.value("permission", name):
                where = file.source.where(file.line("permission"))
                message = f"permission.{name} is required where the basis is {basis}"
                hint = "add  date: YYYY-MM-DD" if name == "date" else "add  held_by:  who keeps the record of it"
                yield Problem(where, "required", message, hint)


@check
def withdrawals_say_why(files: Files) -> Iterator[Problem]:
    """A withdrawn case study says when and why; only a withdrawn one does."""
    for file in files.cases.values():
        status = file.value("status")
        if status == "withdrawn" and file.value("withdrawn") is None and "withdrawn" not in _lines(file):
            hint = "add  withdrawn: {date: 2026-11-24, reason: asked}"
            yield Problem(file.source.where(file.line("status")), "required", "withdrawn is required of a withdrawn case study", hint)
        elif status in ("draft", "published") and file.value("withdrawn") is not None:
            where = file.source.where(file.line("withdrawn"))
            yield Problem(where, "not-withdrawn", "withdrawn stands only with  status: withdrawn", "change the status, or remove it")


# Ids


@check
def file_names_are_slugs(files: Files) -> Iterator[Problem]:
    """A file is named by its slug or id: small letters, digits and single hyphens, and no name that the site needs."""
    named = [*files.cases.values(), *files.lessons.values(), *files.sessions.values()]
    for file in named:
        stem = file.source.stem
        if not _KEBAB.fullmatch(stem) or len(stem) > 80:
            message = f"the file's name must be small letters, digits and single hyphens, at most 80; got {stem!r}"
            yield Problem(file.source.where(1), "bad-id", message, "rename the file")
    for slug, file in files.cases.items():
        if slug in RESERVED_SLUGS:
            message = f"the name {slug!r} is taken by the site"
            yield Problem(file.source.where(1), "reserved-id", message, "name the file after the story")


@check
def ids_are_unique(files: Files) -> Iterator[Problem]:
    """Every id is unique in its file."""
    for file in files.all:
        for leaf in file.leaves:
            if isinstance(leaf.marker, Anchor) and leaf.line != file.anchors[leaf.text]:
                first = file.anchors[leaf.text]
                message = f"id {leaf.text!r} must be unique in its file; line {first} has it already"
                yield Problem(file.source.where(leaf.line), "duplicate-id", message, "choose another id")


@check
def ids_are_free(files: Files) -> Iterator[Problem]:
    """No id of a case study's part is the anchor of a section of its page."""
    for file in files.cases.values():
        for anchor, line in file.anchors.items():
            if anchor in SECTIONS or anchor.startswith(("lesson-", "casebook-", "__")):
                message = f"id {anchor!r} is taken by the page"
                yield Problem(file.source.where(line), "reserved-id", message, "choose another id")


@check
def tags_are_unique(files: Files) -> Iterator[Problem]:
    """Tags of a group are kebab-case (their ids become addresses)."""
    for group, tags in (files.tag_groups or {}).items():
        for tag, line in tags.items():
            if files.tags and not _KEBAB.fullmatch(tag):
                message = f"tag {tag!r} of {group!r} must be small letters, digits and single hyphens"
                yield Problem(files.tags.source.where(line), "bad-id", message, "rename it")


@check
def aliases_are_free(files: Files) -> Iterator[Problem]:
    """An alias is not in use, by a file or by another alias of its kind."""
    for group in (files.cases, files.lessons, files.sessions):
        seen: dict[str, str] = {name: file.source.path for name, file in group.items()}
        for file in group.values():
            aliases = file.value("aliases")
            for index, alias in enumerate(aliases) if isinstance(aliases, Sequence) else ():
                if not isinstance(alias, str):
                    continue
                where = file.source.where(aliases.lines[index])
                if alias in seen:
                    message = f"alias {alias!r} must be free; {seen[alias]} has it"
                    yield Problem(where, "alias-collision", message, "remove the line here or there")
                elif group is files.cases and alias in RESERVED_SLUGS:
                    yield Problem(where, "reserved-id", f"the name {alias!r} is taken by the site", "remove the line")
                seen.setdefault(alias, file.source.path)


# References


@check
def lessons_exist(files: Files) -> Iterator[Problem]:
    """A cited lesson is a file in lessons/."""
    for file, leaf in _refs(files, "lesson"):
        yield from _missing(file, leaf, "unknown-lesson", "lesson", leaf.text, files.lessons)


@check
def categories_exist(files: Files) -> Iterator[Problem]:
    """A mistake's category is in mistakes.yml."""
    if files.categories is not None:
        for file, leaf in _refs(files, "category"):
            yield from _missing(file, leaf, "unknown-category", "mistake category", leaf.text, files.categories)


@check
def cases_exist(files: Files) -> Iterator[Problem]:
    """A case study that another file names exists."""
    for file, leaf in _refs(files, "case"):
        yield from _missing(file, leaf, "unknown-case", "case study", leaf.text, files.cases)
        if found := _unpublished(files, leaf.text, file.value("status") == "draft"):
            code, message, hint, level = found
            yield Problem(file.source.where(leaf.line), code, message, hint, level=level)


def _unpublished(files: Files, slug: str, from_draft: bool) -> Finding | None:
    """A link to a draft leads nowhere, except from another draft; one to a withdrawn case is only worth a word."""
    status = files.status(slug) if slug in files.cases else None
    if status == "draft" and not from_draft:
        message = f"case study {slug!r} is a draft, which is not on the site"
        return "link-to-draft", message, "publish it first, or remove the link", Level.ERROR
    if status == "withdrawn":
        return "link-to-withdrawn", f"case study {slug!r} was withdrawn", "remove the link", Level.WARNING
    return None


@check
def events_exist(files: Files) -> Iterator[Problem]:
    """`at` names an event of the file's own timeline."""
    for file, leaf in _refs(files, "event"):
        events = [item["id"] for item in file.items("timeline") if isinstance(item.get("id"), str)]
        yield from _missing(file, leaf, "unknown-event", "event", leaf.text, events, " in the timeline")


@check
def revisited_decisions_come_earlier(files: Files) -> Iterator[Problem]:
    """A decision looks again only at decisions that stand before it."""
    for file in files.cases.values():
        earlier: list[str] = []
        every = [item["id"] for item in file.items("decisions") if isinstance(item.get("id"), str)]
        for item in file.items("decisions"):
            revisits = item.get("revisits")
            for index, target in enumerate(revisits) if isinstance(revisits, Sequence) else ():
                where = file.source.where(revisits.lines[index])
                if target == item.get("id"):
                    yield Problem(where, "self-reference", f"decision {target!r} must not revisit itself", "remove it")
                elif target in every and target not in earlier:
                    message = f"decision {target!r} must stand before the one that revisits it"
                    yield Problem(where, "revisits-later", message, "move it up, or remove it")
                elif isinstance(target, str) and target not in every:
                    message = f"decision {target!r} does not exist"
                    yield Problem(where, "unknown-decision", message, did_you_mean(target, every))
            if isinstance(item.get("id"), str):
                earlier.append(item["id"])


@check
def pauses_are_decisions(files: Files) -> Iterator[Problem]:
    """A session pauses before a decision of one of its cases, written SLUG#ID (or ID, of its first case)."""
    for file, leaf in _refs(files, "case_decision"):
        cases = file.value("cases")
        first = cases[0] if isinstance(cases, Sequence) and cases else ""
        slug, _, decision = leaf.text.rpartition("#")
        slug = slug or first
        where = file.source.where(leaf.line)
        if slug not in files.cases or slug not in (cases or ()):
            message = f"pause_before must name a decision of one of the session's cases; got {leaf.text!r}"
            yield Problem(where, "unknown-case", message, did_you_mean(slug, list(cases or ())))
        elif files.cases[slug].source.tree is not None:
            known = [item["id"] for item in files.cases[slug].items("decisions") if isinstance(item.get("id"), str)]
            if decision not in known:
                message = f"decision {decision!r} does not exist in case study {slug!r}"
                yield Problem(where, "unknown-decision", message, did_you_mean(decision, known))


@check
def tags_exist(files: Files) -> Iterator[Problem]:
    """A case study's tags and their groups are in tags.yml."""
    groups = files.tag_groups
    for file in files.cases.values() if groups is not None else ():
        tags = file.value("tags")
        for group, names in tags.items() if isinstance(tags, Mapping) else ():
            if group not in groups:
                message = f"tag group {group!r} does not exist"
                yield Problem(file.source.where(tags.lines[group]), "unknown-tag-group", message, did_you_mean(group, groups))
                continue
            for index, name in enumerate(names) if isinstance(names, Sequence) else ():
                if isinstance(name, str) and name not in groups[group]:
                    message = f"tag {name!r} does not exist in group {group!r}"
                    hint = did_you_mean(name, groups[group])
                    yield Problem(file.source.where(names.lines[index]), "unknown-tag", message, hint)


@check
def nothing_refers_to_itself(files: Files) -> Iterator[Problem]:
    """A case study is not related to itself, does not follow itself, and a lesson is not related to itself."""
    for file, leaf in _refs(files, "case", "lesson"):
        own = files.cases if isinstance(leaf.marker, Ref) and leaf.marker.to == "case" else files.lessons
        if own.get(leaf.text) is file:
            message = f"{leaf.text!r} must not name itself"
            yield Problem(file.source.where(leaf.line), "self-reference", message, "remove it")


@check
def lessons_are_cited_once(files: Files) -> Iterator[Problem]:
    """A case study cites a lesson once: the lesson's anchor on its page is one."""
    for file in files.cases.values():
        seen: dict[str, int] = {}
        for item in file.items("lessons"):
            lesson = item.get("lesson")
            if not isinstance(lesson, str):
                continue
            if lesson in seen:
                message = f"lesson {lesson!r} must be cited once; line {seen[lesson]} cites it already"
                hint = "join the two, or leave the line  lesson:  out of one"
                yield Problem(file.source.where(item.lines["lesson"]), "lesson-cited-twice", message, hint)
            seen.setdefault(lesson, item.lines["lesson"])


def _missing(file: File, leaf: Leaf, code: str, noun: str, name: str, known: object, within: str = "") -> Iterator[Problem]:
    """A problem if `name` is not known."""
    names = list(known) if isinstance(known, (dict, set, list)) else []
    if name not in names:
        message = f"{noun} {name!r} does not exist{within}"
        yield Problem(file.source.where(leaf.line), code, message, did_you_mean(name, names))


# Dates


@check
def ends_come_after_starts(files: Files) -> Iterator[Problem]:
    """An event that ends has a start, and does not end before it."""
    for file in files.cases.values():
        for item in file.items("timeline"):
            start, end = item.get("date"), item.get("until")
            if not isinstance(end, str):
                continue
            where = file.source.where(item.lines["until"])
            if not isinstance(start, str):
                yield Problem(where, "end-before-start", "until must stand with a date", "add  date:  when it began")
            elif end[: min(len(start), len(end))] < start[: min(len(start), len(end))]:
                message = f"until must not be before date; got {end!r} after {start!r}"
                yield Problem(where, "end-before-start", message, "check the two dates")


@check
def steps_fill_the_session(files: Files) -> Iterator[Problem]:
    """A session's steps take as long as the session."""
    for file in files.sessions.values():
        minutes = file.value("minutes")
        parts = [str(item.get("minutes")) for item in file.items("steps")]
        if parts and isinstance(minutes, str) and all(part.isdecimal() for part in (minutes, *parts)):
            total = sum(map(int, parts))
            if total != int(minutes):
                message = f"the steps take {total} minutes, the session {minutes}"
                where = file.source.where(file.line("minutes"))
                yield Problem(where, "steps-and-minutes", message, "change one or the other")


# Prose


@check
def prose_is_markdown_with_good_links(files: Files) -> Iterator[Problem]:
    """Prose holds no raw HTML and no pictures; its links are http(s), mailto or ours, and ours lead somewhere."""
    for file in files.all:
        for leaf in file.leaves:
            if isinstance(leaf.marker, Prose):
                yield from _prose_problems(files, file, leaf)


def _prose_problems(files: Files, file: File, leaf: Leaf) -> Iterator[Problem]:
    reading = prose.read(leaf.text)
    seen: dict[str, int] = {}
    for link in reading.links:
        seen[link] = seen.get(link, 0) + 1
        if found := _link_problem(files, link, file.value("status") == "draft"):
            code, message, hint, level = found
            line = _line_of_text(file, leaf, link, seen[link])
            yield Problem(file.source.where(line), code, message, hint, level=level)
    if reading.has_raw_html:
        lines = {_line_of_offset(file, leaf, offset) for offset in prose.raw_html_offsets(leaf.text)}
        for line in sorted(lines or {leaf.line}):
            message = f"{leaf.key} must hold no raw HTML" if isinstance(leaf.key, str) else "must hold no raw HTML"
            yield Problem(file.source.where(line), "raw-html", message, "write &lt; for <")
    if reading.has_image:
        line = _line_of_text(file, leaf, "![", 1)
        yield Problem(file.source.where(line), "picture", "pictures are not shown", "link to it: remove the ! before [")


def _line_of_text(file: File, leaf: Leaf, text: str, nth: int) -> int:
    """The line on which a text stands for the nth time; the field's own line where it is written in another way."""
    pattern = re.compile(re.escape(text) + r"(?![\w#/-])" if text[-1].isalnum() else re.escape(text))
    for number, line in raw_lines(file.source, leaf.container, leaf.key):
        nth -= len(pattern.findall(line))
        if nth <= 0:
            return number
    return leaf.line


def _line_of_offset(file: File, leaf: Leaf, offset: int) -> int:
    """The line of the file on which the text's character at `offset` stands."""
    before = leaf.text.count("<", 0, offset + 1)
    for number, line in raw_lines(file.source, leaf.container, leaf.key):
        before -= line.count("<")
        if before <= 0:
            return number
    return leaf.line


def _link_problem(files: Files, link: str, from_draft: bool = False) -> Finding | None:
    """(code, message, hint, level) where a link leads nowhere."""
    own = prose.split_link(link)
    if own is None:
        if prose.is_allowed(link):
            return None
        message = f"a link must begin with http:, https:, mailto: or one of {', '.join(f'{s}:' for s in prose.SCHEMES)}; got {link!r}"
        return "bad-link", message, "write the whole address", Level.ERROR
    scheme, target = own
    if scheme == "lesson":
        return _unknown(target, files.lessons, "unknown-lesson", "lesson")
    if scheme == "mistake":
        return None if files.categories is None else _unknown(target, files.categories, "unknown-category", "mistake category")
    if scheme == "tag":
        if files.tag_groups is None:
            return None
        known = [f"{group}/{tag}" for group, tags in files.tag_groups.items() for tag in tags]
        return _unknown(target, known, "unknown-tag", "tag")
    slug, _, part = target.partition("#")
    if slug not in files.cases:
        return _unknown(slug, files.cases, "unknown-case", "case study")
    if found := _unpublished(files, slug, from_draft):
        return found
    parts = files.parts(slug)
    if "#" in target and parts is not None and part not in parts:
        message = f"case study {slug!r} has no part {part!r}"
        return "unknown-part", message, did_you_mean(part, parts), Level.ERROR
    return None


def _unknown(name: str, known: object, code: str, noun: str) -> Finding | None:
    names = list(known) if isinstance(known, (dict, set, list)) else []
    return None if name in names else (code, f"{noun} {name!r} does not exist", did_you_mean(name, names), Level.ERROR)


@check
def pages_hold_good_links_and_no_html(files: Files) -> Iterator[Problem]:
    """A hand-written page holds no raw HTML, and its links of ours lead somewhere."""
    for page in files.pages.values():
        for line, link in page.links:
            ours = prose.split_link(link) is not None
            elsewhere = re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE) or link.startswith(("//", "\\"))
            if (ours or elsewhere) and (found := _link_problem(files, link)):
                code, message, hint, level = found
                yield Problem(page.where(line), code, message, hint, level=level)
        for line in page.raw_html:
            yield Problem(page.where(line), "raw-html", "a page must hold no raw HTML", "write &lt; for <")


@check
def redirects_lead_somewhere(files: Files) -> Iterator[Problem]:
    """A redirect leads from an address that is not in use to one that is."""
    known = set(_addresses(files))
    tree = files.redirects.source.tree if files.redirects else None
    for item in tree if files.redirects and isinstance(tree, Sequence) else ():
        if not isinstance(item, Mapping):
            continue
        for key in ("from", "to"):
            text = item.get(key)
            if not isinstance(text, str):
                continue
            where = files.redirects.source.where(item.lines[key])
            path, _, part = text.partition("#")
            if not re.fullmatch(r"/([a-z0-9-]+/)+", path) or ("#" in text and not part):
                message = f"{key} must be an address of this site such as /lessons/ask-early/; got {text!r}"
                yield Problem(where, "bad-address", message, "begin and end it with /")
            elif key == "to" and path[1:] not in known:
                yield Problem(where, "unknown-address", f"{text!r} does not exist", did_you_mean(path[1:], known))
            elif key == "from" and not part and path[1:] in known:
                yield Problem(where, "alias-collision", f"{text!r} is in use", "remove the redirect")


def _addresses(files: Files) -> Iterator[str]:
    """The addresses of all pages that files make."""
    yield from (address.BROWSE, address.LESSONS, address.MISTAKES, address.TAGS, address.GUIDE, address.SESSIONS)
    yield from map(address.case_study, files.cases)
    yield from map(address.lesson, files.lessons)
    yield from map(address.session, files.sessions)
    yield from map(address.mistake_category, files.categories or ())
    yield from (address.tag(group, tag) for group, tags in (files.tag_groups or {}).items() for tag in tags)
    yield from map(address.chapter, files.chapters)


# The whole


@check
def there_is_a_case_study(files: Files) -> Iterator[Problem]:
    """There is at least one published case study: an empty site is a mistake, not a site."""
    if not any(True for _ in _published(files)):
        message = "there must be at least one published case study"
        yield Problem(Where(FOLDER, 1), "no-case-study", message, "set  status: published  in one, or check --root")


@check
def lessons_are_used(files: Files) -> Iterator[Problem]:
    """A lesson is cited by a case study. (A warning.)"""
    cited = {leaf.text for file, leaf in _refs(files, "lesson") if file in files.cases.values()}
    for name, file in files.lessons.items():
        if name not in cited:
            message = f"lesson {name!r} is cited by no case study"
            yield Problem(file.source.where(1), "unused-lesson", message, "cite it, or remove it", level=Level.WARNING)


@check
def tags_are_used(files: Files) -> Iterator[Problem]:
    """A tag is used by a case study. (A warning.)"""
    used = set()
    for file in files.cases.values():
        tags = file.value("tags")
        for group, names in tags.items() if isinstance(tags, Mapping) else ():
            used |= {(group, name) for name in names if isinstance(name, str)} if isinstance(names, Sequence) else set()
    for group, lines in (files.tag_groups or {}).items():
        for name, line in lines.items():
            if files.tags and (group, name) not in used:
                message = f"tag {group}/{name} is used by no case study"
                yield Problem(files.tags.source.where(line), "unused-tag", message, "remove it", level=Level.WARNING)


@check
def lesson_titles_are_short(files: Files) -> Iterator[Problem]:
    """A lesson's title has at most ten words. (A warning.)"""
    for file in files.lessons.values():
        title = file.value("title")
        if isinstance(title, str) and len(title.split()) > MAX_TITLE_WORDS:
            message = f"a lesson's title should have at most {MAX_TITLE_WORDS} words; it has {len(title.split())}"
            where = file.source.where(file.line("title"))
            yield Problem(where, "long-title", message, "say it as an act", level=Level.WARNING)


@check
def names_differ_by_more_than_case(files: Files) -> Iterator[Problem]:
    """No two files of a folder differ only in capital letters: some disks know no difference."""
    for group in (files.cases, files.lessons, files.sessions):
        folded: dict[str, list[str]] = {}
        for name in group:
            folded.setdefault(name.casefold(), []).append(name)
        for names in folded.values():
            for first, second in combinations(sorted(names), 2):
                message = f"the file's name must differ from {first!r} by more than capital letters"
                yield Problem(group[second].source.where(1), "case-collision", message, "rename one")


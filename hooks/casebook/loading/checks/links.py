"""Prose and hand-written pages: their links lead somewhere, and they hold nothing that is not shown."""

import html
from collections.abc import Callable, Iterator
from functools import partial

from casebook import prose, web
from casebook.characters import code_point
from casebook.loading.checks.references import unpublished
from casebook.loading.checks.registry import (
    CASE,
    CATEGORY,
    LESSON,
    TAG,
    TERM,
    Finding,
    check,
    check_each,
    said,
    unknown,
)
from casebook.loading.fields import Leaf
from casebook.loading.files import File, Files
from casebook.loading.hints import did_you_mean
from casebook.loading.moves import former_names
from casebook.loading.source import line_at
from casebook.model import Record, Status
from casebook.problem import Problem, shown

_LINK_HINTS = (
    *((f"{scheme}:", f"write {scheme}: in small letters") for scheme in web.SCHEMES),
    ("mailto:", "write no more than  mailto:name@example.org"),
    ("www.", "write https:// before it"),
    ("", "write the whole address, such as https://example.org/post, or one of ours, such as lesson:ask-early"),
)
_NO_HTML = "write &lt; for <"
REFUSED = "forbidden-character"
_NO_ENTITY = "delete what stands from & to ;"


@check
def links_in_prose_lead_somewhere(files: Files) -> Iterator[Problem]:
    """Links in prose are http(s), mailto or ours, and ours lead somewhere."""
    for file in files.all:
        for leaf_number, links in file.facts.links:
            status = file.facts.status
            findings = {n: found for n, link in enumerate(links) if (found := link_finding(files, link, status))}
            if findings:
                yield from _link_problems(file, file.leaves[leaf_number], findings)


def _link_problems(file: File, leaf: Leaf, findings: dict[int, Finding]) -> Iterator[Problem]:
    """What is wrong with the links of a text, by their numbers, each at its own line."""
    offsets = prose.link_offsets(leaf.text)
    for number, found in findings.items():
        line = _line(file, leaf, offsets[number]) if number in offsets else leaf.line
        yield from said(file, line, found)


@check_each(Record)
def prose_holds_only_what_is_shown(file: File) -> Iterator[Problem]:
    """Prose holds no raw HTML and no pictures, and is not nested without end."""
    for _, leaf, reading in file.readings:
        line_of = partial(_line, file, leaf)
        if reading.has_raw_html:
            message = f"{_name(leaf)} must hold no raw HTML"
            for line in sorted({*map(line_of, prose.raw_html_offsets(leaf.text))}) or [leaf.line]:
                yield file.problem(line, "raw-html", message, _NO_HTML)
        if reading.has_image:
            message = f"{_name(leaf)} must hold no pictures"
            for line in sorted({*map(line_of, prose.image_offsets(leaf.text))}) or [leaf.line]:
                yield file.problem(line, "picture", message, "remove the ! before [, which makes a link of it")
        for line, character in _refused_entities(leaf, line_of) if reading.has_refused_entity else ():
            yield file.problem(line, REFUSED, _not_as_an_entity(character), _NO_ENTITY)
        if reading.is_too_deep:
            message = f"{_name(leaf)} must be nested at most {prose.MAX_DEPTH} deep"
            yield file.problem(leaf.line, "too-deep", message, "remove some of the marks at the beginning of its lines")


def _refused_entities(leaf: Leaf, line_of: Callable[[int], int]) -> list[tuple[int, str]]:
    found = {(line_of(at), character) for at, character in prose.refused_entities(leaf.text)}
    return sorted(found) or [(leaf.line, "&")]


def _not_as_an_entity(character: str) -> str:
    return f"the character {code_point(character)} must not be used, also not as an entity"


def _line(file: File, leaf: Leaf, offset: int) -> int:
    return line_at(file.source, leaf.container, leaf.key, offset)


def _name(leaf: Leaf) -> str:
    return leaf.key if isinstance(leaf.key, str) else "prose"


def link_finding(files: Files, link: str, status: Status | None = None) -> Finding | None:
    """What is wrong with a link; `status` is that of the case study in which it stands."""
    own = web.split_own(link)
    if own is None:
        return None if web.is_external(link) else _bad_link(link)
    scheme, target = own
    if scheme == "lesson":
        known = files.lessons
        return None if target in known else unknown(LESSON, target, known, renamed=former_names(known))
    if scheme == "mistake":
        return None if files.categories is None else unknown(CATEGORY, target, files.categories)
    if scheme == "term":
        return None if files.terms is None else unknown(TERM, target, files.terms)
    if scheme == "tag":
        return _tag(files, target)
    return case_finding(files, target, is_from_draft=status is Status.DRAFT)


def _bad_link(link: str) -> Finding:
    if not link:
        return Finding("bad-link", "a link must have an address; got none", "write it between the ( and the )")
    schemes = ", ".join(f"{scheme}:" for scheme in web.SCHEMES)
    message = f"a link must be a web address, mailto: and a mail address, or one of {schemes}; got {shown(link)}"
    return Finding("bad-link", message, next(hint for sign, hint in _LINK_HINTS if link.lower().startswith(sign)))


def _tag(files: Files, target: str) -> Finding | None:
    if files.tag_groups is None:
        return None
    return unknown(TAG, target, [f"{group}/{tag}" for group, tags in files.tag_groups.items() for tag in tags])


def case_finding(files: Files, target: str, *, is_from_draft: bool) -> Finding | None:
    """What is wrong with a link to a case study, or to a part of it."""
    slug, hash_mark, part = target.partition("#")
    if slug not in files.cases:
        return unknown(CASE, slug, files.cases, renamed=former_names(files.cases))
    if found := unpublished(files, slug, is_from_draft=is_from_draft):
        return found
    parts = files.parts(slug)
    if not hash_mark or parts is None or part in parts:
        return None
    hint = did_you_mean(part, sorted(parts)) or "remove it from the # on"
    return Finding("unknown-part", f"case study {slug!r} has no part {shown(part)}", hint)


@check
def pages_hold_good_links_and_no_html(files: Files) -> Iterator[Problem]:
    """A hand-written page holds no raw HTML, and its links of ours lead somewhere; the others are its own."""
    for page in files.pages.values():
        for line, link in page.links:
            is_own = web.is_relative(link) or (line, link) in page.pictures
            if not is_own and (found := link_finding(files, html.unescape(link))):
                yield page.problem(line, found.code, found.message, found.hint, found.level)
        for line, address_of_it in page.pictures:
            if not web.is_relative(address_of_it):
                message = f"a picture must be a file of this site; got {shown(address_of_it)}"
                yield page.problem(line, "picture", message, "put the file into docs/, and write the way to it")
        for line, character in page.refused_entities:
            yield page.problem(line, REFUSED, _not_as_an_entity(character), _NO_ENTITY)
        for line in page.raw_html:
            message = "a page must hold no raw HTML"
            yield page.problem(line, "raw-html", message, f"{_NO_HTML}, or put code between lines of ```")

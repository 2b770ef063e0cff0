"""Cases and lessons as tables: CSV as of RFC 4180, UTF-8, a row for each.

A spreadsheet takes a cell that begins with one of `=+-@` for a formula, so such a cell gets a `'` in front. People's
names are not in the tables: a list of stories is no list of people. To add a column, add it to the rows of its table.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from casebook import address
from casebook.model import Status
from casebook.showing.edition import Edition
from casebook.showing.links import tags_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a formula begins with. https://owasp.org/www-community/attacks/CSV_Injection"""
BETWEEN = " | "
"""Stands between the things that share a cell."""


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[cell(value) for value in row] for row in rows])
    return text.getvalue()


def cell(value: object) -> str:
    """A value as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _cases(edition: Edition) -> str:
    book = edition.links.casebook
    rows: list[Sequence[object]] = [
        (
            *("id", "title", "address", "summary", "published", "covers", "was", "location", "basis", "reviewed"),
            *("tags", "tag_titles", "lessons", "lesson_titles", "decisions", "mistakes", "helped", "sources"),
        )
    ]
    for slug in edition.links.newest:
        case = book.cases[slug]
        if case.status is not Status.PUBLISHED:
            continue
        subject, permission = case.subject, case.permission
        tags = tags_of(case)
        lessons = edition.links.cases[slug].lessons
        rows.append(
            (
                slug,
                case.title,
                edition.full(address.case_study(slug)),
                case.summary,
                case.published,
                case.covers,
                subject.was if subject else "",
                subject.location if subject else "",
                permission.basis if permission else "",
                str(permission.reviewed).lower() if permission else "",
                BETWEEN.join(f"{group}/{tag}" for group, tag in tags),
                BETWEEN.join(book.tag_groups[group].tags[tag] for group, tag in tags),
                BETWEEN.join(lessons),
                BETWEEN.join(book.lessons[name].title for name in lessons),
                len(case.decisions),
                len(case.mistakes),
                len(case.helped),
                BETWEEN.join(source.url for source in case.sources),
            )
        )
    return table(rows)


def _lessons(edition: Edition) -> str:
    rows: list[Sequence[object]] = [
        ("id", "title", "address", "short", "cases", "supports", "complicates", "mistakes", "helped")
    ]
    for name, lesson in edition.links.casebook.lessons.items():
        found = edition.links.lessons[name]
        rows.append(
            (
                name,
                lesson.title,
                edition.full(address.lesson(name)),
                lesson.short,
                found.cases,
                len(found.supports),
                len(found.complicates),
                len(found.mistakes),
                len(found.helped),
            )
        )
    return table(rows)


TABLES: dict[str, Callable[[Edition], str]] = {address.BROWSE: _cases, address.LESSONS: _lessons}
"""Address of a page -> what it lists, as a table."""

"""Dates and minutes that must fit each other."""

import re
from collections.abc import Iterator

from casebook.loading.checks.registry import check_each
from casebook.loading.files import File
from casebook.model import CaseStudy, Session
from casebook.problem import Problem

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@check_each(CaseStudy)
def ends_come_after_starts(file: File) -> Iterator[Problem]:
    """An event that ends has a start, and does not end before it."""
    for item in file.items("timeline"):
        start, end = item.get("date"), item.get("until")
        if "until" in item and "date" not in item:
            message = "until must stand with a date"
            hint = "add  date:  when it began, or say it in words with  when:"
            yield file.problem(item.lines["until"], "end-without-start", message, hint)
        elif _is_before(end, start):
            message = f"until must not be before date; got {end!r} after {start!r}"
            yield file.problem(item.lines["until"], "end-before-start", message, "check the two dates")


@check_each(CaseStudy)
def timelines_are_in_order(file: File) -> Iterator[Problem]:
    """Warning: The events of a timeline stand in the order of their dates, though a story may be told otherwise."""
    latest = ""
    for item in file.items("timeline"):
        date = item.get("date")
        if _is_before(date, latest):
            message = f"the events should stand in order; {date!r} comes after {latest!r}"
            yield file.warning(item.lines["date"], "timeline-order", message, "move the event up, or check the date")
        elif isinstance(date, str) and _DATE.fullmatch(date):
            latest = date


def _is_before(one: object, other: object) -> bool:
    """Whether a date is before another, as far as both are known; never, where one is no date."""
    if not (isinstance(one, str) and isinstance(other, str) and _DATE.fullmatch(one) and _DATE.fullmatch(other)):
        return False
    known = min(len(one), len(other))
    return one[:known] < other[:known]


@check_each(Session)
def steps_fill_the_session(file: File) -> Iterator[Problem]:
    """A session's steps take as long as the session."""
    minutes = [file.value("minutes"), *(item.get("minutes") for item in file.items("steps"))]
    numbers = [int(one) for one in minutes if isinstance(one, str) and re.fullmatch(r"\d{1,3}", one, re.ASCII)]
    if len(numbers) == len(minutes) > 1 and numbers[0] != sum(numbers[1:]):
        message = f"minutes must be the sum of the steps, {sum(numbers[1:])}; got {numbers[0]}"
        yield file.problem(file.line("minutes"), "steps-and-minutes", message, "change one or the other")

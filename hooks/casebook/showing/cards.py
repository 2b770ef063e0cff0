"""Cards of cases and lessons that other sites embed: small documents without scripts, in overrides/embed/.

A card names no person: a frame takes a text out of the page that says how we know it. What leads to a page that was
renamed shows the same card. To change what a card says, change its template, and then look whether `height` holds.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from casebook import address, contract
from casebook.model import CaseStudy, Lesson
from casebook.showing.api import former_addresses
from casebook.showing.dates import last_read
from casebook.showing.edition import Document, Edition
from casebook.showing.references import GONE

MAX_LESSONS = 3
"""How many of a case's lessons its card names."""


def documents(edition: Edition) -> Iterator[Document]:
    """A card for every case, withdrawn ones included, and for every lesson."""
    former = former_addresses(edition)
    for card in _cards(edition):
        for place in (card.page, *former.get(card.page, ())):
            here = address.card(place)
            make = partial(_text, edition, card, here)
            yield Document(f"{here}index.html", edition.version(card.page), make)


class Card(NamedTuple):
    """A card before it is rendered."""

    template: str
    page: str
    """The address of its page."""
    title: str
    show: Callable[[], dict[str, Any]]
    """What the template sees."""


def _text(edition: Edition, card: Card, here: str) -> str:
    return edition.render(
        f"embed/{card.template}",
        here,
        title=card.title,
        name=edition.name,
        page=card.page,
        canonical=edition.full(card.page),
        licence=contract.LICENCE,
        **card.show(),
    )


def _cards(edition: Edition) -> Iterator[Card]:
    links, book = edition.links, edition.links.casebook
    for slug, case in book.cases.items():
        yield Card(
            "case_study.html", address.case_study(slug), case.title, partial(_of_case, case, links.cases[slug].lessons)
        )
    for slug, case in book.withdrawn.items():
        gone = partial(dict[str, Any], withdrawn=case.withdrawn)
        yield Card("withdrawn.html", address.case_study(slug), GONE, gone)
    for name, lesson in book.lessons.items():
        show = partial(dict[str, Any], lesson=lesson, evidence=links.lessons[name], day=edition.day)
        yield Card("lesson.html", address.lesson(name), lesson.title, show)


def _of_case(case: CaseStudy, lessons: Sequence[str]) -> dict[str, Any]:
    return {
        "case": case,
        "lessons": lessons[:MAX_LESSONS],
        "others": len(lessons[MAX_LESSONS:]),
        "as_of": as_of(case),
    }


def as_of(case: CaseStudy) -> str:
    """The day of which a case speaks: when its sources were read last, or else when it came to the site."""
    return last_read(case) or case.published or ""


def height(shown: CaseStudy | Lesson) -> int:
    """How many pixels a card needs in a frame of 320, so that nothing in it scrolls; in a wider one there is room left.

    A frame can't grow with what is in it unless a script runs. A test in the browser holds every card against this.
    """
    is_case = isinstance(shown, CaseStudy)
    text = shown.summary if isinstance(shown, CaseStudy) else shown.short
    small = 250 if is_case else 70
    return 120 + 28 * _lines(shown.title, 22) + 24 * _lines(text, 32) + 20 * -(-small // 40)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes at most, where each holds this many characters on average."""
    return -(-len(text) // width)

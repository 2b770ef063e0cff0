"""A casebook as it stands at an address on a day, and the files that are made of it beside its pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from casebook.loading.load import Casebook
from casebook.showing.links import Links


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the site that is no page of its theme: data, a feed, a card."""

    path: str
    """Below the site's root."""
    text: str


Render: TypeAlias = Callable[..., str]
"""(name of a template, address of the document, what the template sees …) -> text."""


@dataclass(frozen=True)
class Edition:
    """What documents are made from."""

    links: Links
    url: str
    """The address of the site; empty where nobody knows it, and addresses begin at the host's root then."""
    name: str
    description: str
    day: str
    """The version, YYYY-MM-DD; empty where nothing in the casebook has a date."""
    render: Render

    def full(self, address: str) -> str:
        """The whole address of a page or file."""
        return f"{self.base}{address}"

    @property
    def base(self) -> str:
        """What stands before each address."""
        return f"{self.url.rstrip('/')}/"


Make: TypeAlias = Callable[[Edition], Iterator[Document]]


def newest_day(book: Casebook) -> str:
    """The newest day in the content itself: the version's, where nobody says one.

    Never the clock's: the same content makes the same files, to the byte.
    """
    days = [case.published for case in book.cases.values()]
    days += [case.withdrawn.date for case in book.withdrawn.values() if case.withdrawn]
    days += [chapter.front_matter.as_of for chapter in book.chapters.values()]
    return max(filter(None, days), default="")

"""A casebook as it stands at an address on a day, and the files that are made of it beside its pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from casebook.digests import version
from casebook.loading.load import Casebook
from casebook.showing.links import Links


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the site that is no page of its theme: data, a feed, a card."""

    path: str
    """Below the site's root."""
    version: str
    """What it depends on, as a digest: of the same version it is the same text."""
    make: Callable[[], str]
    """Its text."""


class Part(NamedTuple):
    """A document as a part of another."""

    path: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A file of texts and of other documents, one after the other."""

    path: str
    version: str
    """As a document's."""
    pieces: tuple[str | Part, ...]


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
    program: str = ""
    """A digest of what all documents depend on, whatever they say."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Address of a page -> what its body depends on, as a digest."""

    def full(self, address: str) -> str:
        """The whole address of a page or file."""
        return f"{self.base}{address}"

    def version(self, *pages: str) -> str:
        """What a document depends on that says no more than these pages do, by their addresses."""
        of_all = repr((self.program, self.url, self.name, self.description, self.day))
        return version(of_all, *(self.versions.get(one, one) for one in pages))

    @property
    def base(self) -> str:
        """What stands before each address."""
        return f"{self.url.rstrip('/')}/"


Make: TypeAlias = Callable[[Edition], Iterator[Document | Joined]]


def newest_day(book: Casebook) -> str:
    """The newest day in the content itself: the version's, where nobody says one.

    Never the clock's: the same content makes the same files, to the byte.
    """
    days = [case.published for case in book.cases.values()]
    days += [case.withdrawn.date for case in book.withdrawn.values() if case.withdrawn]
    days += [chapter.front_matter.as_of for chapter in book.chapters.values()]
    return max(filter(None, days), default="")

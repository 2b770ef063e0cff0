"""What the data under /api/v1/ promises: its collections, and what a record adds to the fields of `model.py`.

`showing` writes the records, `contributing` their schema and the page about them; a test holds each against the other.
A new field of the model is in the data by itself. To add what the model lacks, add a row to a collection and a line
where `showing/records.py` makes it. Within a version nothing is taken away: see docs/api.md.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from casebook import address
from casebook.model import CaseStudy, Category, Lesson, Record, Session

VERSION = "1"
MAX_ITEMS = 50
"""How many items a feed has at most."""


class Licence(NamedTuple):
    """On what terms the content may be used."""

    id: str
    """As SPDX names it."""
    title: str
    address: str


LICENCE = Licence("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


class Shape(Enum):
    """What an added field holds: as the page about the data says it."""

    TEXT = "a text"
    ADDRESS = "an address"
    GROUP = "the `id` and `title` of a group of tags"
    REFERENCES = "a list of references"
    PARTS = "a list of references to parts, each with its `case`"
    TAGS = "a list of references, each with its `group`"
    LINKS = "link → reference"


@dataclass(frozen=True)
class Added:
    """A field that the model lacks."""

    key: str
    shape: Shape
    doc: str
    is_always_there: bool = False


REFERENCE = (
    Added("id", Shape.TEXT, "the slug or id; of a tag `GROUP/TAG`", is_always_there=True),
    Added("title", Shape.TEXT, "the title", is_always_there=True),
    Added("address", Shape.ADDRESS, "the page, or the very place on it", is_always_there=True),
)
"""What stands wherever one thing names another."""

EVERY = (
    *REFERENCE,
    Added("data", Shape.ADDRESS, "this record alone", is_always_there=True),
    Added("licence", Shape.TEXT, f"`{LICENCE.id}`", is_always_there=True),
)
"""What every record has."""
_LINKS = Added("links", Shape.LINKS, "where the casebook's own links in the record's Markdown lead")


@dataclass(frozen=True)
class Collection:
    """Records of one kind."""

    page: str
    """The address of the page that lists them."""
    title: str
    record: type[Record] | None
    """Whose fields they have; None where the model has no record for one alone."""
    added: tuple[Added, ...]
    left_out: frozenset[str] = frozenset()
    """Keys of the model that are not in the data, or there in another shape."""

    @property
    def key(self) -> str:
        """Its name in the index: `case-studies`."""
        return self.page.rstrip("/")


CASES = Collection(
    address.BROWSE,
    "Case study",
    CaseStudy,
    (
        *EVERY,
        Added("tags", Shape.TAGS, "what it is tagged with"),
        Added("related", Shape.REFERENCES, "cases near this one, as its page shows them"),
        Added("sessions", Shape.REFERENCES, "sessions that read it"),
        Added("chapters", Shape.REFERENCES, "guide chapters that cite it"),
        _LINKS,
    ),
    # Whose earlier case it is, and how it was called before, the page doesn't say either.
    frozenset({"status", "withdrawn", "aliases", "follows"}),
)
LESSONS = Collection(
    address.LESSONS,
    "Lesson",
    Lesson,
    (
        *EVERY,
        Added("supports", Shape.REFERENCES, "cases that support it, those that do both among them"),
        Added("complicates", Shape.REFERENCES, "cases that complicate it, those that do both among them"),
        Added("mistakes", Shape.PARTS, "mistakes that teach it"),
        Added("helped", Shape.PARTS, "what helped, and teaches it"),
        Added("chapters", Shape.REFERENCES, "guide chapters that cite it"),
        Added("worksheets", Shape.REFERENCES, "worksheets that lead to it"),
        Added("together", Shape.REFERENCES, "lessons that often come with it"),
        _LINKS,
    ),
    frozenset({"aliases"}),
)
MISTAKES = Collection(
    address.MISTAKES,
    "Category of mistakes",
    Category,
    (*EVERY, Added("mistakes", Shape.PARTS, "the mistakes of this kind"), _LINKS),
    frozenset({"aliases"}),
)
TAGS = Collection(
    address.TAGS,
    "Tag",
    None,
    (
        *EVERY,
        Added("group", Shape.GROUP, "the group that it is in", is_always_there=True),
        Added("cases", Shape.REFERENCES, "the cases that have it"),
    ),
)
SESSIONS = Collection(address.SESSIONS, "Session", Session, (*EVERY, _LINKS), frozenset({"aliases"}))
COLLECTIONS = (CASES, LESSONS, MISTAKES, TAGS, SESSIONS)

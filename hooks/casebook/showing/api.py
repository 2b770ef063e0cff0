"""/api/v1/: an index, a file for each collection and one for each record, and tables. docs/api.md says what is in them.

A record that moved is found at its old address, too, under its new id.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pydantic_core import to_json as json_bytes

from casebook import address, contract
from casebook.contract import Collection
from casebook.showing.edition import Document, Edition, Joined, Part
from casebook.showing.pages import moved
from casebook.showing.records import Entry, Records
from casebook.showing.references import JsonRecord
from casebook.showing.tables import TABLES

_COLLECTIONS: tuple[tuple[Collection, Callable[[Records], Iterator[Entry]]], ...] = (
    (contract.CASES, Records.cases),
    (contract.LESSONS, Records.lessons),
    (contract.MISTAKES, Records.mistakes),
    (contract.TAGS, Records.tags),
    (contract.SESSIONS, Records.sessions),
)


def to_json(value: Any) -> str:
    """Plain values as JSON without white space."""
    return json_bytes(value).decode()


def documents(edition: Edition) -> Iterator[Document | Joined]:
    """Everything below /api/v1/."""
    records, former = Records(edition), former_addresses(edition)
    gone = list(records.gone())
    collections = {named: list(entries(records)) for named, entries in _COLLECTIONS}
    for named, made in collections.items():
        withdrawn = gone if named is contract.CASES else []
        for entry in (*made, *withdrawn):
            for place in (entry.page, *former.get(entry.page, ())):
                yield Document(address.record(place), edition.version(entry.page), partial(_record, entry))
        yield _list(edition, named, made, withdrawn)
    everything = edition.version(*(entry.page for made in (*collections.values(), gone) for entry in made))
    for page, table in TABLES.items():
        yield Document(address.table(page), everything, partial(table, edition))
    yield Document(address.DATA_INDEX, everything, partial(_index, edition, collections, len(gone)))


def former_addresses(edition: Edition) -> dict[str, list[str]]:
    """Address of a page -> those that it had before."""
    found: dict[str, list[str]] = defaultdict(list)
    for old, new in moved(edition.links).items():
        found[new.partition("#")[0]].append(old.partition("#")[0])
    return found


def _record(entry: Entry) -> str:
    return to_json(entry.make())


def _head(edition: Edition) -> JsonRecord:
    """What every list and the index begin with."""
    return {
        "version": contract.VERSION,
        **({"updated": edition.day} if edition.day else {}),
        "licence": contract.LICENCE._asdict(),
        "attribution": edition.name,
        "documentation": edition.full(address.DATA_GUIDE),
    }


def _list(edition: Edition, named: Collection, made: list[Entry], withdrawn: list[Entry]) -> Joined:
    """A whole collection. Its records are files of their own, and nothing is made twice."""
    pieces: list[str | Part] = [f'{to_json(_head(edition)).removesuffix("}")},"records":[', *_parts(made)]
    if withdrawn:
        pieces += ['],"withdrawn":[', *_parts(withdrawn)]
    version = edition.version(*(entry.page for entry in (*made, *withdrawn)))
    return Joined(address.record(named.page), version, (*pieces, "]}"))


def _parts(entries: list[Entry]) -> Iterator[str | Part]:
    """Records with a comma between them."""
    for number, entry in enumerate(entries):
        if number:
            yield ","
        yield Part(address.record(entry.page))


def _index(edition: Edition, collections: dict[Collection, list[Entry]], gone: int) -> str:
    counts = {named.key: len(made) for named, made in collections.items()}
    return to_json(
        {
            **_head(edition),
            "schema": edition.full(address.DATA_SCHEMA),
            "site": {"title": edition.name, "address": edition.full(address.HOME)},
            "counts": {**counts, "withdrawn": gone},
            "collections": {named.key: edition.full(address.record(named.page)) for named in collections},
            "tables": {page.rstrip("/"): edition.full(address.table(page)) for page in TABLES},
            "feeds": {"rss": edition.full(address.rss()), "json": edition.full(address.json_feed())},
            "records": {
                named.key: [entry.reference | {"data": edition.full(address.record(entry.page))} for entry in made]
                for named, made in collections.items()
            },
        }
    )

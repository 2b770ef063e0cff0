"""/api/v1/: an index, a file for each collection and one for each record, and tables. docs/api.md says what is in them.

A record that moved is found at its old address, too, under its new id.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from casebook import address, contract
from casebook.contract import Collection
from casebook.showing.edition import Document, Edition
from casebook.showing.pages import moved
from casebook.showing.records import Made, Records
from casebook.showing.references import JsonRecord
from casebook.showing.tables import TABLES

_COLLECTIONS: tuple[tuple[Collection, Callable[[Records], Made]], ...] = (
    (contract.CASES, Records.cases),
    (contract.LESSONS, Records.lessons),
    (contract.MISTAKES, Records.mistakes),
    (contract.TAGS, Records.tags),
    (contract.SESSIONS, Records.sessions),
)
Texts: TypeAlias = list[tuple[str, str]]
"""(address of a page, its record as JSON) …"""

to_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
"""Plain values as JSON without white space; records hold no circles."""


def documents(edition: Edition) -> Iterator[Document]:
    """Everything below /api/v1/."""
    records, former = Records(edition), former_addresses(edition)
    index: dict[str, list[JsonRecord]] = {}
    gone = list(records.gone())
    for collection, make in _COLLECTIONS:
        made = list(make(records))
        index[collection.key] = [_entry(record) for _, record in made]
        texts = [(page, to_json(record)) for page, record in made]
        withdrawn = [(page, to_json(record)) for page, record in gone] if collection is contract.CASES else []
        for page, text in (*texts, *withdrawn):
            for place in (page, *former.get(page, ())):
                yield Document(address.record(place), text)
        yield Document(address.record(collection.page), _list(edition, texts, withdrawn))
    for page, table in TABLES.items():
        yield Document(address.table(page), table(edition))
    yield Document(address.DATA_INDEX, to_json(_index(edition, index, len(gone))))


def former_addresses(edition: Edition) -> dict[str, list[str]]:
    """Address of a page -> those that it had before."""
    found: dict[str, list[str]] = defaultdict(list)
    for old, new in moved(edition.links).items():
        found[new.partition("#")[0]].append(old.partition("#")[0])
    return found


def _entry(record: JsonRecord) -> JsonRecord:
    return {key: record[key] for key in ("id", "title", "address", "data")}


def _head(edition: Edition) -> JsonRecord:
    """What every list and the index begin with."""
    return {
        "version": contract.VERSION,
        **({"updated": edition.day} if edition.day else {}),
        "licence": contract.LICENCE._asdict(),
        "attribution": edition.name,
        "documentation": edition.full(address.DATA_GUIDE),
    }


def _list(edition: Edition, texts: Texts, withdrawn: Texts) -> str:
    """A whole collection. Its records are text already, and nothing is written twice."""
    head = to_json(_head(edition)).removesuffix("}")
    gone = f',"withdrawn":[{",".join(text for _, text in withdrawn)}]' if withdrawn else ""
    return f'{head},"records":[{",".join(text for _, text in texts)}]{gone}}}'


def _index(edition: Edition, index: dict[str, list[JsonRecord]], gone: int) -> JsonRecord:
    counts = {key: len(entries) for key, entries in index.items()}
    return {
        **_head(edition),
        "schema": edition.full(address.DATA_SCHEMA),
        "site": {"title": edition.name, "address": edition.full(address.HOME)},
        "counts": {**counts, "withdrawn": gone},
        "collections": {named.key: edition.full(address.record(named.page)) for named, _ in _COLLECTIONS},
        "tables": {page.rstrip("/"): edition.full(address.table(page)) for page in TABLES},
        "feeds": {"rss": edition.full(address.rss()), "json": edition.full(address.json_feed())},
        "records": index,
    }

"""docs/api.md, from the model and the contract: what the data under /api/v1/ holds, and what may change.

The words stand in api_page.md, beside this file; the tables follow from `model.py` and `contract.py`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from casebook import contract
from casebook.contract import Added, Collection
from casebook.contributing import api_schema
from casebook.contributing.api_schema import is_always_there, records_in, shown_fields
from casebook.contributing.fields import Field, fields_of
from casebook.contributing.markdown import front_matter
from casebook.model import Record

PAGE = "docs/api.md"
_WORDS = Path(__file__).with_suffix(".md")


def texts() -> dict[str, str]:
    """Path -> text of the page and of the schema."""
    head = front_matter(
        "Use the data",
        "Cases and lessons as JSON and CSV, feeds, and cards to embed: what they hold, and what may change.",
        "scripts/api_page.py from hooks/casebook/contributing/api_page.md, model.py and contract.py",
    )
    words = _WORDS.read_text("utf-8").rstrip("\n")
    fields = "\n\n".join(_fields())
    text = words.replace("{fields}", fields).replace("{max_items}", str(contract.MAX_ITEMS))
    return {PAGE: f"{head}\n\n{text}\n"} | api_schema.texts()


def _fields() -> Iterator[str]:
    yield "### A reference\n\n" + _table(_added(contract.REFERENCE))
    yield "### Every record\n\n" + _table(_added(contract.EVERY))
    for collection in contract.COLLECTIONS:
        yield f"### {collection.title}\n\n" + _table(_own(collection))
    for record in records_in(contract.COLLECTIONS):
        about = (record.__doc__ or "").split("\n")[0]
        yield f"### {_in_words(record)}\n\n{about}\n\n" + _table([_row(field) for field in fields_of(record)])


def _table(rows: list[str]) -> str:
    return "\n".join(["| field | always | what it holds |", "|---|---|---|", *rows])


def _added(fields: Iterable[Added]) -> list[str]:
    return [
        f"| `{field.key}` | {'yes' if field.is_always_there else ''} | {field.shape.value}: {field.doc} |"
        for field in fields
    ]


def _own(collection: Collection) -> list[str]:
    """The rows of a collection, but for those of every record."""
    more = [added for added in collection.added if added not in contract.EVERY]
    return [*(_row(field, is_published=True) for field in shown_fields(collection)), *_added(more)]


def _row(field: Field, *, is_published: bool = False) -> str:
    always = "yes" if is_always_there(field, is_published=is_published) else ""
    return f"| `{field.key}` | {always} | {_shape(field)}: {field.doc} |"


def _shape(field: Field) -> str:
    """What kind of value it is, in words."""
    inside = field.kind.inside[0] if field.kind.bare is list else field.kind
    many = "a list: " if field.kind.bare is list else ""
    if inside.refers_to:
        return f"{many}a reference"
    if record := field.kind.record:
        return f"{many}[{_in_words(record).lower()}](#{_in_words(record).lower().replace(' ', '-')})"
    if inside.words:
        return f"{many}{', '.join(f'`{word}`' for word in inside.words)}"
    if inside.bare in (int, bool):
        return f"{many}{'a number' if inside.bare is int else 'true or false'}"
    return f"{many}{'Markdown' if inside.is_prose else 'a text'}"


def _in_words(record: type[Record]) -> str:
    """The name of a record as a heading: `Cited lesson`."""
    return re.sub("(?<=[a-z])[A-Z]", lambda capital: f" {capital[0].lower()}", record.__name__)

"""The records of /api/v1/ as JSON Schema 2020-12, from the model and the contract.

It allows fields that it does not name, as a reader of the data should: within a version fields may be added.
"""

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from casebook import address, contract
from casebook.contract import Added, Collection, Shape
from casebook.contributing.fields import Field, Kind, Need, fields_of
from casebook.model import Record, WithdrawalReason

Schema: TypeAlias = dict[str, Any]

FILE = f"docs/{address.DATA_SCHEMA}"
_TEXT: Schema = {"type": "string"}
_REFERENCE: Schema = {"$ref": "#/$defs/reference"}
_SHAPES: dict[Shape, Schema] = {
    Shape.TEXT: _TEXT,
    Shape.ADDRESS: {"type": "string", "format": "uri-reference"},
    Shape.GROUP: {"$ref": "#/$defs/group"},
    Shape.REFERENCES: {"type": "array", "minItems": 1, "items": _REFERENCE},
    Shape.PARTS: {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/part"}},
    Shape.TAGS: {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/tagged"}},
    Shape.LINKS: {"type": "object", "minProperties": 1, "additionalProperties": _REFERENCE},
}


def texts() -> dict[str, str]:
    """Path -> text of the schema."""
    return {FILE: json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"}


def schema() -> Schema:
    """The schema: of any file of /api/v1/, and under `$defs` of each kind of record alone."""
    collections = {collection.key: _collection(collection) for collection in contract.COLLECTIONS}
    refs = [{"$ref": f"#/$defs/{name}"} for name in (*collections, "withdrawn", "list", "index")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by scripts/api_page.py from hooks/casebook/model.py and contract.py: change it there.",
        "title": "The data of the AI Safety Career Casebook",
        "anyOf": refs,
        "$defs": {
            **collections,
            **{record.__name__: _record(record) for record in records_in(contract.COLLECTIONS)},
            **_parts(),
            **_files(list(collections)),
        },
    }


def records_in(collections: Iterable[Collection]) -> list[type[Record]]:
    """The records that stand in those of the collections, each once."""
    found: list[type[Record]] = []
    waiting = [field for collection in collections for field in shown_fields(collection)]
    for field in waiting:
        record = field.kind.record
        if record and record not in found:
            found.append(record)
            waiting += fields_of(record)
    return found


def shown_fields(collection: Collection) -> list[Field]:
    """The fields of the model that are in the data as the model has them."""
    taken = collection.left_out | {added.key for added in collection.added}
    fields = fields_of(collection.record) if collection.record else ()
    return [field for field in fields if field.key not in taken]


def is_always_there(field: Field, *, is_published: bool = False) -> bool:
    """Whether no record lacks it. A reference may be to a case that the site does not show, so it may be missing."""
    inside = field.kind.inside[0] if field.kind.bare is list else field.kind
    needed = {Need.ALWAYS, Need.ONCE_PUBLISHED} if is_published else {Need.ALWAYS}
    has_default = field.default not in (None, "", [], {})
    return (field.need in needed or has_default) and inside.refers_to not in {"case", "case_decision"}


def _collection(collection: Collection) -> Schema:
    own = shown_fields(collection)
    return {
        "description": collection.title,
        "type": "object",
        "properties": _added(collection.added) | {field.key: _described(field) for field in own},
        "required": [
            *(added.key for added in collection.added if added.is_always_there),
            *(field.key for field in own if is_always_there(field, is_published=True)),
        ],
    }


def _record(record: type[Record]) -> Schema:
    fields = fields_of(record)
    return {
        "description": (record.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": {field.key: _described(field) for field in fields},
        "required": [field.key for field in fields if is_always_there(field)],
    }


def _added(fields: Iterable[Added]) -> Schema:
    return {field.key: {"description": field.doc, **_SHAPES[field.shape]} for field in fields}


def _described(field: Field) -> Schema:
    return {"description": field.doc, **_of_kind(field.kind)}


def _of_kind(kind: Kind) -> Schema:
    if kind.bare is list:
        return {"type": "array", "minItems": 1, "items": _of_kind(kind.inside[0])}
    if kind.record:
        return {"$ref": f"#/$defs/{kind.record.__name__}"}
    if kind.refers_to:
        return _REFERENCE
    if kind.words:
        return {"enum": list(kind.words)}
    return {"type": {int: "integer", bool: "boolean"}.get(kind.bare, "string")}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _parts() -> Schema:
    reference = {"type": "object", "properties": _added(contract.REFERENCE), "required": ["id", "title", "address"]}
    group = _object(id=_TEXT, title=_TEXT)
    return {
        "reference": reference,
        "group": group,
        "part": _with(reference, case=_REFERENCE),
        "tagged": _with(reference, group={"$ref": "#/$defs/group"}),
        "withdrawn": _with(
            reference,
            data=_SHAPES[Shape.ADDRESS],
            licence=_TEXT,
            withdrawn=_object(date=_TEXT, reason={"enum": list(WithdrawalReason)}),
        ),
    }


def _with(schema: Schema, /, **more: Schema) -> Schema:
    return {**schema, "properties": schema["properties"] | more, "required": [*schema["required"], *more]}


def _files(collections: list[str]) -> Schema:
    """The files that hold many records."""
    address_ = _SHAPES[Shape.ADDRESS]
    licence = _object(id=_TEXT, title=_TEXT, address=address_)
    head = _object(version={"const": contract.VERSION}, licence=licence, attribution=_TEXT, documentation=address_)
    head["properties"]["updated"] = _TEXT
    records = {"type": "array", "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in collections]}}
    listed = _with(head, records=records)
    listed["properties"]["withdrawn"] = {"type": "array", "items": {"$ref": "#/$defs/withdrawn"}}
    entry = _with(_parts()["reference"], data=address_)
    addresses = {"type": "object", "additionalProperties": address_}
    return {
        "list": listed,
        "index": _with(
            head,
            schema=address_,
            site=_object(title=_TEXT, address=address_),
            counts={"type": "object", "additionalProperties": {"type": "integer"}},
            collections=addresses,
            tables=addresses,
            feeds=addresses,
            records=_object(**{key: {"type": "array", "items": entry} for key in collections}),
        ),
    }

"""The model as JSON Schema 2020-12, for completion, docs and errors while a person types.

An editor's YAML support reads `2023` as a number and `true` as a boolean, where our own reading keeps text; so the
schema takes both. It accepts all that the check accepts, but for a text that is only `true`, `false` or `null`: an
editor takes an unquoted one for something else, and so should a person. The ids that exist stand in files of their own,
which git ignores (`ids.py`): a new lesson must not make the schema stale.

To add a condition between fields, add it to `_CONDITIONS`; all else follows from the types.
"""

import json
from typing import Any, TypeAlias

from casebook.contributing.fields import Field, Kind, Need, fields_of, sentence
from casebook.contributing.ids import ID_LISTS, SCHEMA_FOLDER, TAG_LIST
from casebook.loading.hints import example_line
from casebook.model import (
    Address,
    Boolean,
    CaseStudy,
    Category,
    Date,
    Day,
    Id,
    Invited,
    Lesson,
    Minutes,
    PartId,
    Record,
    Redirect,
    Session,
    Status,
    Synonyms,
    TagGroup,
    Term,
)

Schema: TypeAlias = dict[str, Any]

ROOTS: dict[str, tuple[type[Record], bool]] = {
    "case-study": (CaseStudy, False),
    "lesson": (Lesson, False),
    "session": (Session, False),
    "mistakes": (Category, True),
    "tags": (TagGroup, True),
    "redirects": (Redirect, True),
    "glossary": (Term, True),
    "synonyms": (Synonyms, True),
}
"""Name of a schema -> its record, and whether its file holds a list of them."""

_YEAR, _MONTH, _DAY = "[0-9]{4}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_FULL_DATE = f"{_YEAR}-{_MONTH}-{_DAY}"
_KEBAB = "^[a-z0-9]+(-[a-z0-9]+)*$"
_FILLED = "[^\\s\\u2013\\u2014-]"
"""A character that makes a text more than an empty one or a dash."""


def _text(pattern: str, message: str, *more: str) -> Schema:
    return {"type": ["string", *more], "pattern": pattern, "patternErrorMessage": f"must be {message}"}


_ID = {**_text(_KEBAB, "small letters, digits and single hyphens, such as asks-for-advice", "number"), "maxLength": 80}
_NAMED: dict[Any, Schema] = {
    Day: _text(f"^{_FULL_DATE}$", "a date such as 2026-11-24"),
    Date: {
        **_text(f"^{_YEAR}(-{_MONTH}(-{_DAY})?)?$", "a date such as 2023, 2023-03 or 2023-03-14", "integer"),
        "minimum": 1,
        "maximum": 9999,
    },
    Invited: _text(f"^(never|{_FULL_DATE})$", "never, or a date such as 2026-11-24"),
    Address: {
        **_text('^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\\\<>"^`{|}]+$', "a web address such as https://example.org/post"),
        "maxLength": 2000,
    },
    Boolean: {**_text("^(true|false)$", "true or false"), "type": ["boolean", "string"]},
    Minutes: {
        **_text("^[1-9][0-9]{0,2}$", "a number of minutes from 1 to 999"),
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": 999,
    },
    Id: _ID,
    PartId: _ID,
}
"""The types of the model that say more than `text`."""


def texts() -> dict[str, str]:
    """Path -> text of every schema."""
    return {f"{SCHEMA_FOLDER}/{name}.json": _as_text(schema_of(name)) for name in ROOTS}


def _as_text(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_of(name: str) -> Schema:
    """The schema of one kind of file."""
    record, is_list = ROOTS[name]
    parts: dict[str, Schema] = {}
    whole = _record(record, parts)
    if is_list:
        parts = {record.__name__: whole, **parts}
        whole = {
            "description": f"{whole['description']} Each begins with '- '.",
            "type": "array",
            "items": _part(record),
        }
    conditions = {"allOf": _CONDITIONS} if record is CaseStudy else {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by scripts/schema.py from hooks/casebook/model.py: change it there.",
        "title": name.replace("-", " ").capitalize(),
        **whole,
        **conditions,
        "$defs": parts,
    }


def _part(record: type[Record]) -> Schema:
    return {"$ref": f"#/$defs/{record.__name__}"}


def _record(record: type[Record], parts: dict[str, Schema]) -> Schema:
    """The schema of a record; those of the records in it are added to `parts`."""
    fields = fields_of(record)
    schema: Schema = {
        "description": (record.__doc__ or "").split("\n")[0],
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _field(field, parts) for field in fields},
    }
    needed = [field.key for field in fields if field.need is Need.ALWAYS]
    return {**schema, "required": needed} if needed else schema


def _field(field: Field, parts: dict[str, Schema]) -> Schema:
    return {"description": _described(field), **of_kind(field.kind, parts)}


def _described(field: Field) -> str:
    """The doc, what stands for a field that is left out, and the example.

    Not as `default` and `examples`: an editor writes those into the file, and a person leaves them there.
    """
    said = [sentence(field)]
    if field.default not in (None, "", [], {}):
        said.append(f"Where it is left out: {_word(field.default)}.")
    if field.example and not field.kind.words:
        said.append(f"For example: {example_line('', field.example).removeprefix(': ')}")
    return "\n\n".join(said)


def _word(default: Any) -> str:
    return json.dumps(default).strip('"')


def of_kind(kind: Kind, parts: dict[str, Schema]) -> Schema:
    """What may stand where a type of the model is asked for; the schemas of records in it are added to `parts`."""
    if kind.bare is list:
        return _list(kind, of_kind(kind.inside[0], parts))
    if kind.bare is dict:
        return _mapping(kind, parts)
    if record := kind.record:
        if record.__name__ not in parts:
            parts[record.__name__] = {}  # so that its place is before those of the records in it
            parts[record.__name__] = _record(record, parts)
        return _part(record)
    if words := kind.words:
        return {"enum": words, "enumDescriptions": [word.label for word in words]}
    if kind.refers_to in ID_LISTS:
        return {"$ref": ID_LISTS[kind.refers_to]}
    return _NAMED.get(kind.named) or _any_text(kind)


def _list(kind: Kind, item: Schema) -> Schema:
    items = {"type": "array", "items": item}
    if kind.may_stand_alone:
        return {"anyOf": [item, items]}
    return {**items, "minItems": kind.min_items} if kind.min_items else items


def _mapping(kind: Kind, parts: dict[str, Schema]) -> Schema:
    keys, values = kind.inside
    if keys.named != Id:
        return {"$ref": TAG_LIST}
    names = {key: _ID[key] for key in ("pattern", "patternErrorMessage", "maxLength")}
    return {
        "type": "object",
        "minProperties": kind.min_items,
        "propertyNames": names,
        "additionalProperties": of_kind(values, parts),
    }


def _any_text(kind: Kind) -> Schema:
    """Text, of one line where it is no prose. Its length is counted without the white space around it, as we do."""
    if kind.is_prose:
        return _text(_FILLED, "some text; leave the line out where there is nothing to say", "number")
    most = kind.max_length
    length = f"{{0,{most - 1}}}" if most else "*"
    message = f"one line of at most {most} characters" if most else "one line"
    return _text(f"^(?=[\\s\\S]*{_FILLED})\\s*\\S[^\\n]{length}\\s*$", message, "number")


def _where(conditions: Schema, then: Schema) -> Schema:
    """Where the keys have these values, this holds, too. A value may be a dict of keys and values."""
    return {"if": _have(conditions), "then": then}


def _have(conditions: Schema) -> Schema:
    parts = {key: _have(value) if isinstance(value, dict) else {"const": value} for key, value in conditions.items()}
    return {"type": "object", "required": list(conditions), "properties": parts}


def _filled_list(key: str) -> Schema:
    return {"required": [key], "properties": {key: {"minItems": 1}}}


_PUBLISHED = {"status": Status.PUBLISHED}
_CONDITIONS: list[Schema] = [
    _where(
        _PUBLISHED, {"required": [field.key for field in fields_of(CaseStudy) if field.need is Need.ONCE_PUBLISHED]}
    ),
    _where(_PUBLISHED, _filled_list("lessons")),
    _where(_PUBLISHED, {"anyOf": [_filled_list("decisions"), _filled_list("mistakes")]}),
    _where({**_PUBLISHED, "permission": {"basis": "public_writeup"}}, _filled_list("sources")),
    _where(
        {**_PUBLISHED, "permission": {"basis": "self_submitted"}},
        {"properties": {"permission": {"required": ["date"]}}},
    ),
    _where(
        {**_PUBLISHED, "permission": {"basis": "given"}},
        {"properties": {"permission": {"required": ["date", "held_by"]}}},
    ),
    {
        "if": {**_have(_PUBLISHED), "not": _have({"subject": {"named_as": "anonymous"}})},
        "then": {"properties": {"subject": {"required": ["name"]}}},
    },
    _where({"subject": {"named_as": "anonymous"}}, {"properties": {"subject": {"properties": {"name": False}}}}),
    {**_where({"status": Status.WITHDRAWN}, {"required": ["withdrawn"]}), "else": {"properties": {"withdrawn": False}}},
]
"""What holds between the fields of a case study; `loading/checks/completeness.py` says the same."""

"""What the model says of a tree, as problems in plain words: required, unknown, wrong type, wrong word, too long …"""

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from casebook.loading.files import File
from casebook.loading.source import Mapping, Sequence, Tree
from casebook.model import Record, Word
from casebook.problem import Problem

Location = tuple[str | int, ...]

_TYPES = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "int_type": "a number",
    "bool_type": "true or false",
}
_TYPE_HINTS = {
    "list_type": "write each item on a line of its own that begins with '- '",
    "model_type": "write its keys on indented lines below it",
    "dict_type": "write its keys on indented lines below it",
}


def did_you_mean(value: str, known: Collection[str]) -> str:
    """A hint with the nearest of the known values; empty where none is near."""
    nearest = difflib.get_close_matches(value, known, n=1)
    return f"did you mean {nearest[0]!r}?" if nearest else ""


def validated(file: File) -> tuple[list[Record], list[Problem]]:
    """The records of a file (none where anything is wrong), and what is wrong with its shape."""
    tree = file.source.tree
    if file.is_list and not isinstance(tree, Sequence):
        return [], [_wrong_root(file, "a list: each record begins with '- '")] if tree is not None else []
    if not file.is_list and not isinstance(tree, Mapping):
        return [], [_wrong_root(file, "a mapping: lines of  key: value")] if tree is not None else []
    records: list[Record] = []
    problems: list[Problem] = []
    for index, node in enumerate(tree) if file.is_list else [(None, tree)]:
        location: Location = () if index is None else (index,)
        try:
            records.append(file.record.model_validate(node))
        except ValidationError as error:
            problems += _problems(file, location, error)
    return ([] if problems else records), problems


def _wrong_root(file: File, what: str) -> Problem:
    return Problem(file.source.where(1), "wrong-type", f"the file must hold {what}", "compare it with another file of its kind")


def _problems(file: File, start: Location, error: ValidationError) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        location = (*start, *(part for part in found["loc"] if part != "[key]"))
        code, message, hint = _words(file.record, location[len(start) :], dict(found))
        yield Problem(file.source.where(line_of(file.source.tree, location)), code, message, hint)


def line_of(tree: Tree | None, location: Location) -> int:
    """The line of the key or item at a location, or of the nearest thing around it that is there."""
    line = 1
    node: Any = tree
    for part in location:
        if isinstance(node, Mapping) and part in node.lines:
            line, node = node.lines[str(part)], node.get(str(part))
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node):
            line, node = node.lines[part], node[part]
        else:
            break
    return line


def _words(record: type[Record], location: Location, found: dict[str, Any]) -> tuple[str, str, str]:
    """(code, message, hint) for one of the validator's errors."""
    name = next((part for part in reversed(location) if isinstance(part, str)), "an item")
    field = _field(record, location)
    kind, value = found["type"], found.get("input")
    context = found.get("ctx") or {}
    if kind == "missing":
        example = field.examples[0] if field and field.examples else "…"
        return "required", f"{name} is required", f"add a line, for example:  {name}: {example}"
    if kind == "extra_forbidden":
        known = [field.alias or key for key, field in (_record_at(record, location[:-1]) or record).model_fields.items()]
        hint = did_you_mean(name, known) or f"known keys: {', '.join(known)}"
        return "unknown-key", f"unknown key {name!r}", hint
    if kind == "enum" and field is not None:
        words = [word.value for word in _word_class(field.annotation) or ()]
        message = f"{name} must be one of {', '.join(words)}; got {value!r}"
        return "wrong-word", message, did_you_mean(str(value), words)
    if kind in ("too_long", "string_too_long"):
        most, length = context["max_length"], len(str(value))
        return "too-long", f"{name} must be at most {most} characters; it has {length}", f"shorten it by {length - most}"
    if kind in _TYPES:
        got = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else repr(value)
        return "wrong-type", f"{name} must be {_TYPES[kind]}; got {got}", _TYPE_HINTS.get(kind, "")
    if kind == "empty":
        return "empty", f"{name} must not be empty", f"write its text, or leave the line {name}: out"
    if kind == "not-one-line":
        return "not-one-line", f"{name} must be one line", "join its lines"
    return kind, f"{name} {found['msg']}", ""


def _step(annotation: Any) -> Iterator[Any]:
    """The types inside a type: of a list's items, a mapping's values, a union's parts."""
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _step(part)


def _record_at(record: type[Record], location: Location) -> type[Record] | None:
    """The type of the record that stands at a location."""
    found: type[Record] | None = record
    for part in location:
        if isinstance(part, str) and found:
            field = _own_field(found, part)
            inner = _step(field.annotation) if field else ()
            found = next((kind for kind in inner if isinstance(kind, type) and issubclass(kind, Record)), None)
    return found


def _own_field(record: type[Record], key: str) -> FieldInfo | None:
    return next((field for name, field in record.model_fields.items() if key == (field.alias or name)), None)


def _field(record: type[Record], location: Location) -> FieldInfo | None:
    """The field that a location names, whether or not it is there."""
    names = [index for index, part in enumerate(location) if isinstance(part, str)]
    if not names:
        return None
    owner = _record_at(record, location[: names[-1]])
    return _own_field(owner, str(location[names[-1]])) if owner else None


def _word_class(annotation: Any) -> type[Word] | None:
    return next((kind for kind in _step(annotation) if isinstance(kind, type) and issubclass(kind, Word)), None)

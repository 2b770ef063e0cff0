"""What the model says of a tree, as problems in plain words: required, unknown, wrong type, wrong word, too long."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from casebook.loading.files import File
from casebook.loading.hints import did_you_mean, example_line
from casebook.loading.source import Mapping, Sequence, Tree
from casebook.model import Chapter, Record, Word, Worksheet
from casebook.problem import Problem, shown

Location = tuple[str | int, ...]
Words = tuple[str, str, str]
"""(code, message, hint)."""

_KEY = "[key]"
"""What the validator adds to a location where a mapping's key is meant, not its value."""
_TYPES = {
    "string_type": ("text", "write one text; put it in double quotes if it holds ': ' or begins with a sign"),
    "list_type": ("a list", "write each item on a line of its own that begins with '- '"),
    "dict_type": ("lines of  key: value", "write its keys on indented lines below it"),
    "model_type": ("lines of  key: value", "write its keys on indented lines below it"),
}
_HINTS = {
    "bad-address": "write the whole address, as the browser shows it",
    "bad-date": "write year-month-day; leave the line out where nobody knows",
    "bad-id": "write words with hyphens between them",
    "not-a-number": "write digits",
    "not-boolean": "write the word without quotes or capitals",
    "not-minutes": "write digits",
}


def validated(file: File) -> tuple[list[Record], list[Problem]]:
    """The records of a file (none where anything is wrong), and what is wrong with its shape."""
    tree = file.source.tree
    if tree is None:
        return [], [] if file.is_list or file.source.is_broken else [_empty(file)]
    nodes: list[tuple[Location, Any]]
    if file.is_list:
        if not isinstance(tree, Sequence):
            return [], [_wrong_root(file, "a list", "begin each record with '- '")]
        nodes = [((index,), node) for index, node in enumerate(tree)]
    elif isinstance(tree, Mapping):
        nodes = [((), tree)]
    else:
        return [], [_wrong_root(file, "lines of  key: value", "begin it with  title: …")]
    records: list[Record] = []
    problems: list[Problem] = []
    for location, node in nodes:
        try:
            records.append(file.record.model_validate(node))
        except ValidationError as error:
            problems += _problems(file, location, error)
    return ([] if problems else records), problems


def _empty(file: File) -> Problem:
    if file.record in (Chapter, Worksheet):
        hint = "begin the file with three lines:  ---  then  title: …  then  ---"
        return file.problem(
            1, "front-matter", f"a {file.record.__name__.lower()} must begin with its title, as front matter", hint
        )
    return file.problem(1, "empty-file", "the file must not be empty", "write it, or delete the file")


def _wrong_root(file: File, what: str, hint: str) -> Problem:
    return file.problem(1, "wrong-type", f"the file must hold {what}; got {shown(file.source.tree)}", hint)


def _problems(file: File, start: Location, error: ValidationError) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        below = _written(file, start, tuple(part for part in found["loc"] if part != _KEY))
        name = "a key" if _KEY in found["loc"] else _name(below)
        code, message, hint = _words(file.record, below, name, dict(found))
        yield file.problem(line_of(file.source.tree, (*start, *below)), code, message, hint)


def _written(file: File, start: Location, below: Location) -> Location:
    """A location as the file has it: an item that stands alone, without its list, is the value of the key."""
    if not below or not isinstance(below[-1], int):
        return below
    node: Any = file.source.tree
    for part in (*start, *below[:-1]):
        node = node[part]
    return below[:-1] if isinstance(node, str) else below


def line_of(tree: Tree | None, location: Location) -> int:
    """The line of the key or item at a location, or of the nearest thing around it that is there."""
    line = 1
    node: Any = tree
    for part in location:
        is_key = isinstance(node, Mapping) and isinstance(part, str) and part in node
        is_index = isinstance(node, Sequence) and isinstance(part, int) and part < len(node)
        if not is_key and not is_index:
            break
        line, node = node.lines[part], node[part]
    return line


def _words(record: type[Record], location: Location, name: str, found: dict[str, Any]) -> Words:
    """One of the validator's errors in plain words; `name` is what a message calls the thing at the location."""
    field = _field(record, location)
    kind, value = str(found["type"]), found.get("input")
    if kind == "missing":
        return _required(name, field)
    if kind == "extra_forbidden":
        return _unknown_key(name, _record_at(record, location[:-1]) or record)
    if value == "" or kind == "empty":
        return "empty", f"{name} must not be empty", "write what belongs there, or leave the line out"
    if kind == "enum" and field is not None:
        words = [word.value for word in _word_class(field.annotation) or ()]
        return "wrong-word", f"{name} must be one of {', '.join(words)}; got {shown(value)}", _nearest(value, words)
    if kind == "too_short":
        hint = f"add one, for example:  {example_line(name, _example(field))}"
        least = found["ctx"]["min_length"]
        return "required", f"{name} must hold at least {'one item' if least == 1 else f'{least} items'}", hint
    if kind in ("too_long", "string_too_long"):
        most, length = found["ctx"]["max_length"], len(str(value).strip())
        return "too-long", f"{name} must be at most {most} characters; it has {length}", f"cut {length - most} of them"
    if kind == "not-one-line":
        return kind, f"{name} must be one line", "join its lines, or write > instead of |, which joins them"
    if kind in _TYPES:
        what, hint = _TYPES[kind]
        return "wrong-type", f"{name} must be {what}; got {shown(value)}", hint
    return kind, f"{name} {found['msg']}; got {shown(value)}", _HINTS.get(kind, "")


def _required(name: str, field: FieldInfo | None) -> Words:
    return "required", f"{name} is required", f"add a line, for example:  {example_line(name, _example(field))}"


def _unknown_key(name: str, record: type[Record]) -> Words:
    known = {field.alias or key: field for key, field in record.model_fields.items()}
    homes = [key for key, field in known.items() if (below := _record_in(field)) and _own_field(below, name)]
    hint = did_you_mean(name, known) or (
        f"it stands below {' or '.join(f'{key}:' for key in homes)}"
        if homes
        else f"the keys that can stand here: {', '.join(known)}"
    )
    return "unknown-key", f"the key {shown(name)} is not known here", hint


def _nearest(value: Any, words: list[str]) -> str:
    return did_you_mean(str(value), words) or "write one of these words"


def _example(field: FieldInfo | None) -> Any:
    return field.examples[0] if field and field.examples else "…"


def _name(location: Location) -> str:
    """What a message calls the thing at a location: its key, or an item of the list that has one."""
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    if location and isinstance(location[-1], str):
        return key
    return f"an item of {key}" if key else "an item of the list"


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
            found = _record_in(field) if field else None
    return found


def _record_in(field: FieldInfo) -> type[Record] | None:
    """The type of the record, or of the records, that a field holds."""
    kinds = _step(field.annotation)
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)), None)


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

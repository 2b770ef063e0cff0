"""The model as those who write files meet it: each field's key, doc, example and need, and what its type asks for.

The blank page, the editor's schema and the issue form are all made from this. To add a field, add a line to `model.py`.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from casebook.model import OneOrMore, Prose, Record, Ref, Word


class Need(Enum):
    """When a field must be there."""

    ALWAYS = "always"
    ONCE_PUBLISHED = "once published"
    NEVER = "never"


@dataclass(frozen=True)
class Kind:
    """What a field's type says of its value."""

    named: Any
    """The type as the model names it (`Day`, `Boolean`, `list[LessonId]` …), but without `| None`."""
    bare: Any
    """`str`, `bool`, `int`, `list`, `dict`, a `Word`, or a `Record`."""
    marks: tuple[Any, ...] = ()
    """What the model adds to the type: `Prose()`, `Ref("lesson")`, a greatest length …"""
    inside: tuple["Kind", ...] = ()
    """A list's items; a mapping's keys and values."""

    @property
    def record(self) -> type[Record] | None:
        """The record that stands here, alone or in a list."""
        kind = self.inside[0] if self.bare is list else self
        return kind.bare if isinstance(kind.bare, type) and issubclass(kind.bare, Record) else None

    @property
    def words(self) -> list[Word]:
        """The words of a fixed set; none where any text will do."""
        return list(self.bare) if isinstance(self.bare, type) and issubclass(self.bare, Word) else []

    @property
    def is_prose(self) -> bool:
        """Whether the text is Markdown."""
        return any(isinstance(mark, Prose) for mark in self.marks)

    @property
    def may_stand_alone(self) -> bool:
        """Whether a list's only item may be written without the list."""
        return any(isinstance(mark, OneOrMore) for mark in self.marks)

    @property
    def refers_to(self) -> str:
        """What a text names: `lesson`, `case` …; empty where it names nothing."""
        return next((mark.to for mark in self.marks if isinstance(mark, Ref)), "")

    @property
    def max_length(self) -> int | None:
        """How many characters a text may have."""
        return next((mark.max_length for mark in self.marks if isinstance(mark, StringConstraints)), None)

    @property
    def min_items(self) -> int:
        """How many items or keys there must be."""
        limits = (limit for mark in self.marks if isinstance(mark, FieldInfo) for limit in mark.metadata)
        return max((getattr(limit, "min_length", 0) for limit in limits), default=0)


@dataclass(frozen=True)
class Field:
    """One field of a record."""

    key: str
    """As the YAML says it."""
    doc: str
    example: Any
    """None, or an empty list, where the model has none."""
    need: Need
    default: Any
    kind: Kind


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """A record's fields, in the model's order."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_field(name, info, hints[name]) for name, info in record.model_fields.items())


def _field(name: str, info: FieldInfo, annotation: Any) -> Field:
    extra = info.json_schema_extra
    is_needed_later = isinstance(extra, dict) and bool(extra.get("published"))
    later = Need.ONCE_PUBLISHED if is_needed_later else Need.NEVER
    return Field(
        key=info.alias or name,
        doc=info.description or "",
        example=(info.examples or [None])[0],
        need=Need.ALWAYS if info.is_required() else later,
        default=None if info.is_required() else info.default,
        kind=kind_of(annotation),
    )


def kind_of(annotation: Any) -> Kind:
    """What a type of the model asks for."""
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = (part for part in get_args(annotation) if part is not type(None))
    bare, marks = annotation, ()
    if get_origin(annotation) is Annotated:
        bare, *more = get_args(annotation)
        marks = tuple(more)
    if get_origin(bare) in (list, dict):
        return Kind(annotation, get_origin(bare), marks, tuple(map(kind_of, get_args(bare))))
    return Kind(annotation, bare, marks)


def sentence(field: Field) -> str:
    """The doc as a sentence, and the greatest length: `Names the story. At most 120 characters.`."""
    doc = field.doc[:1].upper() + field.doc[1:]
    limit = field.kind.max_length
    return f"{doc}. At most {limit} characters." if limit else f"{doc}."

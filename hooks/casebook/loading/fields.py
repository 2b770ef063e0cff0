"""The texts of a file that its fields' types ask a check for: references, ids and prose, each with its line."""

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from casebook.loading.source import Mapping, Sequence, Tree
from casebook.model import Anchor, OneOrMore, Prose, Record, Ref

Marker: TypeAlias = Ref | Anchor | Prose
Plan: TypeAlias = Any
"""What to look for below a type: a marker, a dict of plans by key (a record), a list of one plan, or None.

A tuple of one plan is a list whose only item may stand alone.
"""


class Leaf(NamedTuple):
    """A text that a check looks at: where it stands, and what its field's type says it is."""

    container: Mapping | Sequence
    key: Any
    text: str
    marker: Marker

    @property
    def line(self) -> int:
        """The line of its key or item."""
        return int(self.container.lines[self.key])


def leaves(record: type[Record], tree: Tree | None, *, is_list: bool) -> list[Leaf]:
    """The leaves of a tree of one record, or of a list of records, in the order of the file."""
    plan = _plan_of_record(record)
    found: list[Leaf] = []
    _collect([plan] if is_list else plan, tree, found.append)
    return found


@cache
def _plan_of_record(record: type[Record]) -> Plan:
    fields = record.model_fields.items()
    plans = {field.alias or name: _plan(field.annotation, tuple(field.metadata)) for name, field in fields}
    return {key: plan for key, plan in plans.items() if plan}


def _plan(annotation: Any, metadata: tuple[Any, ...] = ()) -> Plan:
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _plan(inner, (*metadata, *more))
    if get_origin(annotation) in (Union, UnionType):
        plans = (_plan(part, metadata) for part in get_args(annotation) if part is not type(None))
        return next((plan for plan in plans if plan), None)
    if get_origin(annotation) is list:
        plan = _plan(get_args(annotation)[0])
        may_stand_alone = any(isinstance(mark, OneOrMore) for mark in metadata)
        return ((plan,) if may_stand_alone else [plan]) if plan else None
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _plan_of_record(annotation)
    return next((item for item in metadata if isinstance(item, Marker)), None)


def _collect(plan: Plan, node: Any, found: Callable[[Leaf], None]) -> None:
    """Hands on the leaves below a mapping or sequence."""
    if node.__class__ is Mapping and plan.__class__ is dict:
        for key, value in node.items():
            if key in plan:
                _collect_part(plan[key], node, key, value, found)
    elif node.__class__ is Sequence and plan.__class__ in (list, tuple):
        for index, value in enumerate(node):
            _collect_part(plan[0], node, index, value, found)


def _collect_part(plan: Plan, node: Mapping | Sequence, key: Any, value: Any, found: Callable[[Leaf], None]) -> None:
    if value.__class__ is not str:
        _collect(plan, value, found)
    elif plan.__class__ is tuple:
        found(Leaf(node, key, value, plan[0]))
    elif plan.__class__ is not dict and plan.__class__ is not list:
        found(Leaf(node, key, value, plan))

"""The acts that hints name: the nearest known word, a line to add."""

import difflib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

MAX_COMPARISONS = 100_000
"""How many known names are compared in one run: people misspell some words, never a whole file of them."""
_left: ContextVar[list[int]] = ContextVar("comparisons that are left")


@contextmanager
def few_comparisons() -> Iterator[None]:
    """Within, no more names are compared than may be: then hints name the nearest no more."""
    token = _left.set([MAX_COMPARISONS])
    try:
        yield
    finally:
        _left.reset(token)


def did_you_mean(value: str, known: Collection[str]) -> str:
    """A hint with the nearest of the known values; empty where none is near."""
    left = _left.get([MAX_COMPARISONS])
    left[0] -= len(known)
    nearest = difflib.get_close_matches(value, known, n=1) if left[0] > 0 else []
    return f"did you mean {nearest[0]!r}?" if nearest else ""


def example_line(key: str, example: Any) -> str:
    """A line of YAML that a person can copy."""
    return f"{key}: {_flow(example)}"


def _flow(example: Any) -> str:
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(map(_flow, example)) + "]"
    return str(example)

"""The acts that hints name: the nearest known word, a line to add."""

import difflib
from collections.abc import Collection
from typing import Any


def did_you_mean(value: str, known: Collection[str]) -> str:
    """A hint with the nearest of the known values; empty where none is near."""
    nearest = difflib.get_close_matches(value, known, n=1)
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

"""Text -> YAML that says that text and nothing else, whatever the text holds. Writes; `loading.source` reads.

One-line texts are left plain only where nothing in them means anything to YAML; several lines become a block (`|`).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from casebook.characters import DROPPED, FORBIDDEN

STEP = "  "
SCHEMA_LINE = "# yaml-language-server: $schema=schema/case-study.json"
"""The first line of a case study: it tells an editor's YAML support what can stand in the file."""

_PLAIN = re.compile(
    r"[^\W\d_][\w ,.;()/?!\u2019\u201c\u201d\u2026-]*(?<! )"  # words, none of whose signs means anything to YAML
    r"|\d{4}(-\d{2}){0,2}"  # a date
    r"|https?://[A-Za-z0-9./_~%?=&+-]+",
)
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that one YAML reader or another takes for something else than text."""
_UNWRITABLE = re.compile(f"{FORBIDDEN.pattern}|{DROPPED.pattern}|[\ud800-\udfff]")


def cleaned(text: str) -> str:
    """The text without what a file must not hold: control characters, halves of characters, invisible signs."""
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", "    ")
    while _UNWRITABLE.search(text):  # what stood apart may stand together then
        text = _UNWRITABLE.sub("", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(cleaned(text).split())


def lines_of(value: Any, indent: str = "") -> Iterator[str]:
    """The lines of a mapping or list, at an indentation. Texts must be cleaned."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _entry(f"{indent}{key}:", part, indent)
    else:
        for part in value:
            yield from _item(part, indent)


def _item(part: Any, indent: str) -> Iterator[str]:
    if isinstance(part, dict):
        first, *rest = lines_of(part, indent + STEP)
        yield f"{indent}- {first.removeprefix(indent + STEP)}"
        yield from rest
    else:
        yield from _entry(f"{indent}-", part, indent)


def _entry(start: str, part: Any, indent: str) -> Iterator[str]:
    if isinstance(part, (dict, list)):
        yield start
        yield from lines_of(part, indent + STEP)
    elif isinstance(part, str) and "\n" in part:
        yield from block(start, part, indent + STEP)
    else:
        yield f"{start} {scalar(part)}"


def block(start: str, text: str, indent: str) -> Iterator[str]:
    """A text of several lines; where it begins with a space, the mark says how far its lines are indented."""
    yield f"{start} |{len(STEP) if text.startswith(' ') else ''}"
    yield from ((indent + line).rstrip() for line in text.split("\n"))


def scalar(value: str | bool | int) -> str:  # noqa: FBT001  a value of YAML, no flag
    """A value on one line."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.casefold() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


def comment(text: str) -> Iterator[str]:
    """The text as lines of comment."""
    yield from (f"# {line}".rstrip() for line in text.split("\n"))

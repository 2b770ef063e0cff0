"""A file of the project -> text that is safe to read on, or what is wrong with the file. Nothing here raises."""

import re
from collections.abc import Iterator
from pathlib import Path

from casebook.characters import DROPPED, DROPPED_NAMES, FORBIDDEN, code_point, is_plain, without_flags
from casebook.loading.disk import read_bytes
from casebook.problem import Level, Problem, Where

MAX_FILE_BYTES = 64 * 1024
MAX_SHARED_FILE_BYTES = 1024 * 1024


def read_text(root: Path, path: str, max_bytes: int = MAX_FILE_BYTES) -> tuple[str | None, list[Problem]]:
    """The checked text of the file at `path` below `root` (None where it must not be used), and problems."""
    return checked_text(path, read_bytes(root, path, max_bytes))


def checked_text(path: str, raw: bytes | Problem) -> tuple[str | None, list[Problem]]:
    """What `read_bytes` gave as checked text, as in `read_text`."""
    if isinstance(raw, Problem):
        return None, [raw]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        where = Where(path, raw.count(b"\n", 0, error.start) + 1)
        message = f"the file must be UTF-8 text; the byte {raw[error.start]:02X} is not"
        return None, [Problem(where, "not-utf8", message, "save the file with the encoding UTF-8")]
    return _clean(path, raw, text)


def _clean(path: str, raw: bytes, text: str) -> tuple[str | None, list[Problem]]:
    """Refuses characters that mislead an editor or a reader; drops the invisible ones with a warning."""
    text = text.replace("\r\n", "\n")
    if is_plain(raw, text):  # the rule for most
        return text, []
    if "\x00" in text:
        message = "the file must be UTF-8 text; this is UTF-16, or no text at all"
        return None, [Problem(Where(path, 1), "not-utf8", message, "save the file with the encoding UTF-8")]
    forbidden = [
        Problem(
            Where(path, line),
            "forbidden-character",
            f"column {column}: the character {code_point(character)} must not be used: it can't be seen, or misleads",
            "delete it, or type the line again",
        )
        for line, column, character in _found(FORBIDDEN, without_flags(text))
    ]
    if forbidden:
        return None, forbidden
    dropped = [
        Problem(
            Where(path, line),
            "invisible-character",
            f"column {column}: the {DROPPED_NAMES[character]} {code_point(character)} is left out",
            "delete it, or type the line again",
            level=Level.WARNING,
        )
        for line, column, character in _found(DROPPED, text)
    ]
    return DROPPED.sub("", text) if dropped else text, dropped


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, character): each character once a line."""
    if not pattern.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        seen: set[str] = set()
        for match in pattern.finditer(line):
            if match[0] not in seen:
                yield number, match.start() + 1, match[0]
            seen.add(match[0])

"""A file of the project -> text that is safe to read on, or what is wrong with the file. Nothing here raises."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from casebook.problem import Level, Problem, Where

MAX_FILE_BYTES = 64 * 1024
MAX_SHARED_FILE_BYTES = 1024 * 1024

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters and those that turn text around; the tab and the line feed are none of them."""
DROPPED = re.compile("[\ufeff\u200b\u00ad]")
_DROPPED_NAMES = {"\ufeff": "byte order mark", "\u200b": "zero-width space", "\u00ad": "soft hyphen"}


def read_text(root: Path, path: str, max_bytes: int = MAX_FILE_BYTES) -> tuple[str | None, list[Problem]]:
    """The checked text of the file at `path` below `root` (None where it must not be used), and problems."""
    return checked_text(path, read_bytes(root / path, path, max_bytes))


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
    return _clean(path, text)


def read_bytes(file: Path, path: str, max_bytes: int) -> bytes | Problem:
    """The bytes of an ordinary file; a link is not followed, and a pipe not opened."""
    here = Where(path, 1)
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            message = f"the file must be an ordinary one; this is {_kind(status.st_mode)}"
            return Problem(here, "not-a-file", message, "put the file itself in its place")
        if status.st_size > max_bytes:
            message = f"the file must be at most {max_bytes // 1024} KiB; it has {-(-status.st_size // 1024)} KiB"
            return Problem(here, "too-big", message, "shorten it, or make two of it")
        return file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Problem(here, "unreadable", f"the file must be readable; {reason}", "let everybody read the file")


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder" if stat.S_ISDIR(mode) else "a pipe or device"


def _clean(path: str, text: str) -> tuple[str | None, list[Problem]]:
    """Refuses characters that mislead an editor or a reader; drops the invisible ones with a warning."""
    text = text.replace("\r\n", "\n")
    if text.replace("\n", " ").replace("\t", " ").isprintable():  # the rule for most, and quicker than the patterns
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
        for line, column, character in _found(FORBIDDEN, text)
    ]
    if forbidden:
        return None, forbidden
    dropped = [
        Problem(
            Where(path, line),
            "invisible-character",
            f"column {column}: the {_DROPPED_NAMES[character]} {code_point(character)} is left out",
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


def code_point(character: str) -> str:
    """A character's number as people look it up: U+200B."""
    return f"U+{ord(character):04X}"

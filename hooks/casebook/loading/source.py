"""YAML text -> a plain tree of text, and the line of every key and item. The only user of PyYAML.

The subset is narrower than YAML's: one document; no anchors, aliases, merge keys, tags or directives; every scalar stays
text (`no`, `12:30` and `2024-01` too). What is refused is refused in words that somebody who has never met YAML can act
on. A tree's mappings and sequences are a dict and a list that also know where their parts stand.
"""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from casebook.problem import Level, Problem, Where

MAX_FILE_BYTES = 64 * 1024
MAX_SHARED_FILE_BYTES = 1024 * 1024
MAX_DEPTH = 8

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\r(?!\n)")
_DROPPED = re.compile("[\ufeff\u200b\u00ad]")
_DROPPED_NAMES = {"\ufeff": "a byte order mark", "\u200b": "a zero-width space", "\u00ad": "a soft hyphen"}


class Mapping(dict[str, Any]):
    """A YAML mapping: text keys in their order, with the line (from 1) of each key."""

    __slots__ = ("ends", "line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        """The last line of a text that runs over several lines."""


class Sequence(list[Any]):
    """A YAML sequence, with the line (from 1) of each item."""

    __slots__ = ("ends", "line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.ends: dict[int, int] = {}


Tree: TypeAlias = Mapping | Sequence | str


@dataclass(frozen=True)
class Source:
    """One file as read: its text, its tree (None where it can't be read), and what was wrong with reading it."""

    path: str
    """Relative to the root, with forward slashes."""
    text: str = ""
    tree: Tree | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The file's name without its ending: its slug or id."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def where(self, line: int) -> Where:
        """A place in this file."""
        return Where(self.path, line)


def read(root: Path, path: str, max_bytes: int = MAX_FILE_BYTES) -> Source:
    """The file at `path` below `root`, parsed. Never raises: what is wrong is in the source's problems."""
    text, problems = read_text(root, path, max_bytes)
    return Source(path, problems=problems) if text is None else parse(path, text, problems)


def read_text(root: Path, path: str, max_bytes: int = MAX_FILE_BYTES) -> tuple[str | None, list[Problem]]:
    """The checked text of a file (None where it must not be used), and problems."""
    here = Where(path, 1)
    try:
        status = (root / path).lstat()
        if not stat.S_ISREG(status.st_mode):
            return None, [Problem(here, "not-a-file", "must be an ordinary file, not a link, folder or device")]
        if status.st_size > max_bytes:
            message = f"must be at most {max_bytes // 1024} KiB; it has {-(-status.st_size // 1024)} KiB"
            return None, [Problem(here, "too-big", message, "shorten it, or tell it as two cases")]
        raw = (root / path).read_bytes()
    except OSError as error:
        return None, [Problem(here, "unreadable", f"must be readable; {error.strerror or error}")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        where = Where(path, raw.count(b"\n", 0, error.start) + 1)
        message = f"must be UTF-8 text; byte 0x{raw[error.start]:02x} is not"
        return None, [Problem(where, "not-utf8", message, "save the file with the encoding UTF-8")]
    return _clean(path, text)


def _clean(path: str, text: str) -> tuple[str | None, list[Problem]]:
    """Refuses characters that mislead an editor or a reader; drops the invisible ones with a warning."""
    found = [
        Problem(
            Where(path, text.count("\n", 0, match.start()) + 1),
            "forbidden-character",
            f"must not hold the character U+{ord(match[0]):04X}, which is invisible or turns text around",
            "delete it, or type the line again",
        )
        for match in _FORBIDDEN.finditer(text)
    ]
    if found:
        return None, found
    if _DROPPED.search(text):
        for match in _DROPPED.finditer(text):
            where = Where(path, text.count("\n", 0, match.start()) + 1)
            message = f"{_DROPPED_NAMES[match[0]]} (U+{ord(match[0]):04X}) is left out"
            found.append(Problem(where, "invisible-character", message, "delete it", level=Level.WARNING))
        text = _DROPPED.sub("", text)
    return text.replace("\r\n", "\n"), found


def parse(path: str, text: str, problems: list[Problem] | None = None) -> Source:
    """Parses text that `read_text` has cleaned."""
    problems = list(problems or [])
    try:
        tree = _Builder(path, problems).build(text)
    except yaml.YAMLError as error:
        return Source(path, text, problems=[*problems, _syntax_problem(path, text, error)])
    except _Refused as refused:
        return Source(path, text, problems=[*problems, refused.problem])
    return Source(path, text, tree, problems)


class _Refused(Exception):
    """Something that must end the reading of a file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds the tree from the parser's events, which carry the position of everything."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[str | None] = []
        self.root: Tree | None = None

    def build(self, text: str) -> Tree | None:
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._open(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stack.pop()
                    self.keys.pop()
                case yaml.AliasEvent():
                    self._refuse(event, "alias", f"aliases (*{event.anchor}) are not used here", "write the text again")
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        self._refuse(event, "two-documents", "must hold one document; a second begins here", "remove the line ---")
                    if event.version or event.tags:
                        self._refuse(event, "directive", "directives (lines with %) are not used here", "remove the line")
        return self.root

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        raise _Refused(Problem(Where(self.path, event.start_mark.line + 1), code, message, hint))

    def _plain(self, event: Any) -> None:
        """Anchors and tags are refused on every node."""
        if event.anchor:
            hint = "put the text in quotes if it begins with &"
            self._refuse(event, "anchor", f"anchors (&{event.anchor}) are not used here", hint)
        if event.tag:
            self._refuse(event, "yaml-tag", f"tags ({event.tag}) are not used here", "put the text in quotes if it begins with !")

    def _open(self, event: Any) -> None:
        self._plain(event)
        if len(self.stack) == MAX_DEPTH:
            self._refuse(event, "too-deep", f"must be nested at most {MAX_DEPTH} deep", "compare it with another case study")
        line = event.start_mark.line + 1
        node = Mapping(line) if type(event) is yaml.MappingStartEvent else Sequence(line)
        self._add(node, event)
        self.stack.append(node)
        self.keys.append(None)

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._plain(event)
        if event.style == '"' and (match := _FORBIDDEN.search(event.value) or _DROPPED.search(event.value)):
            message = f"must not hold the character U+{ord(match[0]):04X}, also not as an escape"
            self._refuse(event, "forbidden-character", message, "delete it")
        self._add(event.value, event)

    def _add(self, node: Tree, event: Any) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        line = event.start_mark.line + 1
        if type(top) is Sequence:
            if node.__class__ is str and event.end_mark.line >= line:
                top.ends[len(top)] = _last_line(event)
            top.append(node)
            top.lines.append(line)
        elif type(top) is Mapping:
            key = self.keys[-1]
            if key is None:
                self._key(top, node, line, event)
            else:
                if node.__class__ is str and event.end_mark.line >= line:
                    top.ends[key] = _last_line(event)
                if key not in top:
                    top[key] = node
                self.keys[-1] = None

    def _key(self, top: Mapping, key: Tree, line: int, event: yaml.Event) -> None:
        if not isinstance(key, str):
            self._refuse(event, "bad-key", "a key must be a word", "write  key: value")
            return
        if key == "<<":
            self._refuse(event, "merge-key", "merge keys (<<) are not used here", "write the lines again")
        if key in top.lines:
            message = f"key {key!r} must stand once; line {top.lines[key]} has it already"
            self.problems.append(Problem(Where(self.path, line), "duplicate-key", message, "join the two, or remove one"))
        else:
            top.lines[key] = line
        self.keys[-1] = key


def _last_line(event: Any) -> int:
    """The last line (from 1) of a scalar; a block scalar's end mark stands at the start of the line after it."""
    end = event.end_mark
    return int(end.line if event.style in ("|", ">") and end.column == 0 else end.line + 1)


_SYNTAX: list[tuple[str, str, str]] = [
    ("mapping values are not allowed", "a ': ' stands where no key can be", 'put text that holds ": " in double quotes'),
    ("found unexpected end of stream", "a quote is opened and never closed", "close it, and write \\\" for a quote inside"),
    ("cannot start any token", "a value can't begin with this character", "put the text in double quotes"),
    ("unknown escape character", "a backslash in double quotes starts an escape", "write \\\\ for a backslash, or use single quotes"),
    ("did not find expected ',' or ']'", "a list opened with [ is not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "a mapping opened with { is not closed", "close it with }"),
    ("could not find expected ':'", "a key without a colon", "write  key: value"),
    ("did not find expected key", "the line does not fit those around it", "indent it like its neighbours, and close quotes before it"),
    ("did not find expected '-' indicator", "the line does not fit the list around it", "indent it like the other items"),
]


def _syntax_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    """The parser's complaint in plain words, with the line and a mark under the column."""
    mark = getattr(error, "problem_mark", None)
    complaint = getattr(error, "problem", None) or "this can't be read"
    if "unexpected end of stream" in complaint:
        mark = getattr(error, "context_mark", None) or mark
    lines = text.split("\n")
    number = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column if mark else 0
    line = lines[number]
    if re.match(r" *\t", line):
        where = Where(path, number + 1)
        return Problem(where, "tab-indentation", "must be indented with spaces, not tabs", "replace each tab by two spaces", _excerpt(line, line.index("\t")))
    known = ((message, hint) for sign, message, hint in _SYNTAX if sign in complaint)
    message, hint = next(known, (complaint, "compare it with another case study"))
    return Problem(Where(path, number + 1), "yaml-syntax", f"column {column + 1}: {message}", hint, _excerpt(line, column))


def _excerpt(line: str, column: int) -> str:
    """The line, cut around the column where it is long, and a mark below it."""
    start = max(0, column - 60)
    shown = line[start : start + 100].replace("\t", "→")
    return f"{shown}\n{' ' * (column - start)}^"


def raw_lines(source: Source, container: Mapping | Sequence, key: Any) -> Iterator[tuple[int, str]]:
    """The lines of the file, with their numbers, in which the text at `key` stands."""
    start = container.lines[key]
    end = container.ends.get(key, start)
    lines = source.text.split("\n")
    for number in range(start, min(end, len(lines)) + 1):
        yield number, lines[number - 1]

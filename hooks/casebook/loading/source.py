"""YAML text -> a plain tree of text, and the line of every key and item. The only user of PyYAML.

The subset is narrower than YAML's: one document; no anchors, aliases, merge keys, tags or directives; every scalar
stays text (`no`, `12:30` and `2024-01` too). What is refused is refused in words that somebody who has never met YAML
can act on. A tree's mappings and sequences are a dict and a list that also know where their parts stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml

from casebook.characters import DROPPED, code_point, refused
from casebook.loading.disk import read_bytes
from casebook.loading.syntax import tab_problems, words_for
from casebook.loading.text import MAX_FILE_BYTES, checked_text
from casebook.problem import Problem, Where, errors, shown

MAX_DEPTH = 8
MAX_NODES = 20_000
"""How many parts a file may hold, as the parser counts them: some twenty times what the longest case study has."""


_TOO_MANY = f"the file must hold at most {MAX_NODES} keys, texts and ends of lists"


class Span(NamedTuple):
    """Where a text stands that does not stand whole on the line of its key."""

    line: int
    """The line on which it begins; of a block (`|`, `>`), the line of that mark."""
    column: int
    """The column (from 0) at which it begins."""
    end: int
    """A line at or after its last one, and before the next key."""
    style: str
    """`|`, `>`, `'`, `"`, or empty where it is plain."""


class Mapping(dict[str, Any]):
    """A YAML mapping: text keys in their order, with the line (from 1) of each key."""

    __slots__ = ("line", "lines", "spans")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.spans: dict[str, Span] = {}


class Sequence(list[Any]):
    """A YAML sequence, with the line (from 1) of each item."""

    __slots__ = ("line", "lines", "spans")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.spans: dict[int, Span] = {}


Tree: TypeAlias = Mapping | Sequence | str


@dataclass(frozen=True)
class Source:
    """One file as read: its text, its tree (None where there is none), and what was wrong with reading it."""

    path: str
    """Relative to the root, with forward slashes."""
    text: str = ""
    tree: Tree | None = None
    problems: list[Problem] = field(default_factory=list)
    spaces: int = 0
    """How many there are in the texts of the tree: near enough to the number of its words."""

    @property
    def stem(self) -> str:
        """The file's name without its ending: its slug or id."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def is_broken(self) -> bool:
        """Whether nothing is known of what the file holds."""
        return self.tree is None and bool(errors(self.problems))

    def where(self, line: int) -> Where:
        """A place in this file."""
        return Where(self.path, line)


def read(root: Path, path: str, max_bytes: int = MAX_FILE_BYTES) -> Source:
    """The file at `path` below `root`, parsed. Never raises: what is wrong is in the source's problems."""
    return parse_bytes(path, read_bytes(root, path, max_bytes))


def parse_bytes(path: str, raw: bytes | Problem) -> Source:
    """What `read_bytes` gave of a file, parsed."""
    text, problems = checked_text(path, raw)
    return Source(path, problems=problems) if text is None else parse(path, text, problems)


def parse(path: str, text: str, problems: list[Problem] | None = None) -> Source:
    """Parses text that `read_text` has cleaned. The tree of an empty text is None, without a problem."""
    builder = _Builder(path, list(problems or []))
    try:
        builder.build(text)
    except yaml.YAMLError as error:
        complaint, line, column = _complaint(error)
        return Source(path, text, problems=[*builder.problems, words_for(path, text, complaint, line, column)])
    except _Refused as refused:
        return Source(path, text, problems=[*builder.problems, refused.problem])
    if tabs := tab_problems(path, text, builder.blocks):
        return Source(path, text, problems=[*builder.problems, *tabs])
    return Source(path, text, builder.root, builder.problems, builder.spaces)


def _complaint(error: yaml.YAMLError) -> tuple[str, int, int]:
    """What the parser says, and where: (complaint, line, column), both from 0."""
    complaint = getattr(error, "problem", None) or "this can't be read"
    mark = getattr(error, "problem_mark", None)
    if any(sign in complaint for sign in ("end of stream", "expected ':'", "expected ','")):
        mark = getattr(error, "context_mark", None) or mark  # where it began: the other is where the parser gave up
    return complaint, getattr(mark, "line", 0), getattr(mark, "column", 0)


class _Refused(Exception):  # noqa: N818  no error of the program: it ends the reading of a file
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds the tree from the parser's events, which carry the position of everything."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.root: Tree | None = None
        self.blocks: list[Span] = []
        """Where texts stand in which a tab at the start of a line is text."""
        self.spaces = 0
        """How many there are in the texts; a key that is known has none."""
        self._next: Callable[[], Any]
        """The parser's next event."""
        self._depth = 0

    def build(self, text: str) -> None:
        get_event = yaml.CBaseLoader(text).get_event  # yaml.parse() costs a tenth more
        self._next = islice(iter(get_event, None), MAX_NODES + 1).__next__  # the first begins the file
        try:
            self._stream()
        except StopIteration:
            self._refuse(get_event(), "too-many-parts", _TOO_MANY, "make two files of it")

    def _stream(self) -> None:
        self._next()
        documents = 0
        while (event := self._next()).__class__ is yaml.DocumentStartEvent:
            documents += 1
            self._document(event, documents)
            event = self._next()
            self.root = self._text(event) if event.__class__ is yaml.ScalarEvent else self._container(event)
            self._next()

    def _document(self, event: Any, number: int) -> None:
        if event.version or event.tags:
            self._refuse(event, "directive", "a line must not begin with %", "remove the line")
        if number > 1:
            message = "the file must hold one document; a second begins here"
            self._refuse(event, "two-documents", message, "remove the line ---, or make two files of it")

    def _container(self, event: Any) -> Mapping | Sequence:
        """A mapping or a sequence."""
        self._not_alias(event)
        if event.anchor or event.tag:
            self._plain(event)
        if self._depth == MAX_DEPTH:
            message = f"lists and keys must be nested at most {MAX_DEPTH} deep"
            self._refuse(event, "too-deep", message, "compare its indentation with another file of its kind")
        self._depth += 1
        is_mapping, line = event.__class__ is yaml.MappingStartEvent, event.start_mark.line + 1
        node = self._mapping(line) if is_mapping else self._sequence(line)
        self._depth -= 1
        return node

    def _mapping(self, line: int) -> Mapping:
        node = Mapping(line)
        lines, next_event = node.lines, self._next
        scalar: Any = yaml.ScalarEvent
        end: Any = yaml.MappingEndEvent
        while (event := next_event()).__class__ is not end:
            key = self._text(event) if event.__class__ is scalar else self._no_key(event)
            if key == "<<":
                self._refuse(event, "merge-key", "the key << must not be used", "write the lines again")
            line = event.start_mark.line + 1
            if is_new := key not in lines:
                lines[key] = line
            else:
                message = f"key {shown(key)} must stand once; line {lines[key]} has it already"
                self.problems.append(self._problem(event, "duplicate-key", message, "join the two, or remove one"))
            event = next_event()
            value = self._text(event) if event.__class__ is scalar else self._container(event)
            if is_new:
                node[key] = value
                if event.__class__ is scalar and event.end_mark.line >= line:
                    node.spans[key] = self._span(event)
        return node

    def _sequence(self, line: int) -> Sequence:
        node = Sequence(line)
        next_event = self._next
        scalar: Any = yaml.ScalarEvent
        end: Any = yaml.SequenceEndEvent
        while (event := next_event()).__class__ is not end:
            line = event.start_mark.line + 1
            node.lines.append(line)
            if event.__class__ is scalar:
                if event.end_mark.line >= line:
                    node.spans[len(node)] = self._span(event)
                node.append(self._text(event))
            else:
                node.append(self._container(event))
        return node

    def _text(self, event: Any) -> str:
        """A scalar's text."""
        if event.anchor or event.tag:
            self._plain(event)
        text: str = event.value
        if event.style == '"':
            self._check_escapes(event)
        self.spaces += text.count(" ")
        return text

    def _no_key(self, event: Any) -> NoReturn:
        self._not_alias(event)
        self._refuse(event, "bad-key", "a key must be a word", "write  key: value, or put the text in quotes")

    def _not_alias(self, event: Any) -> None:
        if event.__class__ is yaml.AliasEvent:
            message = f"text must not begin with * here (got *{event.anchor})"
            self._refuse(event, "alias", message, "put the text in double quotes, or write it again")

    def _plain(self, event: Any) -> None:
        """Anchors and tags are refused on every node."""
        if event.anchor:
            message = f"text must not begin with & here (got &{event.anchor})"
            self._refuse(event, "anchor", message, "put the text in double quotes, or remove the word with &")
        if event.tag:
            message = f"text must not begin with ! here (got {event.tag})"
            self._refuse(event, "yaml-tag", message, "put the text in double quotes, or remove the word with !")

    def _check_escapes(self, event: Any) -> None:
        """What a file must not hold, it must not hold as an escape either."""
        if match := refused(event.value) or DROPPED.search(event.value):
            message = f"the character {code_point(match[0])} must not be used, also not as an escape"
            self.problems.append(self._problem(event, "forbidden-character", message, "delete the escape"))

    def _span(self, event: Any) -> Span:
        """Where a text stands that ends on another line than its key."""
        start, end, style = event.start_mark, event.end_mark, event.style or ""
        is_block = style in ("|", ">")
        span = Span(start.line + 1, start.column, end.line if is_block and end.column == 0 else end.line + 1, style)
        if is_block:
            self.blocks.append(span)
        return span

    def _problem(self, event: Any, code: str, message: str, hint: str) -> Problem:
        line = event.start_mark.line + 1 if event.start_mark else 1
        return Problem(Where(self.path, line), code, message, hint)

    def _refuse(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        raise _Refused(self._problem(event, code, message, hint))


def line_at(source: Source, container: Mapping | Sequence, key: Any, offset: int) -> int:
    """The line of the file on which the character at `offset` of the text at `key` stands.

    A text folds its lines, and quotes have escapes, but its characters other than white space keep their order: as many
    stand before the offset as before the place that is asked for.
    """
    span: Span | None = container.spans.get(key)
    if span is None:
        return container.lines[key]
    text = container[key]
    if span.style == "|":
        return int(span.line + 1 + text.count("\n", 0, offset))
    left = len(_without_space(text[: offset + 1]))
    lines = source.text.split("\n")
    first = span.line + 1 if span.style == ">" else span.line
    for number in range(first, span.end + 1):
        line = lines[number - 1]
        if number == span.line:
            line = line[span.column + len(span.style) :]
        left -= len(_without_space(_unescaped(line, span.style)))
        if left <= 0:
            return number
    return span.line


def _without_space(text: str) -> str:
    return re.sub(r"[ \t\n]", "", text)


def _unescaped(line: str, style: str) -> str:
    """A line of a quoted text with one character (or white space) for each escape."""
    if style == "'":
        return line.replace("''", "'")
    return _ESCAPE.sub(_meant, line) if style == '"' else line


_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.|$)")


def _meant(escape: re.Match[str]) -> str:
    sign = escape[1]
    character = chr(int(sign[1:], 16)) if len(sign) > 1 else {"n": "\n", "t": "\t", "": "\n"}.get(sign, sign)
    return character if character in " \t\n" else "?"

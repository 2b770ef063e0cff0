"""What is wrong, where, and the act that mends it.

A check yields problems as values; scripts and the build print them with `str()`, so that a problem has one form
everywhere: `path:line: code: message`, then an indented hint.
"""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

from casebook.characters import printable


class Level(IntEnum):
    """How much a problem matters: errors stop a build, the others leave the exit status at 0.

    Advice is said only where somebody asks for it.
    """

    ERROR = 0
    WARNING = 1
    ADVICE = 2

    def __reduce_ex__(self, _: object) -> tuple[type["Level"], tuple[int]]:
        """Pickles it as its class and value. The first releases of Python 3.11 would name `getattr`."""
        return Level, (int(self),)


@dataclass(frozen=True, order=True, slots=True)
class Where:
    """A place in a file of the project."""

    path: str
    """Relative to the project's root, with forward slashes."""
    line: int
    """Counted from 1."""

    def __str__(self) -> str:
        """`path:line`. A file's name may hold anything: what could forge a line or colour a terminal is spelt out."""
        return f"{printable(self.path)}:{self.line}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend. Problems sort by path, then line, then code."""

    where: Where
    code: str
    """Kebab-case and stable: people search for it."""
    message: str
    """Lower case: what must hold, and the offending value."""
    hint: str = ""
    """An act: what to write instead."""
    excerpt: str = ""
    """The offending line, and a mark under the column, where seeing it helps more than naming it."""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """The lines that a person reads."""
        return as_text(self)


def errors(problems: list[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if problem.level is Level.ERROR]


def counted(problems: list[Problem]) -> str:
    """How many there are of each kind; advice only where there is some."""
    counts = Counter(problem.level for problem in problems)
    advised = f", {counts[Level.ADVICE]} to think about" if counts[Level.ADVICE] else ""
    return f"{counts[Level.ERROR]} to mend, {counts[Level.WARNING]} to look at{advised}" if problems else "all good"


def as_text(problem: Problem, *, colour: bool = False) -> str:
    """The lines that a person reads; with colours for a terminal."""
    place, code = str(problem.where), problem.code
    if colour:
        place, code = f"\x1b[1m{place}\x1b[0m", f"\x1b[{_COLOURS[problem.level]}m{code}\x1b[0m"
    lines = [f"{place}: {code}: {_WORDS[problem.level]}{_harmless(problem.message)}"]
    lines += [f"  | {_harmless(line)}" for line in problem.excerpt.split("\n") if line]
    lines += [f"  hint: {_harmless(line)}" for line in problem.hint.split("\n") if line]
    return "\n".join(lines)


def _harmless(text: str) -> str:
    """One line of what is said, on a terminal or in a workflow's log, where `##[` begins a command in any place."""
    return printable(text).replace("##[", "## [")


_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.ADVICE: "36"}
_WORDS = {Level.ERROR: "", Level.WARNING: "warning: ", Level.ADVICE: "advice: "}
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}

MEANINGS = "docs/contribute/problems.md"
"""The page that says of every code what it means, each below its own anchor."""
SEE_MEANINGS = f"what each code means: {MEANINGS}"
"""Said once, after the problems: people read the first lines of a message, and look the code up when those don't do."""


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, and not too long."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "lines of  key: value"
    text = repr(str(value))
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


_MAX_SHOWN = 80


def as_github(problem: Problem) -> str:
    """The problem as an annotation of a pull request: a workflow command, its text escaped as GitHub asks.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = [problem.message, *([f"hint: {problem.hint}"] if problem.hint else [])]
    text = "\n".join(map(printable, [*lines, f"what it means: {MEANINGS}#{problem.code}"]))
    level = _GITHUB[problem.level]
    where = f"file={_escaped(printable(problem.where.path), ':,')},line={problem.where.line},title={problem.code}"
    return f"::{level} {where}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_record(problem: Problem) -> dict[str, str | int]:
    """The problem as a JSON object: path, line, level, code, message, hint."""
    return {
        "path": problem.where.path,
        "line": problem.where.line,
        "level": problem.level.name.lower(),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def in_one_line(error: OSError) -> str:
    """What the system refused, such as to write to a full disk."""
    where = error.filename2 or error.filename  # of a copy, the one that is made
    what = error.strerror.lower() if error.strerror else str(error)
    return f"{where}: {what}" if where else what

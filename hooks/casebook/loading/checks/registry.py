"""Where the rules are registered, and what they have in common.

A rule about one file, whatever the others hold, is registered with `@check_each`: what it says is kept from run to run
for as long as the file stays the same. A rule that looks at more than one is registered with `@check`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from casebook.loading.files import File, Files
from casebook.loading.hints import did_you_mean
from casebook.model import Record, is_kebab
from casebook.problem import Level, Problem, Where, shown

Check: TypeAlias = Callable[[Files], Iterator[Problem]]
FileCheck: TypeAlias = Callable[[File], Iterator[Problem]]

CHECKS: list[Check] = []
FILE_CHECKS: list[tuple[FileCheck, type[Record]]] = []
"""(rule, the type of record whose files it looks at)."""


def check(function: Check) -> Check:
    """Registers a rule about all files; it asks each for its `facts`."""
    CHECKS.append(function)
    return function


def check_each(record: type[Record]) -> Callable[[FileCheck], FileCheck]:
    """Registers a rule about each file of a type of record; of `Record`: about each file."""

    def register(function: FileCheck) -> FileCheck:
        FILE_CHECKS.append((function, record))
        return function

    return register


def problems_of(file: File) -> Iterator[Problem]:
    """What the rules about one file say of it."""
    for rule, record in FILE_CHECKS:
        if issubclass(file.record, record):
            yield from rule(file)


class Finding(NamedTuple):
    """What is wrong with a reference or link, wherever it stands."""

    code: str
    message: str
    hint: str
    level: Level = Level.ERROR


def said(file: File, line: int, found: Finding | None) -> Iterator[Problem]:
    """A finding, if there is one, as a problem at a line of a file."""
    if found:
        yield Problem(Where(file.path, line), found.code, found.message, found.hint, level=found.level)


class Kind(NamedTuple):
    """A kind of thing that a text can name."""

    code: str
    """Of the problem that there is none of that name."""
    noun: str
    otherwise: str
    """The hint where no name is near; `{name}` is the one that was given."""
    unfit: str = "remove the name: it must be small letters, digits and single hyphens"
    """The hint where there can be none of that name."""


LESSON = Kind("unknown-lesson", "lesson", "add case_studies/lessons/{name}.yml, or remove the name")
CASE = Kind("unknown-case", "case study", "add case_studies/{name}.yml, or remove the name")
CATEGORY = Kind("unknown-category", "mistake category", "take one of case_studies/mistakes.yml, or add it there")
TAG_GROUP = Kind("unknown-tag-group", "tag group", "take one of case_studies/tags.yml, or add it there")
TAG = Kind("unknown-tag", "tag", "take one of case_studies/tags.yml, or add it there")
TERM = Kind("unknown-term", "term", "take one of case_studies/glossary.yml, or add it there")
EVENT = Kind("unknown-event", "event", "add  id: {name}  to an event of the timeline")
DECISION = Kind("unknown-decision", "decision", "add  id: {name}  to a decision")


def unknown(
    kind: Kind,
    name: str,
    known: Collection[str],
    within: str = "",
    renamed: Mapping[str, str] | None = None,
) -> Finding | None:
    """What to say of a name that is not known; `renamed` has the new names of those that are known no more."""
    if name in known:
        return None
    if renamed and name in renamed:
        hint = f"it is called {renamed[name]!r} now"
    else:
        hint = did_you_mean(name, known) or (kind.otherwise.format(name=name) if is_kebab(name) else kind.unfit)
    return Finding(kind.code, f"{kind.noun} {shown(name)} does not exist{within}", hint)

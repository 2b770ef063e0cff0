"""The blank page: a new case study or session as commented YAML, made from the model.

A line to be filled in has its doc above it and holds REPLACE ME; a line that may be left out is a comment, with its doc
beside it. A fresh file fails the check with one problem for each REPLACE ME, and with nothing else. To put an optional
field on the short page, add it to `_SHORT`.
"""

import datetime
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.contributing.fields import Field, Need, fields_of, sentence
from casebook.contributing.ids import write_ids
from casebook.contributing.slugs import require_free, require_free_session
from casebook.contributing.writing import write_new
from casebook.contributing.yaml_text import SCHEMA_LINE, STEP, scalar
from casebook.loading.checks.example_text import MARKER
from casebook.loading.files import FOLDER
from casebook.loading.hints import example_line
from casebook.loading.reading import read_files
from casebook.model import (
    Basis,
    Boolean,
    CaseStudy,
    Day,
    Decision,
    Event,
    Minutes,
    Permission,
    Record,
    Session,
    Source,
    Subject,
)

_SHORT: dict[type[Record], tuple[str, ...]] = {
    CaseStudy: ("timeline", "decisions", "sources"),
    Subject: ("name", "named_as", "was"),
    Event: ("date",),
    Decision: ("reasoning", "outcome"),
    Source: ("author", "read_on"),
    Session: ("pause_before", "steps", "questions", "if_short"),
}
"""What the short page holds beside the fields that must be there."""
_NEEDED = {
    Basis.PUBLIC_WRITEUP: (),
    Basis.SELF_SUBMITTED: ("date",),
    Basis.GIVEN: ("date", "held_by"),
}
"""What a permission must say, by its basis."""

_MANY = 4
"""How many words of a fixed set get a line each."""
_HOUR = "60"
"""How long a fresh session is, and so its only step."""
_FILL_IN = f"""\
Write your own text in the place of each {MARKER}, then run:  make check
# It says what is left to do, at which line. Delete the lines of what does not apply, and these comments as you like.
"""
_HEADS: dict[type[Record], str] = {
    CaseStudy: f"""\
{SCHEMA_LINE}
#
# One person's path. {_FILL_IN}\
# The name of this file becomes the address of the page: it names the story, never the person.
""",
    Session: f"""\
{SCHEMA_LINE.replace("schema/case-study", "../schema/session")}
#
# A session for a group. {_FILL_IN}\
# The name of this file becomes the address of the page, for good.
#
# A plan for an hour: 5 minutes to open; 10 to read up to the pause; 10 alone and in pairs, what each would do; 10 to
# read on; 15 for the questions; 10 for a next step that each writes down, with a day. Together they are the session's.
""",
}
_TARGETS: dict[type[Record], str] = {CaseStudy: "new", Session: "session"}
"""What make calls the making of each."""


@dataclass(frozen=True)
class Page:
    """What a blank page is made for."""

    basis: Basis
    today: datetime.date
    is_full: bool = False
    """Whether it has every field; else those that a published case study must have, and a few."""

    def is_filled_in(self, record: type[Record], field: Field) -> bool:
        """Whether the page has a line for this field that a person must fill in."""
        if record is Permission and field.need is Need.NEVER:
            return field.key in _NEEDED[self.basis]
        if record is CaseStudy and field.key == "sources" and self.basis is not Basis.PUBLIC_WRITEUP:
            return False
        return field.need is not Need.NEVER or field.key in _SHORT.get(record, ())

    def value(self, record: type[Record], field: Field) -> str:
        """What the line says until a person has written."""
        if field.kind.named == Day:
            return self.today.isoformat()
        if field.kind.named == Minutes:
            return _HOUR
        if record is Permission and field.key == "basis":
            return self.basis.value
        if field.key == "status":
            return str(field.example)
        return scalar(field.default) if field.default and isinstance(field.default, str) else MARKER


def new_case_study(root: Path, slug: str, page: Page) -> Path:
    """Writes case_studies/<slug>.yml below `root`, and says where.

    Raises:
        RefusedError: the name can't be an address or is taken, or there is such a file.
    """
    files = read_files(root)
    require_free(slug, files)
    path = root / FOLDER / f"{slug}.yml"
    write_new(path, text_of(page))
    write_ids(root, files)
    return path


def new_session(root: Path, name: str, page: Page) -> Path:
    """Writes case_studies/sessions/<name>.yml below `root`, and says where.

    Raises:
        RefusedError: as `new_case_study`.
    """
    files = read_files(root)
    require_free_session(name, files)
    path = root / FOLDER / "sessions" / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    write_new(path, text_of(page, Session))
    write_ids(root, files)
    return path


def text_of(page: Page, record: type[Record] = CaseStudy) -> str:
    """The blank page."""
    blocks: list[list[str]] = []
    for field in fields_of(record):
        if page.is_filled_in(record, field):
            blocks.append(list(_filled_in(page, record, field, "")))
        elif page.is_full:
            blocks.append([f"# {line}" for line in _left_out(page, record, field)])
    if not page.is_full:
        blocks.append(list(_more(page, record)))
    return "\n".join([_HEADS[record], *("\n".join([*block, ""]) for block in blocks)])


def _more(page: Page, record: type[Record]) -> Iterator[str]:
    more = [field.key for field in fields_of(record) if not page.is_filled_in(record, field)]
    said = f"There is more to say, where it applies: {', '.join(more)}."
    yield from (f"# {line}" for line in textwrap.wrap(said, 116))
    yield f"# A page that shows every field:  make {_TARGETS[record]} NAME=another-name FULL=1"


def _filled_in(page: Page, record: type[Record], field: Field, indent: str, mark: str = "") -> Iterator[str]:
    """The lines of a field that is to be filled in: its doc, its key behind an item's mark, and what stands below."""
    yield from (f"{indent}# {line}" for line in _doc_lines(field))
    start = f"{indent}{mark}{field.key}:"
    deeper = indent + " " * len(mark) + STEP
    if field.kind.record:
        yield start
        yield from _record(page, field.kind.record, deeper, "- " if field.kind.bare is list else "")
    elif field.kind.is_prose:
        yield from (f"{start} |", f"{deeper}{MARKER}")
    elif field.kind.bare is list:
        yield from (start, f"{deeper}- {MARKER}")
    else:
        yield f"{start} {page.value(record, field)}"


def _record(page: Page, record: type[Record], indent: str, mark: str) -> Iterator[str]:
    """The lines of a record: first what is to be filled in, then what may be left out."""
    first, *rest = (field for field in fields_of(record) if page.is_filled_in(record, field))
    inner = indent + " " * len(mark)
    yield from _filled_in(page, record, first, indent, mark)
    for field in rest:
        yield from _filled_in(page, record, field, inner)
    for field in fields_of(record) if page.is_full else ():
        if field not in (first, *rest):
            yield from (f"{inner}# {line}" for line in _left_out(page, record, field))


def _doc_lines(field: Field) -> list[str]:
    """The doc; then the words that can stand there, or the example."""
    words = field.kind.words
    labels = [word.label[:1].lower() + word.label[1:] for word in words]
    if words and labels == words:
        return [sentence(field)]
    if len(words) > _MANY:
        return [sentence(field), f"One of: {', '.join(words)}."]
    if words:
        width = max(map(len, words))
        return [sentence(field), *(f"  {word:{width}}  {label}" for word, label in zip(words, labels, strict=True))]
    is_shown = isinstance(field.example, str) and field.kind.named != Day
    return [sentence(field), f"For example: {field.example}"] if is_shown else [sentence(field)]


def _left_out(page: Page, record: type[Record], field: Field, indent: str = "", mark: str = "") -> Iterator[str]:
    """The lines of a field that may be left out, as they stand behind `# `: each with its doc beside it."""
    start = f"{indent}{mark}{field.key}:"
    below = field.kind.record
    if below is None:
        yield f"{start} {_sample(page, record, field)}  # {_short_doc(field)}"
        return
    yield f"{start}  # {_short_doc(field)}"
    first, *rest = fields_of(below)
    mark = "- " if field.kind.bare is list else ""
    yield from _left_out(page, below, first, indent + STEP, mark)
    for part in rest:
        yield from _left_out(page, below, part, indent + STEP + " " * len(mark))


def _sample(page: Page, record: type[Record], field: Field) -> str:
    """What stands behind the key of a field that may be left out."""
    if field.kind.bare is list:
        return f"[{MARKER}]"
    if field.kind.bare is dict or field.kind.named in (Boolean, Minutes):
        return example_line("", field.example).removeprefix(": ")
    return page.value(record, field)


def _short_doc(field: Field) -> str:
    """The doc, and the words or the example, on one line."""
    if words := field.kind.words:
        return f"{field.doc}: {', '.join(words)}"
    is_shown = isinstance(field.example, str) and field.kind.named not in (Day, Boolean, Minutes)
    return f"{field.doc}; for example: {field.example}" if is_shown else field.doc

"""docs/contribute/fields.md, from the model: every field of every file, whether it must be there, and an example.

To add a field, add a line to `model.py`, then run `python scripts/fields_page.py`; to add a kind of file, add a row to
`_FILES`.
"""

import json
from collections.abc import Iterator

from casebook.contributing.fields import Field, Need, fields_of, sentence
from casebook.contributing.markdown import front_matter
from casebook.loading.hints import example_line
from casebook.model import (
    CaseStudy,
    Category,
    Chapter,
    HandwrittenPage,
    Lesson,
    Record,
    Redirect,
    Session,
    Synonyms,
    TagGroup,
    Term,
    Worksheet,
)

PAGE = "docs/contribute/fields.md"

_FILES: tuple[tuple[str, type[Record], str], ...] = (
    ("Case study", CaseStudy, "A file `case_studies/NAME.yml`. Its name becomes the address: it names the story."),
    ("Lesson", Lesson, "A file `case_studies/lessons/NAME.yml`. [How to add one](add-a-lesson.md)."),
    ("Session", Session, "A file `case_studies/sessions/NAME.yml`: a reading session for a group."),
    ("Category of mistakes", Category, "An item of the list in `case_studies/mistakes.yml`."),
    ("Group of tags", TagGroup, "An item of the list in `case_studies/tags.yml`."),
    ("Term", Term, "An item of the list in `case_studies/glossary.yml`: a word that a newcomer may not know."),
    ("Redirect", Redirect, "An item of the list in `case_studies/redirects.yml`, for an address that moved."),
    ("Synonyms", Synonyms, "An item of the list in `case_studies/synonyms.yml`: what the search takes for the same."),
    ("Guide chapter", Chapter, "The first lines of a file `docs/guide/NAME.md`, between two lines `---`."),
    ("Worksheet", Worksheet, "The first lines of a file `docs/worksheets/NAME.md`, between two lines `---`."),
    ("Any other page", HandwrittenPage, "The first lines of another file below `docs/`, between two lines `---`."),
)
_INTRODUCTION = """\
Most fields may be left out, and most case studies leave out most of them. Leave out what doesn't apply: the whole line,
rather than a dash. `make new NAME=changing-fields FULL=1` writes a file that has every field, with these words beside
it. In VS Code the same words appear when you rest on a field.

Behind some names stands *needed always*, or *needed once published*: a draft can do without it. A published case also
has a decision or a mistake, a name unless the person is anonymous, and what its [permission](ask-permission.md) asks
for. Texts of one line are shown as you type them. *Markdown* may have paragraphs, lists, **bold** words and links."""
_NEEDED = {Need.ALWAYS: "always", Need.ONCE_PUBLISHED: "once published", Need.NEVER: ""}


def texts() -> dict[str, str]:
    """Path -> text of the page."""
    head = front_matter(
        "The fields",
        "Every field of a case study and of the files beside it, with an example.",
        "scripts/fields_page.py from hooks/casebook/model.py",
    )
    blocks = [head, _INTRODUCTION]
    for title, record, about in _FILES:
        blocks += [f"## {title}", about, *_record(record)]
    return {PAGE: "\n\n".join(blocks) + "\n"}


def _record(record: type[Record]) -> Iterator[str]:
    """The fields of a record, the words of its fixed sets, and the records in it."""
    fields = fields_of(record)
    yield "\n".join(map(_item, fields))
    for field in fields:
        if words := field.kind.words:
            labels = "\n".join(f"- `{word}`: {word.label}" for word in words)
            yield f"The words of `{field.key}`:\n\n{labels}"
    for field in fields:
        if field.kind.record:
            yield f"### {field.key}"
            yield (field.kind.record.__doc__ or "").split("\n")[0]
            yield from _record(field.kind.record)


def _item(field: Field) -> str:
    """A field as an item of a list: a table of such texts is too wide for a phone."""
    needed = f" (needed {_NEEDED[field.need]})" if _NEEDED[field.need] else ""
    return f"- **`{field.key}`**{needed}: {' '.join(_said(field))}"


def _said(field: Field) -> Iterator[str]:
    yield sentence(field)
    if field.kind.record:
        many = "A list: each item has" if field.kind.bare is list else "It has"
        yield f"{many} [fields of its own](#{field.key})."
    elif field.kind.bare is list:
        yield "A list, or one alone." if field.kind.may_stand_alone else "A list."
    if field.kind.is_prose:
        yield "Markdown."
    if field.kind.words:
        yield "A word of the list below."
    if field.default not in (None, "", [], {}):
        word = json.dumps(field.default).strip('"')
        yield f"Left out, it means `{word}`."
    if field.example not in (None, []):
        yield f"For example: `{example_line('', field.example).removeprefix(': ')}`"

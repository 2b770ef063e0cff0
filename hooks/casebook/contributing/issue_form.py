"""The issue form for those who have never used git: questions in plain words, made from the model.

GitHub writes the answers into the issue's body, each below its label; `import_issue.py` reads them from there, by the
same questions. To ask for another field, add a line to `_LABELS`; its help, words and place come from the model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from casebook.contributing.fields import Field, Need, fields_of
from casebook.contributing.yaml_text import lines_of
from casebook.model import Basis, CaseStudy, NamedAs, Record

Path: TypeAlias = tuple[str, ...]
"""Keys from the case study down to a field; a list on the way stands for its first item."""

FORM = ".github/ISSUE_TEMPLATE/case-study.yml"
CONFIG = ".github/ISSUE_TEMPLATE/config.yml"

TIMELINE: Path = ("timeline",)
"""Asked for as text: nobody should have to sort their life into kinds of events. An editor does it from a comment."""

_LABELS: dict[Path, str] = {
    ("permission", "basis"): "Is this your own story?",
    ("title",): "A title",
    ("summary",): "A summary",
    ("subject", "named_as"): "How should the person be named?",
    ("subject", "name"): "The name or pseudonym",
    ("subject", "was"): "What did they do when the story begins?",
    ("subject", "location"): "Where?",
    ("background",): "What came before?",
    TIMELINE: "What happened, in order?",
    ("decisions", "title"): "A decision that mattered",
    ("decisions", "reasoning"): "How did it look then?",
    ("decisions", "outcome"): "How did it turn out?",
    ("mistakes", "title"): "A mistake, if there was one",
    ("mistakes", "what"): "What went wrong?",
    ("mistakes", "why"): "How did it make sense then?",
    ("mistakes", "instead"): "What would they do now?",
    ("helped", "title"): "Something that helped",
    ("helped", "what"): "How did it help?",
    ("lessons", "text"): "What would they tell somebody who stands where they stood?",
    ("outcome",): "Where does the story end?",
    ("sources", "url"): "Where is it published?",
    ("sources", "title"): "The title of what was published",
    ("sources", "author"): "Its author",
    ("sources", "read"): "How much of it did you read?",
}
"""What is asked, in order. The form asks for a field that a case study needs also where it is not named here."""
_NEVER_ASKED: set[Path] = {("status",), ("timeline", "kind"), ("decisions", "id"), ("mistakes", "id"), ("helped", "id")}
_REQUIRED: set[Path] = {("subject", "name"), ("decisions", "title")}
"""What must be answered beside what the model requires: nobody is anonymous here, and a story has a turning point."""
_HELP: dict[Path, str] = {
    ("subject", "name"): "As they published it.",
    TIMELINE: "One step a line, each with its year or month where you know it. We sort them in.",
    ("lessons", "text"): "One lesson a paragraph, with an empty line between two.",
    ("subject", "location"): "A city at most; leave it out if you like.",
    (
        "sources",
        "url",
    ): "Where the story is retold from something that is public. Else leave this and the next lines empty.",
}
_WORDS: dict[Path, dict[str, str]] = {
    ("permission", "basis"): {
        Basis.SELF_SUBMITTED: "Yes, it is my own story",
        Basis.PUBLIC_WRITEUP: "No, I retell something that the person published",
        Basis.GIVEN: "No, but the person gave their permission",
    },
    ("subject", "named_as"): {
        NamedAs.NAME: "By their name",
        NamedAs.PSEUDONYM: "By a pseudonym that they publish under",
    },
}
"""Choices in words of their own; elsewhere the model's labels are the choices. Nobody is anonymous in public."""

PROMISES = {
    "public": "I know that this issue is public, and stays readable in its history when it is edited or deleted.",
    "others": "Nothing here names or describes somebody who wants to stay unnamed; other people appear by their role.",
    "licence": "The text may be published under CC BY 4.0, and edited for length and fairness before it is.",
}
PROMISES_LABEL = "Before you send it"
_INTRO = (
    "You need no git and no YAML for this: answer what you can, in your own words. An editor turns your answers into a "
    "draft, and asks you here before anything is published."
    "\n\n"
    "**Everything in this issue is public, under the name of your GitHub account. So please send nothing anonymous "
    "here.** To tell a story without your name, open the tab *Security* of this repository, choose *Report a "
    "vulnerability*, and write that it is a story: only the maintainers read that. They see your account, and publish "
    "nothing that leads to you."
)


@dataclass(frozen=True)
class Question:
    """One question of the form."""

    path: Path
    label: str
    field: Field
    is_required: bool

    @property
    def id(self) -> str:
        """GitHub's name for the answer."""
        return "-".join(self.path).replace("_", "-")

    @property
    def choices(self) -> dict[str, str]:
        """Word -> what the form says; empty where any text will do."""
        return _WORDS.get(self.path) or {
            word: word.label[:1].upper() + word.label[1:] for word in self.field.kind.words
        }

    @property
    def is_long(self) -> bool:
        """Whether the answer may have several lines."""
        return self.field.kind.is_prose or self.path == TIMELINE


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in order: those that have a label, then what else a case study can't be without."""
    fields = dict(_fields(CaseStudy, ()))
    needed = {path for path, field in fields.items() if _is_needed(path, field)} - _NEVER_ASKED
    unlabelled = [path for path in fields if path in needed and path not in _LABELS]
    return tuple(
        Question(path, label_of(path), fields[path], path in needed | _REQUIRED) for path in (*_LABELS, *unlabelled)
    )


def _fields(record: type[Record], above: Path) -> Iterator[tuple[Path, Field]]:
    for field in fields_of(record):
        path = (*above, field.key)
        if field.kind.record and path != TIMELINE:
            yield from _fields(field.kind.record, path)
        else:
            yield path, field


def _is_needed(path: Path, field: Field) -> bool:
    """Whether a case study can't be without it: required, and of nothing that may be left out."""
    top = next(one for one in fields_of(CaseStudy) if one.key == path[0])
    return field.need is not Need.NEVER and top.need is not Need.NEVER


def label_of(path: Path) -> str:
    """What a field is called in the form."""
    words = " ".join(path).replace("_", " ")
    return _LABELS.get(path) or words[:1].upper() + words[1:]


def texts() -> dict[str, str]:
    """Path -> text of the form, and of what GitHub shows beside it."""
    head = "# Made by scripts/issue_form.py from hooks/casebook/model.py: change it there."
    return {path: "\n".join([head, *lines_of(value), ""]) for path, value in ((FORM, form()), (CONFIG, _CONFIG))}


_CONFIG = {"blank_issues_enabled": True}


def form() -> dict[str, Any]:
    """The form as GitHub reads it. Source: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms."""
    return {
        "name": "Tell a story",
        "description": "Send a case study without git: your own path, or one that somebody published",
        "title": "Case study: ",
        "labels": ["case-study"],
        "body": [{"type": "markdown", "attributes": {"value": _INTRO}}, *map(_element, questions()), _promises()],
    }


def _element(question: Question) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": question.label}
    if said := _help(question):
        attributes["description"] = said
    kind = "textarea" if question.is_long else "input"
    if question.choices:
        kind = "dropdown"
        attributes["options"] = list(question.choices.values())
    elif isinstance(question.field.example, str):
        attributes["placeholder"] = question.field.example
    validations = {"required": question.is_required}
    return {"type": kind, "id": question.id, "attributes": attributes, "validations": validations}


def _help(question: Question) -> str:
    """The model's doc, where the label is no question that says it already; and how long the answer may be."""
    doc = "" if question.label.endswith("?") else f"{question.field.doc[:1].upper()}{question.field.doc[1:]}."
    limit = question.field.kind.max_length
    said = _HELP.get(question.path, doc)
    return f"{said} At most {limit} characters.".strip() if limit and limit <= _WORTH_SAYING else said


_WORTH_SAYING = 400
"""A greater length than this is met by nobody."""


def _promises() -> dict[str, Any]:
    options = [{"label": promise, "required": True} for promise in PROMISES.values()]
    return {"type": "checkboxes", "id": "promises", "attributes": {"label": PROMISES_LABEL, "options": options}}

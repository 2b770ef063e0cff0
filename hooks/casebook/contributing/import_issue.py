"""The body of an issue, written by the form -> a draft of a case study.

Never fails, whatever the body holds: what can't be placed stays in the file as a comment, for an editor to place. The
contributor's words become quoted texts or blocks of YAML and can't be anything else.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casebook.contributing.fields import fields_of
from casebook.contributing.ids import write_ids
from casebook.contributing.issue_form import PROMISES, PROMISES_LABEL, TIMELINE, Question, questions
from casebook.contributing.slugs import free_slug, require_free, slugified
from casebook.contributing.writing import write_new
from casebook.contributing.yaml_text import SCHEMA_LINE, cleaned, comment, lines_of, one_line
from casebook.loading.checks import CHECKS
from casebook.loading.facts import facts_of
from casebook.loading.files import FOLDER, File, Files
from casebook.loading.reading import read_files
from casebook.model import Basis, CalledBy, CaseStudy
from casebook.problem import Problem

_HEADING = re.compile(r"^### +(.+?) *$", re.MULTILINE)
_NO_ANSWER = ("", "_No response_", "None")
_LISTS = ("decisions", "mistakes", "helped", "lessons", "sources")
_WITH_ID = ("decisions", "mistakes", "helped")
_TICKED = re.compile(r"^\s*[-*]\s*\[[xX]\]\s*(.*?)\s*$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Draft:
    """A case study as far as an issue tells it."""

    text: str
    """YAML, with status draft."""
    title: str
    broken_promises: tuple[str, ...]
    """What the form asks to agree to, and the issue does not."""


def import_issue(root: Path, body: str, slug: str | None, today: datetime.date) -> tuple[Path, list[str]]:
    """Writes case_studies/<slug>.yml (without a slug: named after the title), and says what is left to do, a line each.

    Raises:
        RefusedError: the slug that was asked for can't be an address or is taken.
    """
    files = read_files(root)
    draft = draft_of(body, today)
    if slug is None:
        slug = free_slug(draft.title, files)
    else:
        require_free(slug, files)
    path = root / FOLDER / f"{slug}.yml"
    write_new(path, draft.text)
    write_ids(root, files)
    not_agreed = [f"not agreed to: {promise}" for promise in draft.broken_promises]
    missing = [str(problem) for problem in problems_once_published(files, slug, draft.text)]
    return path, [*not_agreed, *missing]


def problems_once_published(files: Files, slug: str, text: str) -> list[Problem]:
    """What the check would say of a draft, were it published as it is."""
    path = f"{FOLDER}/{slug}.yml"
    published = text.replace("\nstatus: draft\n", "\nstatus: published\n", 1)
    file = File(path, CaseStudy, published.encode)
    file.facts = facts_of(file)
    together = dataclasses.replace(files, cases={**files.cases, slug: file})
    found = [problem for check in CHECKS for problem in check(together)]
    mine = (problem for problem in found if problem.where.path == path)
    return sorted({*file.facts.problems, *mine})


def draft_of(body: str, today: datetime.date) -> Draft:
    """The draft that an issue's body makes."""
    answers, unplaced = _answers(cleaned(body))
    case: dict[str, Any] = {}
    for question in questions():
        answer = answers.get(question.label, "")
        if answer and not _place(case, question, answer):
            unplaced.append((question.label, answer))
    _complete(case, today)
    return Draft(_text_of(case, unplaced), str(case.get("title", "")), tuple(_broken(answers.get(PROMISES_LABEL, ""))))


def _answers(body: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Label -> answer, and what stands below no label. A heading that is no label belongs to the answer around it."""
    labels = {*(question.label for question in questions()), PROMISES_LABEL}
    answers: dict[str, str] = {}
    starts = [match for match in _HEADING.finditer(body) if match[1] in labels]
    first = [match for number, match in enumerate(starts) if match[1] not in {m[1] for m in starts[:number]}]
    before = body[: first[0].start()] if first else body
    ends = [*(match.start() for match in first), len(body)][1:]
    for match, end in zip(first, ends, strict=True):
        answer = body[match.end() : end].strip("\n")
        answers[match[1]] = "" if answer.strip() in _NO_ANSWER else answer
    return answers, [("Before the first question", before.strip("\n"))] if before.strip() else []


def _place(case: dict[str, Any], question: Question, answer: str) -> bool:
    """Puts an answer where it belongs; whether there is such a place."""
    *above, key = question.path
    if question.path == TIMELINE:
        return False
    if question.choices:
        words = {label: word for word, label in question.choices.items()}
        if answer.strip() not in words:
            return False
        value: Any = str(words[answer.strip()])
    else:
        value = answer if question.is_long else one_line(answer)
    if question.path == ("lessons", "text"):
        case["lessons"] = [{"text": part.strip("\n")} for part in re.split(r"\n{2,}", value)]
        return True
    node = case
    for name in above:
        node = node.setdefault(name, [{}])[0] if name in _LISTS else node.setdefault(name, {})
    node[key] = value
    return True


def _complete(case: dict[str, Any], today: datetime.date) -> None:
    """Adds what follows from the answers, and nothing else."""
    case["status"] = "draft"
    is_own = case.get("permission", {}).get("basis") == Basis.SELF_SUBMITTED
    if is_own:
        case["permission"]["date"] = today.isoformat()
    for name in _WITH_ID:
        for item in case.get(name, []):
            item["id"] = slugified(" ".join(item.get("title", "").split()[:_ID_WORDS])) or name.rstrip("s")
    taken: set[str] = set()
    for item in (item for name in _WITH_ID for item in case.get(name, [])):
        item["id"] = item["id"] if item["id"] not in taken else f"{item['id']}-2"
        taken.add(item["id"])
    for mistake in case.get("mistakes", []) if is_own else ():
        mistake["called_by"] = str(CalledBy.AUTHOR)


_ID_WORDS = 6


def _broken(answer: str) -> Iterator[str]:
    ticked = set(_TICKED.findall(answer))
    yield from (promise for promise in PROMISES.values() if promise not in ticked)


def _text_of(case: dict[str, Any], unplaced: list[tuple[str, str]]) -> str:
    """The file: the fields in the model's order, then what is left, as comments."""
    lines = [SCHEMA_LINE, *lines_of(_in_order(CaseStudy, case))]
    if unplaced:
        lines += ["", "# Not placed yet: sort it into the fields above, and delete it here."]
    for label, answer in unplaced:
        lines += ["#", *comment(f"{label}\n\n{answer}")]
    return "\n".join([*lines, ""])


def _in_order(record: Any, node: dict[str, Any]) -> dict[str, Any]:
    """The keys of a record, and of those in it, in the order of the model."""
    ordered: dict[str, Any] = {}
    for field in fields_of(record):
        value = node.get(field.key)
        if field.key not in node:
            continue
        if field.kind.record and isinstance(value, list):
            value = [_in_order(field.kind.record, item) for item in value]
        elif field.kind.record and isinstance(value, dict):
            value = _in_order(field.kind.record, value)
        ordered[field.key] = value
    return ordered

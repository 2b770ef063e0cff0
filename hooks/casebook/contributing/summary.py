"""What a change does to the casebook, in Markdown for a reviewer: problems, and where each case study appears.

Made from the files as they are, not from the checked casebook, so that there is something to see of a broken one, too.
To show another kind of page that a case study leads to, add a line to `_touched`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from casebook import address, web
from casebook.loading.chapters import Page
from casebook.loading.files import FOLDER, SHARED, File, Files
from casebook.loading.source import Mapping, Sequence
from casebook.model import Ref
from casebook.problem import Problem, errors

MAX_PROBLEMS = 100
MAX_CASES = 50
"""GitHub shows at most a megabyte; a person reads less."""


@dataclass(frozen=True)
class Change:
    """A file that a change adds, changes or deletes."""

    path: str
    """Relative to the root, with forward slashes."""
    letter: str
    """As git says it: A, M, D, T."""


def changes_of(output: str) -> list[Change]:
    """What `git diff --name-status --no-renames -z` says."""
    parts = output.rstrip("\0").split("\0") if output else []
    return [Change(path, letter) for letter, path in zip(parts[::2], parts[1::2], strict=True)]


def summary(files: Files, problems: list[Problem], changes: Iterable[Change]) -> str:
    """The whole text."""
    changes = list(changes)
    cases = [change for change in changes if _slug(change.path)]
    lines = ["## What is wrong", "", *_problems(problems, {change.path for change in changes})]
    if cases:
        lines += ["", "## Where the case studies appear"]
    for change in cases[:MAX_CASES]:
        lines += ["", *_case(files, change)]
    if len(cases) > MAX_CASES:
        lines += ["", f"And {len(cases) - MAX_CASES} more case studies."]
    return "\n".join([*lines, ""])


def _slug(path: str) -> str:
    """The slug of a case study's file; empty for any other file."""
    file = PurePosixPath(path)
    is_case = str(file.parent) == FOLDER and file.suffix == ".yml" and file.name not in SHARED
    return file.stem if is_case else ""


def _problems(problems: list[Problem], changed: set[str]) -> Iterator[str]:
    """Those of the changed files first."""
    wrong = len(errors(problems))
    yield f"**{wrong} to mend, {len(problems) - wrong} to look at.**" if problems else "Nothing: all good."
    first = sorted(problems, key=lambda problem: (problem.where.path not in changed, problem))
    if problems:
        yield ""
    for problem in first[:MAX_PROBLEMS]:
        yield f"- **{plain(str(problem.where))}** {problem.code}: {plain(problem.message)}"
        yield from (f"  <br>{plain(line)}" for line in problem.hint.split("\n") if line)
    if len(problems) > MAX_PROBLEMS:
        yield from ("", f"And {len(problems) - MAX_PROBLEMS} more: run `make check`.")


def _case(files: Files, change: Change) -> Iterator[str]:
    slug = _slug(change.path)
    yield f"### {plain(slug)}"
    yield ""
    file = files.cases.get(slug)
    if file is None:
        yield (
            "**Deleted.** If it was ever published, its address was promised for good: keep the file, with "
            "`scripts/withdraw.py`, or name its old slug in the `aliases` of the case study that replaces it."
        )
        return
    status = file.status or "unknown"
    new = "New" if change.letter == "A" else "Changed"
    yield f"{new}, status {status}: {_titled(file.value('title'), address.case_study(slug))}"
    yield ""
    for name, found in _touched(files, file, slug):
        if found:
            yield f"- {name}: {'; '.join(dict.fromkeys(found))}"


def _touched(files: Files, file: File, slug: str) -> Iterator[tuple[str, list[str]]]:
    """Kind of page -> the pages of that kind that a case study appears on, each by title and address."""
    refs = [(leaf.marker.to, leaf.text) for leaf in file.leaves if isinstance(leaf.marker, Ref)]
    lessons = {name: lesson.value("title") for name, lesson in files.lessons.items()}
    categories = _titles(files.mistakes)
    cases = {name: case.value("title") for name, case in files.cases.items()}
    sessions = {name: session.value("title") for name, session in files.sessions.items() if slug in _cases_in(session)}
    chapters = {stem: _chapter_title(page) for stem, page in files.chapters.items() if slug in _cases_of(page)}
    yield "Lessons", [_titled(lessons.get(to), address.lesson(to)) for kind, to in refs if kind == "lesson"]
    yield (
        "Mistakes",
        [_titled(categories.get(to), address.mistake_category(to)) for kind, to in refs if kind == "category"],
    )
    yield "Tags", [_titled("", address.tag(group, tag)) for group, tag in _tags(file)]
    yield "Case studies", [_titled(cases.get(to), address.case_study(to)) for kind, to in refs if kind == "case"]
    yield "Chapters", [_titled(title, address.chapter(stem)) for stem, title in chapters.items()]
    yield "Sessions", [_titled(title, address.session(name)) for name, title in sessions.items()]


def _cases_in(session: File) -> set[str]:
    """The slugs of the case studies that a session reads."""
    return {leaf.text for leaf in session.leaves if leaf.marker == Ref("case")}


def _chapter_title(page: Page) -> Any:
    tree = page.front_matter.tree
    return tree.get("title") if isinstance(tree, Mapping) else None


def _titles(file: File | None) -> dict[str, Any]:
    return {item["id"]: item.get("title") for item in file.items() if isinstance(item.get("id"), str)} if file else {}


def _tags(file: File) -> Iterator[tuple[str, str]]:
    groups = file.value("tags")
    for group, tags in groups.items() if isinstance(groups, Mapping) else ():
        yield from ((group, tag) for tag in (tags if isinstance(tags, Sequence) else ()) if isinstance(tag, str))


def _cases_of(page: Page) -> set[str]:
    """The slugs of the case studies that a chapter links to."""
    links = (web.split_own(link) for _, link in page.links)
    return {link[1].partition("#")[0] for link in links if link and link[0] == "case"}


def _titled(title: Any, path: str) -> str:
    """A title, where there is one, and the address."""
    return f"{plain(title)} ({plain(f'/{path}')})" if title and isinstance(title, str) else plain(f"/{path}")


def plain(text: str) -> str:
    """The text as Markdown that shows it and does nothing else; only an e-mail address becomes a link all the same."""
    return re.sub(r"([!#$%&*+.:<=>@\[\\\]^_`{|}~])", r"\\\1", " ".join(text.split()))

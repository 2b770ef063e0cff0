"""The addresses of sources, and what is written of them: `checked` where one answers, `gone` where it doesn't.

A file is changed by lines, so that comments and the rest stay as they are; what would change anything else is refused.
"""

import datetime
import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.contributing.answers import Answer, State
from casebook.contributing.writing import write_if_changed
from casebook.loading import source
from casebook.loading.files import File, Files
from casebook.loading.source import Mapping
from casebook.model import Status

DAYS = 365
"""How old the date of the last answer may be: it is renewed so seldom that not every file changes every month."""


@dataclass(frozen=True)
class Asked:
    """A source of a published case study, and what its address said."""

    path: str
    line: int
    url: str
    answer: Answer
    was_gone: bool

    def __str__(self) -> str:
        """A line of Markdown; the address is code, so that it is no link and calls nobody."""
        return f"- `{self.path}:{self.line}` {self.answer.words}: `{self.url.replace('`', '%60')}`"


def addresses(files: Files) -> list[str]:
    """Every address of a source that a reader meets."""
    return [item["url"] for file in _published(files) for item in _sources(file)]


def asked(files: Files, answers: AnyMapping[str, Answer]) -> list[Asked]:
    """Each source and its answer, in the order of the files."""
    return [
        Asked(file.path, item.lines["url"], item["url"], answers[item["url"]], "gone" in item)
        for file in _published(files)
        for item in _sources(file)
    ]


def mark(root: Path, files: Files, answers: AnyMapping[str, Answer], day: datetime.date) -> list[str]:
    """Writes what is new into the files. Gives those that must be changed by hand."""
    by_hand = []
    for file in _published(files):
        text = file.source.text
        wanted = [(item, new) for item in _sources(file) if (new := _news(item, answers[item["url"]], day))]
        for item, new in reversed(wanted):  # the last first: lines above stay where they are
            text = _changed(text, item, new)
        if _plain(source.parse(file.path, text).tree) == _wanted(file, wanted):
            write_if_changed(root / file.path, text)
        else:
            by_hand.append(file.path)
    return by_hand


def report(found: list[Asked], by_hand: list[str]) -> str:
    """What was found, as Markdown, for those who look at it."""
    gone = [one for one in found if one.answer.state is State.GONE]
    again = [one for one in found if one.answer.state is State.THERE and one.was_gone]
    unknown = [one for one in found if one.answer.state is State.UNKNOWN]
    parts = [f"{len(found)} sources were asked: {len(gone)} gone, {len(unknown)} of which nothing is known."]
    for title, ones in (("Gone", gone), ("There again", again), ("Nothing is known", unknown)):
        if ones:
            parts.append("\n".join([f"## {title}", "", *map(str, ones)]))
    if by_hand:
        parts.append("\n".join(["## To be changed by hand", "", *(f"- `{path}`" for path in by_hand)]))
    return "\n\n".join(parts)


def _published(files: Files) -> list[File]:
    return [file for file in files.cases.values() if file.facts.status is Status.PUBLISHED]


def _sources(file: File) -> list[Mapping]:
    return [item for item in file.items("sources") if isinstance(item.get("url"), str)]


def _news(item: Mapping, answer: Answer, day: datetime.date) -> dict[str, str]:
    """The keys that must be written, and their values; an empty one is taken away."""
    if answer.state is State.GONE:
        return {} if "gone" in item else {"gone": day.isoformat()}
    if answer.state is State.UNKNOWN:
        return {}
    is_old = str(item.get("checked", "")) < (day - datetime.timedelta(DAYS)).isoformat()
    if "gone" in item:
        return {"gone": "", "checked": day.isoformat()}
    return {"checked": day.isoformat()} if is_old else {}


def _changed(text: str, item: Mapping, new: dict[str, str]) -> str:
    """The text with the keys of one source changed; the last line first: those above stay where they are."""
    lines = text.split("\n")
    url = item.lines["url"]
    for key in sorted(new, key=lambda key: item.lines.get(key, url), reverse=True):
        at = item.lines.get(key, url) - 1
        lines[at : at + 1] = (_rewritten if key in item else _added)(lines[at], key, new[key])
    return "\n".join(lines)


def _rewritten(line: str, key: str, value: str) -> list[str]:
    """A line with another value of a key; without the key, and without the line where nothing else is in it."""
    there = re.compile(rf"\b{key}:[ ]*(?:\"[^\"]*\"|'[^']*'|[^,}}\s]+)(?P<comma>,[ ]*)?")
    left = there.sub(lambda match: f"{key}: {value}{match['comma'] or ''}" if value else "", line, count=1)
    return [left] if left.strip() else []


def _added(line: str, key: str, value: str) -> list[str]:
    """The line of the address, and a key beside it: below it, or before it where the source is in braces."""
    before = line[: line.find("url:")]
    if before.strip(" -"):
        return [f"{before}{key}: {value}, {line[len(before) :]}"]
    return [line, f"{' ' * len(before)}{key}: {value}"]


def _wanted(file: File, wanted: list[tuple[Mapping, dict[str, str]]]) -> Any:
    """The file's tree, as it is to be afterwards."""
    changes = {id(item): new for item, new in wanted}
    tree = _plain(file.source.tree)
    for plain, item in zip(tree.get("sources", []), file.value("sources") or [], strict=True):
        for key, value in changes.get(id(item), {}).items():
            if value:
                plain[key] = value
            else:
                plain.pop(key, None)
    return tree


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    return [_plain(value) for value in tree] if isinstance(tree, list) else tree

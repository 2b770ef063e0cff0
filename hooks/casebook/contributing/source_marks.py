"""Links that lead elsewhere, and what is written of sources: `checked` where one answers, `gone` where it doesn't.

A file is changed by lines, so that comments and the rest stay as they are; what would change anything else is refused.
"""

import datetime
import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from casebook.contributing.answers import Answer, State
from casebook.contributing.writing import write_if_changed
from casebook.loading import source
from casebook.loading.files import File, Files
from casebook.loading.source import Mapping
from casebook.model import Status
from casebook.web import is_web_address

DAYS = 365
"""How old the date of the last answer may be: it is renewed so seldom that not every file changes every month."""


_EXAMPLES = ("example.org", "example.com")
"""Hosts that stand for any other."""


@dataclass(frozen=True)
class Link:
    """An address elsewhere that a reader may follow, and where it is written."""

    path: str
    line: int
    url: str
    is_source: bool = False
    """Whether its file can say that it is gone."""
    was_gone: bool = False

    def __str__(self) -> str:
        """A piece of Markdown; the address is code, so that it is no link and calls nobody."""
        return f"`{self.path}:{self.line}` `{self.url.replace('`', '%60')}`"


def links(files: Files) -> list[Link]:
    """Every address elsewhere that a reader meets: sources, their copies, and links in texts and on pages."""
    found = [link for file in _published(files) for link in _of_sources(file)]
    found += [link for file in files.all if file.facts.status in (None, Status.PUBLISHED) for link in _of_prose(file)]
    found += [Link(page.path, line, url) for page in files.pages.values() for line, url in page.links]
    return [link for link in found if is_web_address(link.url) and urlsplit(link.url).hostname not in _EXAMPLES]


def _of_sources(file: File) -> Iterator[Link]:
    for item in _sources(file):
        yield Link(file.path, item.lines["url"], item["url"], is_source=True, was_gone="gone" in item)
        if isinstance(copy := item.get("archived"), str):
            yield Link(file.path, item.lines["archived"], copy)


def _of_prose(file: File) -> Iterator[Link]:
    for leaf, urls in file.facts.links:
        yield from (Link(file.path, file.leaves[leaf].line, url) for url in urls)


def mark(root: Path, files: Files, answers: AnyMapping[str, Answer], day: datetime.date) -> list[str]:
    """Writes what is new into the files. Gives those that must be changed by hand."""
    by_hand = []
    for file in _published(files):
        text = file.source.text
        asked = [(item, answers[item["url"]]) for item in _sources(file) if item["url"] in answers]
        wanted = [(item, new) for item, answer in asked if (new := _news(item, answer, day))]
        for item, new in reversed(wanted):  # the last first: lines above stay where they are
            text = _changed(text, item, new)
        if _plain(source.parse(file.path, text).tree) == _wanted(file, wanted):
            write_if_changed(root / file.path, text)
        else:
            by_hand.append(file.path)
    return by_hand


def left(found: list[Link], answers: AnyMapping[str, Answer]) -> list[Link]:
    """The links that are gone and of which no file can say so: a person must mend them."""
    return [link for link in found if answers[link.url].state is State.GONE and not link.is_source]


def report(found: list[Link], answers: AnyMapping[str, Answer], by_hand: list[str]) -> str:
    """What was found, as Markdown, for those who look at it."""
    gone = [link for link in found if answers[link.url].state is State.GONE]
    again = [link for link in found if answers[link.url].state is State.THERE and link.was_gone]
    unknown = [link for link in found if answers[link.url].state is State.UNKNOWN]
    groups = {
        "Sources that are gone": [link for link in gone if link.is_source],
        "Other links that are gone, to be mended by hand": left(found, answers),
        "Sources that are there again": again,
        "Nothing is known": unknown,
    }
    parts = [f"{len(found)} links were asked: {len(gone)} gone, {len(unknown)} of which nothing is known."]
    for title, group in groups.items():
        if group:
            lines = (f"- {link} {answers[link.url].words}" for link in group)
            parts.append("\n".join([f"## {title}", "", *lines]))
    if by_hand:
        parts.append("\n".join(["## Files to be changed by hand", "", *(f"- `{path}`" for path in by_hand)]))
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

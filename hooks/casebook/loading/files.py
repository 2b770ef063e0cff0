"""Which files make a casebook, and the ids that they define: known from file names and plain trees.

So that a reference can be checked although the file that it leads to, or the one that it stands in, has other errors.
"""

import difflib
import gc
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from casebook import address, prose
from casebook.beside import Beside
from casebook.loading import source
from casebook.loading.chapters import Page, read_page
from casebook.loading.fields import Leaf, leaves
from casebook.loading.source import Mapping, Sequence, Source
from casebook.loading.text import MAX_FILE_BYTES, MAX_SHARED_FILE_BYTES
from casebook.model import (
    Anchor,
    CaseStudy,
    Category,
    Lesson,
    Prose,
    Record,
    Redirect,
    Ref,
    Session,
    Status,
    TagGroup,
    Worksheet,
)
from casebook.problem import Level, Problem
from casebook.prose import Reading

FOLDER = "case_studies"
MIN_FILES_FOR_TWO = 300
"""Below this a second process costs more than it saves."""
SUBFOLDERS = ("lessons", "sessions")
_STATUSES = frozenset(status.value for status in Status)
SHARED = ("mistakes.yml", "tags.yml", "redirects.yml")
SECTIONS = frozenset(
    {
        *("summary", "reply", "background", "timeline", "views", "decisions", "mistakes", "helped", "lessons"),
        *("stop-rule", "mission", "outcome", "questions", "sources", "related", "content"),
    },
)
"""Anchors that every case study's page has of its own."""
RESERVED_SLUGS = frozenset({"mistakes", "tags", "redirects", "groups", "sessions", "lessons", "index"})


@dataclass(frozen=True, eq=False)
class File:
    """A file of records: its source, the type of its record, and whether it holds a list of them."""

    source: Source
    record: type[Record]
    is_list: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether the file can't be read, or is something else than it must be, so that nothing is known of its ids."""
        tree = self.source.tree
        return self.source.is_broken or not (tree is None or isinstance(tree, Sequence if self.is_list else Mapping))

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Every text whose field's type asks for a check, in the order of the file."""
        return leaves(self.record, self.source.tree, is_list=self.is_list)

    @cached_property
    def anchors(self) -> dict[str, int]:
        """The ids of its parts, and their lines (the first, where one stands twice)."""
        found: dict[str, int] = {}
        for leaf in self.leaves:
            if isinstance(leaf.marker, Anchor):
                found.setdefault(leaf.text, leaf.line)
        return found

    @cached_property
    def status(self) -> Status | None:
        """A case study's status; the nearest, where it is misspelt; None, where it is missing or no word at all."""
        value = self.value("status")
        if not isinstance(value, str):
            return None
        near = [value] if value in _STATUSES else difflib.get_close_matches(value.lower(), _STATUSES, n=1)
        return Status(near[0]) if near else None

    def value(self, *keys: str) -> Any:
        """The plain value below `keys`; None where there is none."""
        node: Any = self.source.tree
        for key in keys:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node

    def has(self, key: str) -> bool:
        """Whether a key stands in the file, whatever its value."""
        return isinstance(self.source.tree, Mapping) and key in self.source.tree

    def items(self, *keys: str) -> Iterator[Mapping]:
        """The mappings of the list at `keys`; of the file itself, where there are none."""
        value = self.value(*keys)
        if isinstance(value, Sequence):
            yield from (item for item in value if isinstance(item, Mapping))

    def ids(self, key: str) -> list[str]:
        """The ids of the items of the list at `key`, in order."""
        return [item["id"] for item in self.items(key) if isinstance(item.get("id"), str)]

    def line(self, *keys: str) -> int:
        """The line of the deepest of `keys` that is there; 1 where none is."""
        node: Any = self.source.tree
        line = 1
        for key in keys:
            if not isinstance(node, Mapping) or key not in node.lines:
                break
            line, node = node.lines[key], node.get(key)
        return line

    def problem(self, line: int, code: str, message: str, hint: str) -> Problem:
        """An error at a line of this file."""
        return Problem(self.source.where(line), code, message, hint)

    def warning(self, line: int, code: str, message: str, hint: str) -> Problem:
        """A warning at a line of this file."""
        return Problem(self.source.where(line), code, message, hint, level=Level.WARNING)


@dataclass(frozen=True, eq=False)
class Files:
    """Every file of a casebook, by its slug or id."""

    cases: dict[str, File]
    lessons: dict[str, File]
    sessions: dict[str, File]
    mistakes: File | None
    tags: File | None
    redirects: File | None
    pages: dict[str, Page]
    """Hand-written pages, by path."""
    strays: tuple[str, ...] = ()
    """Paths of what lies in the folders, looks like a part of the casebook, and is read by nobody."""

    @property
    def all(self) -> Iterator[File]:
        """All files of records."""
        for group in (self.cases, self.lessons, self.sessions, self.worksheets):
            yield from group.values()
        yield from (file for file in (self.mistakes, self.tags, self.redirects) if file)

    @cached_property
    def _marked(self) -> dict[type, list[tuple[File, Leaf]]]:
        found: dict[type, list[tuple[File, Leaf]]] = defaultdict(list)
        for file in self.all:
            for leaf in file.leaves:
                found[type(leaf.marker)].append((file, leaf))
        return found

    @cached_property
    def readings(self) -> list[tuple[File, Leaf, Reading]]:
        """Every Markdown text in which there is something to check, and what."""
        read = ((file, leaf, prose.read(leaf.text)) for file, leaf in self._marked[Prose])
        return [found for found in read if found[2] != prose.NOTHING]

    @cached_property
    def _refs(self) -> dict[str, list[tuple[File, Leaf]]]:
        found: dict[str, list[tuple[File, Leaf]]] = defaultdict(list)
        for file, leaf in self._marked[Ref]:
            if isinstance(leaf.marker, Ref) and leaf.text.strip():
                found[leaf.marker.to].append((file, leaf))
        return found

    def refs(self, to: str) -> list[tuple[File, Leaf]]:
        """Every text that names a lesson (category, case …), as the types of the fields say."""
        return self._refs[to]

    @property
    def published(self) -> Iterator[File]:
        """Case studies that are meant for readers."""
        return (file for file in self.cases.values() if file.status is Status.PUBLISHED)

    @cached_property
    def categories(self) -> set[str] | None:
        """Ids of mistake categories; None where the file can't be read, and nothing should be said of ids."""
        if self.mistakes and self.mistakes.is_unknown:
            return None
        return set(self.mistakes.anchors) if self.mistakes else set()

    @cached_property
    def tag_groups(self) -> dict[str, dict[str, int]] | None:
        """Group id -> its tags and their lines; None where the file can't be read."""
        if self.tags and self.tags.is_unknown:
            return None
        groups = self.tags.items() if self.tags else ()
        return {
            group["id"]: group["tags"].lines if isinstance(group.get("tags"), Mapping) else {}
            for group in groups
            if isinstance(group.get("id"), str)
        }

    @cached_property
    def chapters(self) -> dict[str, Page]:
        """Guide chapters by their file's stem."""
        return {page.stem: page for page in self.pages.values() if page.is_chapter}

    @cached_property
    def worksheets(self) -> dict[str, File]:
        """The front matter of worksheets, by their page's stem."""
        return {page.stem: File(page.front_matter, Worksheet) for page in self.pages.values() if page.is_worksheet}

    def parts(self, slug: str) -> set[str] | None:
        """The anchors of a case study's page; None where its file can't be read."""
        file = self.cases[slug]
        if file.source.tree is None:
            return None
        cited = {item["lesson"] for item in file.items("lessons") if isinstance(item.get("lesson"), str)}
        return {*file.anchors, *SECTIONS, *map(address.cited_lesson, cited)}


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing here is garbage before the end, and looking for some again and again takes a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@no_collection()
def read_files(root: Path, *, may_fork: bool = False) -> Files:
    """Every file of the casebook at `root`, read and parsed.

    With `may_fork`, a second process reads a part of very many case studies; there must be no other thread then.
    """
    pages = sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    return Files(
        cases=_several(root, FOLDER, CaseStudy, may_fork=may_fork),
        lessons=_several(root, f"{FOLDER}/lessons", Lesson),
        sessions=_several(root, f"{FOLDER}/sessions", Session),
        mistakes=_shared(root, "mistakes.yml", Category),
        tags=_shared(root, "tags.yml", TagGroup),
        redirects=_shared(root, "redirects.yml", Redirect),
        pages={path: read_page(root, path) for path in pages},
        strays=tuple(_strays(root)),
    )


def _names(folder: Path) -> list[str]:
    """What lies in a folder, but for what systems and editors leave there."""
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir())
    return sorted(name for name in names if not name.startswith((".", "#")) and not name.endswith("~"))


def _several(root: Path, folder: str, record: type[Record], *, may_fork: bool = False) -> dict[str, File]:
    apart = SHARED if folder == FOLDER else ()
    names = [name for name in _names(root / folder) if name.endswith(".yml") and name not in apart]
    paths = [f"{folder}/{name}" for name in names]
    if may_fork and len(paths) >= MIN_FILES_FOR_TWO:
        share = len(paths) * 3 // 5  # what the second process read must be sent, so it reads the smaller part
        second = Beside(lambda _: _read_each(root, paths[share:]))
        sources = [*_read_each(root, paths[:share]), *second.result()]
    else:
        sources = _read_each(root, paths)
    return {one.stem: File(one, record) for one in sources}


def _read_each(root: Path, paths: list[str]) -> list[Source]:
    return [source.read(root, path, MAX_FILE_BYTES) for path in paths]


def _shared(root: Path, name: str, record: type[Record]) -> File | None:
    path = f"{FOLDER}/{name}"
    if not os.path.lexists(root / path):
        return None
    return File(source.read(root, path, MAX_SHARED_FILE_BYTES), record, is_list=True)


def _strays(root: Path) -> Iterator[str]:
    """Files that end almost in .yml, and folders of files that would be read elsewhere."""
    for folder in (FOLDER, *(f"{FOLDER}/{name}" for name in SUBFOLDERS)):
        for name in _names(root / folder):
            path = f"{folder}/{name}"
            is_known = name.endswith(".yml") or (folder == FOLDER and name in SUBFOLDERS and (root / path).is_dir())
            if not is_known and (_looks_like_yaml(name) or any(map(_looks_like_yaml, _names(root / path)))):
                yield path


def _looks_like_yaml(name: str) -> bool:
    return ".yml" in name.lower() or ".yaml" in name.lower()

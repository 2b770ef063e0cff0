"""Which files make a casebook, and the ids that they define: known from file names and plain trees.

So that a reference can be checked although the file that it leads to, or the one that it stands in, has other errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from casebook import address
from casebook.loading import source
from casebook.loading.chapters import Page, read_page
from casebook.loading.source import MAX_FILE_BYTES, MAX_SHARED_FILE_BYTES, Mapping, Sequence, Source
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
    TagGroup,
    WebAddress,
)

FOLDER = "case_studies"
SECTIONS = frozenset(
    "timeline decisions mistakes helped lessons sources views outcome background questions summary content".split()
)
"""Anchors that every case study's page has of its own."""
RESERVED_SLUGS = frozenset({"mistakes", "tags", "redirects", "groups", "sessions", "lessons", "index"})

Marker: TypeAlias = Ref | Anchor | Prose | WebAddress


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text that a check looks at: where it stands, and what its field's type says it is."""

    container: Mapping | Sequence
    key: Any
    text: str
    marker: Marker

    @property
    def line(self) -> int:
        """The line of its key or item."""
        return self.container.lines[self.key]


@dataclass(frozen=True, eq=False)
class File:
    """A file of records: its source, the type of its record, and whether it holds a list of them."""

    source: Source
    record: type[Record]
    is_list: bool = False

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Every text whose field's type asks for a check, in the order of the file."""
        plan: Any = _plan(self.record, ())
        if self.is_list:
            plan = [plan]
        tree = self.source.tree
        return list(_walk(plan, tree)) if isinstance(tree, (Mapping, Sequence)) else []

    @cached_property
    def anchors(self) -> dict[str, int]:
        """The ids of its parts, and their lines (the first, where one stands twice)."""
        found: dict[str, int] = {}
        for leaf in self.leaves:
            if isinstance(leaf.marker, Anchor):
                found.setdefault(leaf.text, leaf.line)
        return found

    def value(self, *keys: str) -> Any:
        """The plain value below `keys`; None where there is none."""
        node: Any = self.source.tree
        for key in keys:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node

    def items(self, key: str) -> Iterator[Mapping]:
        """The mappings of the list at `key`."""
        value = self.value(key)
        if isinstance(value, Sequence):
            yield from (item for item in value if isinstance(item, Mapping))

    def line(self, *keys: str) -> int:
        """The line of the deepest of `keys` that is there; 1 where none is."""
        node: Any = self.source.tree
        line = 1
        for key in keys:
            if not isinstance(node, Mapping) or key not in node.lines:
                break
            line, node = node.lines[key], node.get(key)
        return line


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

    @property
    def all(self) -> Iterator[File]:
        """All files of records."""
        for group in (self.cases, self.lessons, self.sessions):
            yield from group.values()
        yield from (file for file in (self.mistakes, self.tags, self.redirects) if file)

    @cached_property
    def categories(self) -> set[str] | None:
        """Ids of mistake categories; None where the file can't be read, and nothing should be said of ids."""
        if self.mistakes and self.mistakes.source.tree is None:
            return None
        return set(self.mistakes.anchors) if self.mistakes else set()

    @cached_property
    def tag_groups(self) -> dict[str, dict[str, int]] | None:
        """Group id -> its tags and their lines; None where the file can't be read."""
        if self.tags is None:
            return {}
        tree = self.tags.source.tree
        if not isinstance(tree, Sequence):
            return None
        groups = (group for group in tree if isinstance(group, Mapping) and isinstance(group.get("id"), str))
        return {group["id"]: group["tags"].lines if isinstance(group.get("tags"), Mapping) else {} for group in groups}

    @cached_property
    def chapters(self) -> dict[str, Page]:
        """Guide chapters by their file's stem."""
        return {page.stem: page for page in self.pages.values() if page.is_chapter}

    def status(self, slug: str) -> Any:
        """What a case study says its status is."""
        return self.cases[slug].value("status")

    def parts(self, slug: str) -> set[str] | None:
        """The anchors of a case study's page; None where its file can't be read."""
        file = self.cases[slug]
        if file.source.tree is None:
            return None
        cited = {item["lesson"] for item in file.items("lessons") if isinstance(item.get("lesson"), str)}
        return {*file.anchors, *SECTIONS, *(address.cited_lesson(lesson) for lesson in cited)}


def read_files(root: Path) -> Files:
    """Every file of the casebook at `root`, read and parsed."""
    folder = root / FOLDER

    def several(below: str, record: type[Record]) -> dict[str, File]:
        paths = sorted((folder / below).glob("*.yml"))
        names = [path.relative_to(root).as_posix() for path in paths]
        sources = [source.read(root, name, MAX_FILE_BYTES) for name in names if name.rsplit("/", 1)[-1] not in shared]
        return {one.stem: File(one, record) for one in sources}

    def one(name: str, record: type[Record]) -> File | None:
        path = f"{FOLDER}/{name}"
        if not (root / path).exists():
            return None
        return File(source.read(root, path, MAX_SHARED_FILE_BYTES), record, is_list=True)

    shared = {"mistakes.yml", "tags.yml", "redirects.yml"}
    pages = sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    return Files(
        cases=several("", CaseStudy),
        lessons=several("lessons", Lesson),
        sessions=several("sessions", Session),
        mistakes=one("mistakes.yml", Category),
        tags=one("tags.yml", TagGroup),
        redirects=one("redirects.yml", Redirect),
        pages={path: read_page(root, path) for path in pages},
    )


@lru_cache(maxsize=None)
def _plan(annotation: Any, metadata: tuple[Any, ...]) -> Any:
    """What to look for below a type: a marker, a dict of plans by key (a record), a list of one plan, or None."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _plan(inner, (*metadata, *more))
    if get_origin(annotation) in (Union, UnionType):
        plans = [_plan(part, metadata) for part in get_args(annotation) if part is not type(None)]
        return next((plan for plan in plans if plan), None)
    if get_origin(annotation) is list:
        plan = _plan(get_args(annotation)[0], ())
        return [plan] if plan else None
    if isinstance(annotation, type) and issubclass(annotation, Record):
        fields = annotation.model_fields.items()
        plans = {field.alias or name: _plan(field.annotation, tuple(field.metadata)) for name, field in fields}
        return {key: plan for key, plan in plans.items() if plan}
    return next((item for item in metadata if isinstance(item, Marker)), None)


def _walk(plan: Any, node: Any) -> Iterator[Leaf]:
    """The leaves below a mapping or sequence."""
    if isinstance(plan, dict) and isinstance(node, Mapping):
        parts: Any = ((key, plan.get(key), value) for key, value in node.items())
    elif isinstance(plan, list) and isinstance(node, Sequence):
        parts = ((index, plan[0], value) for index, value in enumerate(node))
    else:
        return
    for key, below, value in parts:
        if isinstance(below, Marker):
            if isinstance(value, str):
                yield Leaf(node, key, value, below)
        elif below:
            yield from _walk(below, value)

"""Which files make a casebook, and the ids that they define: known from file names and plain trees.

So that a reference can be checked although the file that it leads to, or the one that it stands in, has other errors.
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Self

from casebook import address, inputs, prose
from casebook.digests import digest
from casebook.loading.chapters import Page
from casebook.loading.fields import Leaf, leaves
from casebook.loading.permalinks import Permalinks
from casebook.loading.source import Mapping, Sequence, Source, parse_bytes
from casebook.model import Anchor, Prose, Record, Ref, Status
from casebook.problem import Level, Problem, Where
from casebook.prose import Reading

FOLDER = inputs.FOLDER
SUBFOLDERS = ("lessons", "sessions")
_STATUSES = frozenset(status.value for status in Status)
SHARED = ("mistakes.yml", "tags.yml", "redirects.yml", "glossary.yml", "synonyms.yml")
SECTIONS = frozenset(
    {
        *("summary", "reply", "background", "timeline", "views", "decisions", "mistakes", "helped", "lessons"),
        *("stop-rule", "mission", "outcome", "questions", "sources", "related", "content"),
    },
)
"""Anchors that every case study's page has of its own."""
RESERVED_SLUGS = frozenset(
    {"mistakes", "tags", "redirects", "glossary", "synonyms", "groups", "sessions", "lessons", "index"}
)


class Reference(NamedTuple):
    """A text that names a lesson, a category or a case study, and its line."""

    to: str
    text: str
    line: int


class Tagged(NamedTuple):
    """A case study's tags of one group, each with its line."""

    group: str
    line: int
    tags: tuple[tuple[str, int], ...]


class Facts(NamedTuple):
    """What a file says, as far as others ask it: its tree is not needed for that, and not kept."""

    records: list[Record]
    """Those that the file holds; none where anything is wrong with their shape."""
    problems: list[Problem]
    """What is wrong with the file, whatever the others hold."""
    has_tree: bool
    is_broken: bool
    """Whether nothing is known of what the file holds."""
    status: Status | None
    title: str | None
    anchors: dict[str, int]
    """The ids of its parts, and their lines (the first, where one stands twice)."""
    references: tuple[Reference, ...]
    links: tuple[tuple[int, tuple[str, ...]], ...]
    """Of its prose: which of the file's leaves it is, and its links."""
    cited: tuple[str, ...]
    """The lessons that a case study cites: their anchors are on its page."""
    decisions: dict[str, int]
    """The ids of a case study's decisions: how many events that have an id come before each in its timeline."""
    tags: tuple[Tagged, ...]
    aliases: tuple[tuple[str, int], ...]
    spaces: int
    """How many there are in its texts: near enough to the number of its words."""


@dataclass(eq=False)
class File:
    """A file of records. Its `facts` may be kept ones; whatever else is asked of it, it is parsed for."""

    path: str
    """Relative to the root, with forward slashes."""
    record: type[Record]
    """The type of its record."""
    read: Callable[[], bytes | Problem] = field(repr=False)
    """Reads its bytes, or says why it can't. They are not kept: of very many files they take much memory."""
    is_list: bool = False
    """Whether it holds a list of records."""
    facts: Facts = field(init=False, repr=False)
    """Set by `reading.py`."""

    @classmethod
    def of(cls, source: Source, record: type[Record]) -> Self:
        """A file that is parsed already."""
        file = cls(source.path, record, bytes)
        file.source = source
        return file

    @cached_property
    def source(self) -> Source:
        """Its text and its tree."""
        raw = self.read()
        if "key" not in vars(self):
            self.key = self._key_of(raw)
        return parse_bytes(self.path, raw)

    @cached_property
    def key(self) -> bytes:
        """A digest of what its facts depend on: its name, what it is to hold, and its bytes."""
        return self._key_of(self.read())

    def _key_of(self, raw: bytes | Problem) -> bytes:
        return self.key_with(digest(raw) if isinstance(raw, bytes) else repr(raw))

    def key_with(self, of_bytes: bytes | str) -> bytes:
        """The key, given a digest of the file's bytes."""
        return digest(self.path, self.record.__name__, of_bytes)

    @property
    def stem(self) -> str:
        """The file's name without its ending: its slug or id."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

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
    def readings(self) -> list[tuple[int, Leaf, Reading]]:
        """Every Markdown text in which there is something to check: which of the leaves it is, and what."""
        prose_leaves = ((n, leaf) for n, leaf in enumerate(self.leaves) if isinstance(leaf.marker, Prose))
        read = ((n, leaf, prose.read(leaf.text)) for n, leaf in prose_leaves)
        return [found for found in read if found[2] != prose.NOTHING]

    @cached_property
    def _refs(self) -> dict[str, list[Leaf]]:
        found: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in self.leaves:
            if isinstance(leaf.marker, Ref) and leaf.text.strip():
                found[leaf.marker.to].append(leaf)
        return found

    def refs(self, *to: str) -> list[Leaf]:
        """Every text that names a thing of these kinds (a lesson, a case …), as the types of the fields say."""
        return [leaf for kind in to for leaf in self._refs.get(kind, ())]

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
        return Problem(Where(self.path, line), code, message, hint)

    def warning(self, line: int, code: str, message: str, hint: str) -> Problem:
        """A warning at a line of this file."""
        return Problem(Where(self.path, line), code, message, hint, level=Level.WARNING)


def texts_of(node: Any) -> tuple[tuple[str, int], ...]:
    """The texts of a list, each with its line; none where it is no list."""
    if not isinstance(node, Sequence):
        return ()
    return tuple((text, line) for text, line in zip(node, node.lines, strict=True) if isinstance(text, str))


@dataclass(frozen=True, eq=False)
class Files:
    """Every file of a casebook, by its slug or id."""

    cases: dict[str, File]
    lessons: dict[str, File]
    sessions: dict[str, File]
    mistakes: File | None
    tags: File | None
    redirects: File | None
    glossary: File | None
    synonyms: File | None
    pages: dict[str, Page]
    """Hand-written pages, by path."""
    front_matter: dict[str, File]
    """By the page's path: of every chapter and worksheet, and of other pages that have any."""
    permalinks: Permalinks
    strays: tuple[str, ...] = ()
    """Paths of what lies in the folders, looks like a part of the casebook, and is read by nobody."""
    docs: tuple[str, ...] = ()
    """Paths of all files below docs/, which the site generator copies as they are unless they are Markdown."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the folders themselves."""

    @property
    def all(self) -> Iterator[File]:
        """All files of records."""
        for group in (self.cases, self.lessons, self.sessions, self.worksheets):
            yield from group.values()
        shared = (self.mistakes, self.tags, self.redirects, self.glossary, self.synonyms)
        yield from (file for file in shared if file)

    @cached_property
    def _refs(self) -> dict[str, list[tuple[File, Reference]]]:
        found: dict[str, list[tuple[File, Reference]]] = defaultdict(list)
        for file in self.all:
            for reference in file.facts.references:
                found[reference.to].append((file, reference))
        return found

    def refs(self, to: str) -> list[tuple[File, Reference]]:
        """Every text that names a lesson (category, case …), as the types of the fields say."""
        return self._refs[to]

    @cached_property
    def categories(self) -> set[str] | None:
        """Ids of mistake categories; None where the file can't be read, and nothing should be said of ids."""
        if self.mistakes and self.mistakes.is_unknown:
            return None
        return set(self.mistakes.anchors) if self.mistakes else set()

    @cached_property
    def terms(self) -> set[str] | None:
        """Ids of the glossary's terms; None where the file can't be read."""
        if self.glossary and self.glossary.facts.problems and self.glossary.is_unknown:
            return None
        return set(self.glossary.facts.anchors) if self.glossary else set()

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
        return {page.stem: self.front_matter[page.path] for page in self.pages.values() if page.is_worksheet}

    def parts(self, slug: str) -> set[str] | None:
        """The anchors of a case study's page; None where its file can't be read."""
        facts = self.cases[slug].facts
        return {*facts.anchors, *SECTIONS, *map(address.cited_lesson, facts.cited)} if facts.has_tree else None

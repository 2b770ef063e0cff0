"""Which files make a casebook: found, read, and asked for their facts.

To read another kind of file, add a line to `read_files` and a field to `Files`.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from casebook.beside import Beside, Told, Turns
from casebook.loading.chapters import Page, read_page
from casebook.loading.disk import listed, read_bytes, walked
from casebook.loading.facts import facts_of
from casebook.loading.files import FOLDER, SHARED, SUBFOLDERS, Facts, File, Files
from casebook.loading.kept import keep_facts, kept_facts, packed, unpacked
from casebook.loading.permalinks import read_permalinks
from casebook.loading.text import MAX_FILE_BYTES, MAX_SHARED_FILE_BYTES
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
from casebook.problem import Problem
from casebook.timing import with_progress

CACHE = ".cache/casebook-facts"
"""Where a project keeps the facts of its files, below its root."""
MIN_FILES_FOR_TWO = 300
"""Below this a second process costs more than it saves."""
_PORTIONS = 64
"""In how many portions two processes share the files: few to hand out, and small enough to end together."""


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
def read_files(
    root: Path,
    *,
    cache: Path | None = None,
    before: Files | None = None,
    may_fork: bool = False,
) -> Files:
    """Every file of the casebook at `root`, and its facts.

    Args:
        root: the folder that holds case_studies/ and docs/.
        cache: the file in which facts are kept from run to run; it need not be there yet.
        before: what was read before; of files that are as they were, the facts are taken from there.
        may_fork: whether a second process may share the work on very many files; there must be no other thread then.
    """
    folders = _Folders(root)
    docs = tuple(sorted(walked(root, "docs", folders.problems)))
    cases = folders.several(FOLDER, CaseStudy)
    lessons = folders.several(f"{FOLDER}/lessons", Lesson)
    sessions = folders.several(f"{FOLDER}/sessions", Session)
    mistakes = folders.shared("mistakes.yml", Category)
    tags = folders.shared("tags.yml", TagGroup)
    redirects = folders.shared("redirects.yml", Redirect)
    glossary = folders.shared("glossary.yml", Term)
    synonyms = folders.shared("synonyms.yml", Synonyms)
    pages = {path: read_page(root, path) for path in docs if path.endswith(".md")}
    front_matter = {path: file for path, page in pages.items() if (file := _front_matter(page))}
    shared = [file for file in (mistakes, tags, redirects, glossary, synonyms) if file]
    records = [*cases, *lessons, *sessions, *shared]
    if before:
        _take_facts(records, before)
    _add_facts(records, cache, may_fork=may_fork)
    for file in front_matter.values():
        file.facts = facts_of(file)
    return Files(
        cases={file.stem: file for file in cases},
        lessons={file.stem: file for file in lessons},
        sessions={file.stem: file for file in sessions},
        mistakes=mistakes,
        tags=tags,
        redirects=redirects,
        glossary=glossary,
        synonyms=synonyms,
        pages=pages,
        front_matter=front_matter,
        permalinks=read_permalinks(root),
        strays=tuple(folders.strays()),
        docs=docs,
        problems=tuple(dict.fromkeys(folders.problems)),
    )


def _take_facts(files: Sequence[File], before: Files) -> None:
    known = {file.key: file.facts for file in before.all}
    for file in files:
        if facts := known.get(file.key):
            file.facts = facts


def _add_facts(files: Sequence[File], cache: Path | None, *, may_fork: bool) -> None:
    """Gives each file its facts, if it has none: kept ones, where the file is as it was."""
    kept: dict[bytes, bytes | memoryview] = dict(kept_facts(cache))
    for file in _without_facts(files):
        if facts := unpacked(kept.get(file.key, b"")):
            file.facts = facts
    new = _without_facts(files)
    if may_fork and len(new) >= MIN_FILES_FOR_TWO:
        kept |= _read_by_two(new)
    for file in _without_facts(new):
        file.facts = _facts(file)
    if cache and (new or len(kept) != len(files)):
        keep_facts(cache, ((file.key, kept.get(file.key) or packed(file.facts)) for file in files))
    for file in files:
        file.let_go()


def _without_facts(files: Iterable[File]) -> list[File]:
    return [file for file in files if not hasattr(file, "facts")]


def _read_by_two(files: Sequence[File]) -> dict[bytes, bytes]:
    """Gives files their facts; if the second process ends before it is done, not all of them.

    Returns:
        The packed facts that the second process sent, by the key of their file.
    """
    portions = [files[first::_PORTIONS] for first in range(_PORTIONS)]
    turns = Turns(_PORTIONS)
    second = Beside(partial(_packed_of_turns, portions, turns))
    sent: dict[bytes, bytes] = {}
    for turn in with_progress(turns, _PORTIONS, "reading case studies"):
        for file in portions[turn]:
            file.facts = _facts(file)
            sent |= _taken(second.arrived(), files)
    return sent | _taken(second.rest(), files)


def _taken(arrived: Iterable[tuple[int, bytes]], files: Sequence[File]) -> dict[bytes, bytes]:
    """Gives files the facts that have arrived, each with the number of its file. Returns the same as `_read_by_two`."""
    taken: dict[bytes, bytes] = {}
    for number, blob in arrived:
        if facts := unpacked(blob):
            files[number].facts = facts
            taken[files[number].key] = blob
    return taken


def _packed_of_turns(portions: Sequence[Sequence[File]], turns: Turns, _: Told) -> Iterator[tuple[int, bytes]]:
    """The number and the packed facts of each file in the portions whose turn it is."""
    for turn in turns:
        for number, file in enumerate(portions[turn]):
            yield turn + number * _PORTIONS, packed(_facts(file))


def _facts(file: File) -> Facts:
    """The facts of a file. Its tree is not kept: of very many files they take much memory."""
    return facts_of(replace(file))


def _front_matter(page: Page) -> File | None:
    """What stands above a page; only chapters and worksheets need it."""
    if not page.is_chapter and not page.is_worksheet and page.front_matter.tree is None:
        return None
    record = Chapter if page.is_chapter else Worksheet if page.is_worksheet else HandwrittenPage
    return File.of(page.front_matter, record)


class _Folders:
    """The folders below a root, each listed once, and what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._listed: dict[str, list[str]] = {}

    def names(self, folder: str) -> list[str]:
        """What lies in a folder, but for what systems and editors leave there."""
        if folder not in self._listed:
            names = [entry.name for entry in listed(self.root, folder, self.problems)]
            self._listed[folder] = [
                name for name in names if not name.startswith((".", "#")) and not name.endswith("~")
            ]
        return self._listed[folder]

    def several(self, folder: str, record: type[Record]) -> list[File]:
        apart = SHARED if folder == FOLDER else ()
        names = [name for name in self.names(folder) if name.endswith(".yml") and name not in apart]
        return [self._file(f"{folder}/{name}", record, MAX_FILE_BYTES) for name in names]

    def shared(self, name: str, record: type[Record]) -> File | None:
        if name not in self.names(FOLDER):
            return None
        return self._file(f"{FOLDER}/{name}", record, MAX_SHARED_FILE_BYTES, is_list=True)

    def _file(self, path: str, record: type[Record], max_bytes: int, *, is_list: bool = False) -> File:
        read = partial(read_bytes, self.root, path, max_bytes)
        return File(path, record, read(), is_list, read)

    def strays(self) -> Iterator[str]:
        """Files that end almost in .yml, and folders of files that would be read elsewhere."""
        for folder in (FOLDER, *(f"{FOLDER}/{name}" for name in SUBFOLDERS)):
            for name in self.names(folder):
                path = f"{folder}/{name}"
                is_known = name.endswith(".yml") or (folder == FOLDER and name in SUBFOLDERS)
                if not is_known and (_looks_like_yaml(name) or self._holds_yaml(path)):
                    yield path

    def _holds_yaml(self, path: str) -> bool:
        """Whether this is a folder with files that look like a part of the casebook."""
        place = self.root / path
        return place.is_dir() and not place.is_symlink() and any(map(_looks_like_yaml, self.names(path)))


def _looks_like_yaml(name: str) -> bool:
    return ".yml" in name.lower() or ".yaml" in name.lower()

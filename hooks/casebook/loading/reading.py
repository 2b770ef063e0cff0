"""Which files make a casebook: found, read, and asked for their facts.

To read another kind of file, add a line to `read_files` and a field to `Files`.
"""

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from casebook.beside import Beside, Told, Turns
from casebook.loading.chapters import Page, read_page
from casebook.loading.facts import facts_of
from casebook.loading.files import FOLDER, SHARED, SUBFOLDERS, File, Files
from casebook.loading.kept import keep_facts, kept_facts, packed, unpacked
from casebook.loading.permalinks import read_permalinks
from casebook.loading.text import MAX_FILE_BYTES, MAX_SHARED_FILE_BYTES, read_bytes
from casebook.model import (
    CaseStudy,
    Category,
    Chapter,
    Lesson,
    Record,
    Redirect,
    Session,
    Synonyms,
    TagGroup,
    Term,
    Worksheet,
)
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
def read_files(root: Path, *, cache: Path | None = None, may_fork: bool = False) -> Files:
    """Every file of the casebook at `root`, and its facts.

    Args:
        root: the folder that holds case_studies/ and docs/.
        cache: the file in which facts are kept from run to run; it need not be there yet.
        may_fork: whether a second process may share the work on very many files; there must be no other thread then.
    """
    cases = _several(root, FOLDER, CaseStudy)
    lessons = _several(root, f"{FOLDER}/lessons", Lesson)
    sessions = _several(root, f"{FOLDER}/sessions", Session)
    mistakes = _shared(root, "mistakes.yml", Category)
    tags = _shared(root, "tags.yml", TagGroup)
    redirects = _shared(root, "redirects.yml", Redirect)
    glossary = _shared(root, "glossary.yml", Term)
    synonyms = _shared(root, "synonyms.yml", Synonyms)
    pages = {path: read_page(root, path) for path in _page_paths(root)}
    front_matter = {path: file for path, page in pages.items() if (file := _front_matter(page))}
    shared = [file for file in (mistakes, tags, redirects, glossary, synonyms) if file]
    _add_facts([*cases, *lessons, *sessions, *shared], cache, may_fork=may_fork)
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
        strays=tuple(_strays(root)),
    )


def _add_facts(files: Sequence[File], cache: Path | None, *, may_fork: bool) -> None:
    """Gives each file its facts: kept ones, where the file is as it was."""
    kept = kept_facts(cache)
    for file in files:
        if facts := unpacked(kept.get(file.key, b"")):
            file.facts = facts
    new = [file for file in files if not hasattr(file, "facts")]
    packed_facts = _packed_by_two(new) if may_fork and len(new) >= MIN_FILES_FOR_TWO else {}
    for file in new:
        blob = packed_facts.get(file.key) or _packed(file)
        kept[file.key] = blob
        file.facts = unpacked(blob) or facts_of(file)
    if cache and (new or len(kept) != len(files)):
        keep_facts(cache, {file.key: kept[file.key] for file in files})


def _packed_by_two(files: Sequence[File]) -> dict[bytes, bytes]:
    """The packed facts of files, by key: all of them, unless the second process ended before it was done."""
    portions = [files[first::_PORTIONS] for first in range(_PORTIONS)]
    turns = Turns(_PORTIONS)
    second = Beside(partial(_work, portions, turns))
    return _work(portions, turns) | second.result()


def _work(portions: Sequence[Sequence[File]], turns: Turns, _: Told | None = None) -> dict[bytes, bytes]:
    """The packed facts of the files in the portions whose turn it is, by key."""
    return {file.key: _packed(file) for turn in _progress(turns) for file in portions[turn]}


def _progress(turns: Iterable[int]) -> Iterator[int]:
    return with_progress(turns, _PORTIONS, "reading case studies")


def _packed(file: File) -> bytes:
    """The packed facts of a file. Its tree is not kept: of very many files they take much memory."""
    return packed(facts_of(replace(file)))


def _page_paths(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))


def _front_matter(page: Page) -> File | None:
    """What stands above a chapter or worksheet; other pages need none."""
    record = Chapter if page.is_chapter else Worksheet if page.is_worksheet else None
    return File.of(page.front_matter, record) if record else None


def _names(folder: Path) -> list[str]:
    """What lies in a folder, but for what systems and editors leave there."""
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir())
    return sorted(name for name in names if not name.startswith((".", "#")) and not name.endswith("~"))


def _several(root: Path, folder: str, record: type[Record]) -> list[File]:
    apart = SHARED if folder == FOLDER else ()
    names = [name for name in _names(root / folder) if name.endswith(".yml") and name not in apart]
    return [_file(root, f"{folder}/{name}", record, MAX_FILE_BYTES) for name in names]


def _shared(root: Path, name: str, record: type[Record]) -> File | None:
    path = f"{FOLDER}/{name}"
    there = os.path.lexists(root / path)
    return _file(root, path, record, MAX_SHARED_FILE_BYTES, is_list=True) if there else None


def _file(root: Path, path: str, record: type[Record], max_bytes: int, *, is_list: bool = False) -> File:
    return File(path, record, read_bytes(root / path, path, max_bytes), is_list)


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

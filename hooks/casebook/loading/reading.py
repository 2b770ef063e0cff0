"""Reads the files that make a casebook, and asks each for its facts."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from casebook.loading.chapters import Page, read_page
from casebook.loading.disk import walked
from casebook.loading.facts import facts_of
from casebook.loading.files import File, Files
from casebook.loading.folders import Folders
from casebook.loading.kept import Keeping, kept_facts, unpacked
from casebook.loading.permalinks import read_permalinks
from casebook.loading.second import Keep, SecondReader, begin_to_read, begin_to_read_these, find_facts
from casebook.model import Chapter, HandwrittenPage, Worksheet

CACHE = ".cache/casebook-facts"
"""Where a project keeps the facts of its files, below its root."""


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
def read_files(  # noqa: PLR0913  no caller gives all
    root: Path,
    *,
    cache: Path | None = None,
    before: Files | None = None,
    digests: Mapping[str, bytes] | None = None,
    may_fork: bool = False,
    second: SecondReader | None = None,
) -> Files:
    """Every file of the casebook at `root`, and its facts.

    Args:
        root: the folder that holds case_studies/ and docs/.
        cache: the file in which facts are kept from run to run; it need not be there yet.
        before: what was read before; of files that are as they were, the facts are taken from there.
        digests: the path of a file -> a digest of its bytes, so that a file whose facts are known need not be read.
        may_fork: whether a second process may share the work on very many files; there must be no other thread then.
        second: that second process, if it has begun already.
    """
    if may_fork and not before:
        second = second or begin_to_read(root, cache)
    folders = Folders(root)
    docs = tuple(sorted(walked(root, "docs", folders.problems)))
    found = folders.record_files()
    pages = {path: read_page(root, path) for path in docs if path.endswith(".md")}
    front_matter = {path: file for path, page in pages.items() if (file := _front_matter(page))}
    for file in found.all:
        if of_bytes := (digests or {}).get(file.path):
            file.key = file.key_with(of_bytes)
    if before:
        _take_facts(found.all, before)
    _add_facts(found.all, cache, second, may_fork=may_fork)
    for file in front_matter.values():
        file.facts = facts_of(file)
    return Files(
        cases={file.stem: file for file in found.cases},
        lessons={file.stem: file for file in found.lessons},
        sessions={file.stem: file for file in found.sessions},
        mistakes=found.mistakes,
        tags=found.tags,
        redirects=found.redirects,
        glossary=found.glossary,
        synonyms=found.synonyms,
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


def _add_facts(files: Sequence[File], cache: Path | None, second: SecondReader | None, *, may_fork: bool) -> None:
    """Gives each file its facts, if it has none: kept ones, where the file is as it was."""
    kept = kept_facts(cache)
    for file in _without_facts(files) if kept else ():
        if facts := unpacked(kept.get(file.key, b"")):
            file.facts = facts
    new = _without_facts(files)
    if may_fork and not second:
        second = begin_to_read_these(new)
    if not cache or (not new and len(kept) == len(files)):
        _find_facts(new, second, keep=None)
    else:
        with Keeping(cache) as keeping:
            for file in files:
                if hasattr(file, "facts") and file.key in kept:
                    keeping.add(file.key, kept[file.key])
            _find_facts(new, second, keeping.add)


def _find_facts(files: Sequence[File], second: SecondReader | None, keep: Keep) -> None:
    if second:
        second.read_with(files, keep)
    for file in _without_facts(files):
        find_facts(file, keep)


def _without_facts(files: Iterable[File]) -> list[File]:
    return [file for file in files if not hasattr(file, "facts")]


def _front_matter(page: Page) -> File | None:
    """What stands above a page; only chapters and worksheets need it."""
    if not page.is_chapter and not page.is_worksheet and page.front_matter.tree is None:
        return None
    record = Chapter if page.is_chapter else Worksheet if page.is_worksheet else HandwrittenPage
    return File.of(page.front_matter, record)

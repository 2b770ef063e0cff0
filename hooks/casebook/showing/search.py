"""The search: which command makes its index, and what it knows beside that. Templates say what is indexed, and how."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from casebook import address
from casebook.digests import running, version
from casebook.showing.links import Links
from casebook.showing.pages import Kind
from casebook.showing.search_beginnings import write_beginnings
from casebook.showing.search_bodies import lay_out
from casebook.showing.search_chunks import split_large
from casebook.showing.search_index import check_is_whole, make_steady, share_program
from casebook.showing.site_folder import SiteFolder

MANY = 1000
"""So many cases get an index of their own: the search shows what it finds in all else before it reads that."""
_INDEX, _INDEX_OF_MANY = "pagefind", "pagefind-many"
"""Folders of the site; docs/javascripts/search_engine.js knows them too."""
_BODIES = ".bodies"
_SIZE_OF_CHUNK = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "5000"}
"""Places of words in a file of the index, of which the search loads one for each word: a quarter of the usual number
makes them 8 KB. Pagefind doesn't promise this setting; without it, a search loads more, and finds the same."""


def has_many(links: Links) -> bool:
    """Whether the cases have an index of their own."""
    return len(links.casebook.cases) >= MANY


def begin_to_index(site: Path, *, many: bool) -> list[subprocess.Popen[bytes]]:
    """Begins to index the pages below `site` and to write the indexes beside them.

    What is read meanwhile stands in a folder of the site, which can be removed at the end.

    Args:
        site: the folder of the site.
        many: whether the cases have an index of their own.
    """
    _lay_out(site, many=many, may_fork=False)
    return _begin(site, _names(many=many))


def _lay_out(site: Path, *, many: bool, may_fork: bool) -> dict[str, bytes]:
    """Writes what each index is made from. Gives a digest of that, by the names of the indexes."""
    bodies = lay_out(
        f"{site}", _pages(site), lambda path: f"{site}/{_BODIES}/{_of(path, many=many)}", may_fork=may_fork
    )
    digests = {name: running() for name in _names(many=many)}
    for body in bodies:
        digests[_of(body.path, many=many)].update(body.digest)
    return {name: found.digest() for name, found in digests.items()}


def _begin(site: Path, names: Collection[str], held: Sequence[int] = ()) -> list[subprocess.Popen[bytes]]:
    """Begins to make these indexes."""
    environment = {**os.environ, **_SIZE_OF_CHUNK}
    command = [sys.executable, "-m", "pagefind", "--quiet"]
    return [
        subprocess.Popen(  # noqa: S603  our own command line
            [*command, "--site", str(site / _BODIES / name), "--output-path", str(site / name)],
            env=environment,
            pass_fds=held,
        )
        for name in names
    ]


def _names(*, many: bool) -> list[str]:
    return [_INDEX, _INDEX_OF_MANY] if many else [_INDEX]


def _of(path: str, *, many: bool) -> str:
    """The name of the index to which a page belongs."""
    is_case = path.startswith(address.BROWSE) and path != f"{address.BROWSE}index.html"
    return _INDEX_OF_MANY if many and is_case else _INDEX


def _pages(site: Path) -> list[str]:
    """The paths of all pages, below the site, sorted."""
    root, found = f"{site}/", []
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name != _BODIES]
        path = f"{folder[len(root) :]}/".lstrip("/")
        found += [path + name for name in names if name.endswith(".html")]
    return sorted(found)


def index(
    folder: SiteFolder, program: str, *, many: bool, held: Sequence[int] = (), may_fork: bool = False
) -> dict[str, str]:
    """Indexes the pages of a new site, but for those indexes whose pages are as they were.

    Args:
        folder: the folder of the site.
        program: a digest of what indexes are made by.
        many: whether the cases have an index of their own.
        held: open files of locks, which are handed on.
        may_fork: whether a second process may share the work on very many pages; there must be no other thread then.

    Returns:
        The version of every file of the indexes, by its path.

    Raises:
        OSError: it failed; it has said why.
    """
    site, names = folder.new, _names(many=many)
    try:
        laid = _lay_out(site, many=many, may_fork=may_fork)
        versions = {name: version(program, found) for name, found in laid.items()}
        if stale := [name for name in names if not _keep(folder, name, versions[name])]:
            _make(folder, stale, many=many, held=held)
    finally:
        shutil.rmtree(site / _BODIES, ignore_errors=True)
    files = ((name, path) for name in names for path in (site / name).rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): versions[name] for name, path in files}


def _make(folder: SiteFolder, names: Collection[str], *, many: bool, held: Sequence[int]) -> None:
    """Makes these indexes, whatever there is under their names."""
    site = folder.new
    for name in names:
        folder.make_room_below(name)
    processes = _begin(site, names, held)
    try:
        for name, process in zip(names, processes, strict=True):  # the smaller first: it is finished beside the other
            if process.wait():
                raise OSError("the search index could not be made")
            _finish(site, name, many=many)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _finish(site: Path, name: str, *, many: bool) -> None:
    """Makes an index as it is to be, once it is there."""
    check_is_whole(site / name)
    split_large(site / name)
    make_steady(site / name)
    if name == _INDEX_OF_MANY:
        share_program(site / name, _INDEX)
    elif many:
        write_beginnings(site / name)


def _keep(folder: SiteFolder, name: str, version: str) -> bool:
    """Takes over an index of the last build; whether it is of this version, and whole."""
    paths = [path for path in folder.left.pages if path.startswith(f"{name}/")]
    return bool(paths) and all(folder.keep(path, version) for path in paths)


def search_words(links: Links) -> str:
    """The synonyms, and where to go when nothing is found: lessons and tags with most cases first, as JSON.

    A door is its title and its address.
    """
    book = links.casebook
    lessons = sorted(book.lessons, key=lambda name: -links.lessons[name].cases)
    tags = sorted(
        ((group, tag) for (group, tag), slugs in links.tags.items() if slugs), key=lambda name: -len(links.tags[name])
    )
    words = {
        "many": Kind.CASE.label if has_many(links) else "",
        "synonyms": [synonyms.same for synonyms in book.synonyms],
        "lessons": [(book.lessons[name].title, address.lesson(name)) for name in lessons],
        "tags": [(book.tag_groups[group].tags[tag], address.tag(group, tag)) for group, tag in tags],
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))

"""The search: which command makes its index, and what it knows beside that. Templates say what is indexed, and how."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from casebook import address
from casebook.showing.links import Links
from casebook.showing.pages import Kind
from casebook.showing.search_chunks import split_large
from casebook.showing.search_index import check_is_whole, make_steady, share_program

EXCLUDED = (".headerlink", ".casebook-facts dt")
"""What stands on every page and tells none from another: permalinks that MkDocs puts into headings, names of facts."""

SETTING = "CASEBOOK_SEARCH"
"""The variable of the environment that leaves the index out, where it is `off`."""
MANY = 1000
"""So many cases get an index of their own: the search shows what it finds in all else before it reads that."""
_INDEX, _INDEX_OF_MANY = "pagefind", "pagefind-many"
"""Folders of the site; docs/javascripts/search_engine.js knows them too."""
_BODIES = ".bodies"
_SIZE_OF_CHUNK = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "5000"}
"""Places of words in a file of the index, of which the search loads one for each word: a quarter of the usual number
makes them 8 KB. Pagefind doesn't promise this setting; without it, a search loads more, and finds the same."""


def is_on() -> bool:
    """Whether the site gets a search index."""
    return os.environ.get(SETTING) != "off"


def has_many(links: Links) -> bool:
    """Whether the cases have an index of their own."""
    return len(links.casebook.cases) >= MANY


def begin_to_index(site: Path, *, many: bool, held: Sequence[int] = ()) -> list[subprocess.Popen[bytes]]:
    """Begins to index the pages below `site` and to write the indexes beside them, and hands on open files of locks.

    What is read meanwhile stands in a folder of the site, which can be removed at the end.
    """
    environment = {**os.environ, **_SIZE_OF_CHUNK}
    excluded = [option for selector in EXCLUDED for option in ("--exclude-selectors", selector)]
    command = [sys.executable, "-m", "pagefind", *excluded, "--quiet"]
    _copy_bodies(site, many=many)
    return [
        subprocess.Popen(  # noqa: S603  our own command line
            [*command, "--site", str(site / _BODIES / name), "--output-path", str(site / name)],
            env=environment,
            pass_fds=held,
        )
        for name in _names(many=many)
    ]


def _names(*, many: bool) -> list[str]:
    return [_INDEX, _INDEX_OF_MANY] if many else [_INDEX]


def _copy_bodies(site: Path, *, many: bool) -> None:
    """Writes what is to be indexed without the theme's frame, which costs Pagefind two fifths of its time."""
    root = str(site)
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name != _BODIES]
        path = folder[len(root) :]
        index = _INDEX_OF_MANY if many and path.startswith(f"/{address.BROWSE}") else _INDEX
        copies = f"{root}/{_BODIES}/{index}{path}"
        for name in names:
            if name.endswith(".html"):
                with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123  there are very many
                    html = file.read()
                body = html[html.find(b"<article") : html.rfind(b"</article>")]
                if b"data-pagefind-body" in body:
                    os.makedirs(copies, exist_ok=True)  # noqa: PTH103  as above
                    with open(f"{copies}/{name}", "wb") as file:  # noqa: PTH123  as above
                        file.write(html[: html.find(b"<head")] + body)  # with the page's language


def index(site: Path, *, many: bool, held: Sequence[int] = ()) -> None:
    """Indexes the pages below `site`, and hands on the open files of locks.

    Raises:
        OSError: it failed; it has said why.
    """
    ended = [running.wait() for running in begin_to_index(site, many=many, held=held)]
    if any(ended):
        raise OSError("the search index could not be made")
    shutil.rmtree(site / _BODIES)
    for name in _names(many=many):
        check_is_whole(site / name)
        split_large(site / name)
        make_steady(site / name)
    if many:
        share_program(site / _INDEX_OF_MANY, _INDEX)


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

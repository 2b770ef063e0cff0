"""What is indexed of a page: its body, without the theme's frame and without what a template keeps out of the search.

Pagefind would leave the same out itself, but not before it has parsed it: the frame costs it two fifths of its time,
and what is kept out a tenth of the rest.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from casebook.beside import shared
from casebook.digests import digest

_NOT_INDEXED = b" data-pagefind-ignore"
_TAG = re.compile(
    rb"""<([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:="[^"<>]*")?)*?\s+data-pagefind-ignore(?:="[a-z]*")?(?:\s[^<>]*)?>"""
)
"""The tag with which an element begins that is not indexed."""
MIN_PAGES_FOR_TWO = 300
"""Below this a second process costs more than it saves."""
_PORTIONS = 64


class Body(NamedTuple):
    """What is indexed of a page."""

    path: str
    """Of the page, below the site."""
    digest: bytes
    """Of its path, and of what is indexed."""


def indexed(html: bytes) -> bytes:
    """What is indexed of a page; empty where it has nothing for the search."""
    body = html[html.find(b"<article") : html.rfind(b"</article>")]
    if b"data-pagefind-body" not in body:
        return b""
    return html[: html.find(b"<head")] + without_ignored(body)  # with the page's language


def without_ignored(html: bytes) -> bytes:
    """HTML without its elements that are not indexed. Where it is not what a template writes, an element may stay."""
    kept, done = [], 0
    at = html.find(_NOT_INDEXED)
    while at >= 0:
        start = html.rfind(b"<", done, at)
        if start >= 0 and (end := _end_of_ignored(html, start)):
            kept.append(html[done:start])
            done = at = end
        at = html.find(_NOT_INDEXED, at + 1)
    return b"".join([*kept, html[done:]])


def _end_of_ignored(html: bytes, start: int) -> int:
    """Where an element ends that is not indexed; 0 where that is not what begins here."""
    if not (found := _TAG.match(html, start)):
        return 0
    depth = 0
    for tag in _tags(found[1])(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return html.find(b">", tag.end()) + 1
    return 0


@cache
def _tags(name: bytes) -> Callable[..., Iterator[re.Match[bytes]]]:
    """Finds the tags with which elements of a name begin and end."""
    return re.compile(b"<(/?)" + name + rb"(?=[\s>])").finditer


def lay_out(site: str, paths: Sequence[str], folder_of: Callable[[str], str], *, may_fork: bool) -> list[Body]:
    """Writes what is indexed of each page, and says what that was.

    Pagefind numbers the pages as the file system lists them. For that to be the same each time, at least on the same
    one, the folders are made in the order of the paths, and the pages of each written in that order.

    Args:
        site: the folder of the site.
        paths: the pages, below it, sorted.
        folder_of: path of a page -> the folder below which it is to be laid under the same path.
        may_fork: whether a second process may share the work on very many pages; there must be no other thread then.

    Returns:
        What was written, in the order of the paths.
    """
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_folder[os.path.dirname(f"{folder_of(path)}/{path}")].append(path)  # noqa: PTH120  there are very many
    for folder in by_folder:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  as above
    folders = list(by_folder)

    def lay_portion(turn: int) -> list[Body]:
        mine = ((folder, path) for folder in folders[turn::_PORTIONS] for path in by_folder[folder])
        return [body for folder, path in mine for body in _lay(site, path, folder)]

    laid = shared(lay_portion, _PORTIONS, may_fork=may_fork and len(paths) >= MIN_PAGES_FOR_TWO)
    return sorted(body for portion in laid for body in portion)


def _lay(site: str, path: str, folder: str) -> Iterator[Body]:
    with open(f"{site}/{path}", "rb") as page:  # noqa: PTH123  there are very many
        html = indexed(page.read())
    if html:
        with open(f"{folder}/{os.path.basename(path)}", "wb") as file:  # noqa: PTH119, PTH123  as above
            file.write(html)
        yield Body(path, digest(path, html))

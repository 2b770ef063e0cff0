"""Puts the search index in one order: Pagefind writes the values of a filter in another one each time.

Its files are CBOR (RFC 8949) behind a mark, compressed, and named after what is in them: a change of one changes its
name, and what names it.
"""

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

from casebook.digests import digest

_MARK = b"pagefind_dcd"
_ARRAY, _TEXT, _NUMBER = 4, 3, 0
_SMALL = 24
"""Numbers below this stand in the first byte of an item itself."""


def make_steady(folder: Path) -> None:
    """Rewrites the index in `folder`, so that the same pages have the same one to the byte."""
    renamed: dict[str, str] = {}
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        renamed |= _rewrite(path, in_order)
    for path in sorted(folder.glob("*.pf_meta")):
        renamed |= _rewrite(path, partial(_with_names, renamed))
    entry = folder / "pagefind-entry.json"
    entry.write_bytes(_with_names(renamed, entry.read_bytes()))


def in_order(filter_: bytes) -> bytes:
    """A filter, that is its name and a list of (value, numbers of pages), with its values in order."""
    _, _, name = _head(filter_, len(_MARK))
    _, count, start = _head(filter_, _end(filter_, name))
    values, at = [], start
    for _ in range(count):
        values.append(filter_[at : _end(filter_, at)])
        at += len(values[-1])
    return filter_[:start] + b"".join(sorted(values)) + filter_[at:]


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> dict[str, str]:
    """Changes a file, and says which name became which."""
    changed = change(gzip.decompress(path.read_bytes()))
    language, _, old = path.stem.rpartition("_")
    new = digest(changed).hex()[: len(old)]
    path.unlink()
    path.with_name(f"{language}_{new}{path.suffix}").write_bytes(gzip.compress(changed, mtime=0))
    return {f"_{old}": f"_{new}"}


def _with_names(renamed: dict[str, str], text: bytes) -> bytes:
    for old, new in renamed.items():
        text = text.replace(old.encode(), new.encode())
    return text


def _end(raw: bytes, at: int) -> int:
    """Where the item ends that begins at `at`."""
    kind, size, at = _head(raw, at)
    if kind == _ARRAY:
        for _ in range(size):
            at = _end(raw, at)
        return at
    if kind not in (_TEXT, _NUMBER):
        raise ValueError(f"an item of kind {kind} is not expected in an index")
    return at + size if kind == _TEXT else at


def _head(raw: bytes, at: int) -> tuple[int, int, int]:
    """The kind of an item, its size or value, and where what it holds begins."""
    kind, size = raw[at] >> 5, raw[at] & 31
    if size < _SMALL:
        return kind, size, at + 1
    end = at + 1 + (1 << size - _SMALL)
    return kind, int.from_bytes(raw[at + 1 : end]), end

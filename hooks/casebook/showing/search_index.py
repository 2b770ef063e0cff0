"""The search index as Pagefind leaves it: whether it is whole, and its values in one order.

Pagefind ends as if all were well when a disk is full and its files are cut short; and it writes the values of a filter
in another order each time. Its data are CBOR (RFC 8949) behind a mark, compressed, and named after what is in them: a
change of one changes its name, and what names it.
"""

import gzip
import json
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from casebook.digests import digest
from casebook.showing.cbor import end, head
from casebook.showing.search_chunks import MARK

_ROOM = 1 << 16
"""So many bytes must still find room beside an index: a disk on which a file was cut short is full to the brim."""


def check_is_whole(folder: Path) -> None:
    """Looks at every file of the index in `folder`.

    Raises:
        OSError: it is not whole.
    """
    room = folder / "room"
    room.write_bytes(bytes(_ROOM))
    room.unlink()
    for path in folder.rglob("*"):
        if path.suffix.startswith(".p"):  # .pf_fragment, .pf_index, .pf_filter, .pf_meta, .pagefind
            _unpacked(path)
    try:
        languages = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"].values()
    except (ValueError, LookupError) as error:
        raise OSError("the search index is not whole") from error
    if len(list((folder / "fragment").iterdir())) != sum(language["page_count"] for language in languages):
        raise OSError("the search index has not all pages")


def make_steady(folder: Path) -> None:
    """Rewrites the index in `folder`, so that the same pages have the same one to the byte."""
    renamed: dict[str, str] = {}
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        renamed |= _rewrite(path, in_order)
    for path in sorted(folder.glob("*.pf_meta")):
        renamed |= _rewrite(path, partial(_with_names, renamed))
    entry = folder / "pagefind-entry.json"
    entry.write_bytes(_with_names(renamed, entry.read_bytes()))


def share_program(folder: Path, other: str) -> None:
    """Has the index in `folder` read Pagefind's WebAssembly, the same 72 KB, from the index that is its neighbour.

    Pagefind asks for `<folder>/wasm.<what the entry says>.pagefind`: what the entry says leads out of the folder.
    """
    path = folder / "pagefind-entry.json"
    entry = json.loads(path.read_bytes())
    for language in entry["languages"].values():
        language["wasm"] = f"/../../{other}/wasm.{language['wasm'] or 'unknown'}"
    path.write_text(json.dumps(entry, separators=(",", ":"), ensure_ascii=False), "utf-8")
    for program in folder.glob("wasm.*"):
        program.unlink()


def in_order(filter_: bytes) -> bytes:
    """A filter, that is its name and a list of (value, numbers of pages), with its values in order."""
    _, _, name = head(filter_, len(MARK))
    _, count, start = head(filter_, end(filter_, name))
    values, at = [], start
    for _ in range(count):
        values.append(filter_[at : end(filter_, at)])
        at += len(values[-1])
    return filter_[:start] + b"".join(sorted(values)) + filter_[at:]


def _unpacked(path: Path) -> bytes:
    try:
        text = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        text = b""
    if not text.startswith(MARK):
        raise OSError(f"{path}: the search index is not whole")
    return text


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> dict[str, str]:
    """Changes a file, and says which name became which."""
    changed = change(_unpacked(path))
    language, _, old = path.stem.rpartition("_")
    new = digest(changed).hex()[: len(old)]
    path.unlink()
    path.with_name(f"{language}_{new}{path.suffix}").write_bytes(gzip.compress(changed, mtime=0))
    return {f"_{old}": f"_{new}"}


def _with_names(renamed: dict[str, str], text: bytes) -> bytes:
    for old, new in renamed.items():
        text = text.replace(old.encode(), new.encode())
    return text

"""A frequent word gets a file of the index for itself, so that nobody loads it with the rare words beside it.

Pagefind fills a file with words in their order until it has enough, so that the last of them may be any size: among
4,000 cases 200 KB, which whoever looks for a word before it would load too.
"""

import gzip
from pathlib import Path

from casebook.digests import digest
from casebook.showing import cbor

MARK = b"pagefind_dcd"
_LARGE = 30_000
"""Bytes, before they are compressed to about a third."""
_CHUNKS = 2
"""Where in what Pagefind knows of an index its list of files stands: after its version and its pages."""


def split_large(folder: Path) -> None:
    """Splits the large files of the index in `folder`."""
    halves: dict[bytes, list[bytes]] = {}
    for path in sorted((folder / "index").glob("*.pf_index")):
        chunk = gzip.decompress(path.read_bytes())
        if len(chunk) > _LARGE and (parts := split(chunk)):
            halves[path.stem.encode()] = [_write(path, part) for part in parts]
            path.unlink()
    for path in folder.glob("*.pf_meta"):
        known = gzip.decompress(path.read_bytes())
        path.write_bytes(gzip.compress(_with_halves(known, halves), mtime=0))


def split(chunk: bytes) -> list[list[bytes]]:
    """A file's words but the last, and the last; nothing where there is one only."""
    _, count, at = cbor.head(chunk, len(MARK) + 1)  # in an array of one item
    before = []
    for _ in range(count - 1):
        before.append(chunk[at : cbor.end(chunk, at)])
        at += len(before[-1])
    return [before, [chunk[at:]]] if before else []


def _write(path: Path, words: list[bytes]) -> bytes:
    """Writes words into a file beside another, and says how it is listed: its first word, its last word, its name."""
    chunk = MARK + cbor.array([cbor.array(words)])
    language, _, old = path.stem.rpartition("_")
    name = f"{language}_{digest(chunk).hex()[: len(old)]}"
    path.with_name(f"{name}{path.suffix}").write_bytes(gzip.compress(chunk, mtime=0))
    first, last = (cbor.letters(word, 1) for word in (words[0], words[-1]))
    return cbor.array([cbor.text(first), cbor.text(last), cbor.text(name.encode())])


def _with_halves(known: bytes, halves: dict[bytes, list[bytes]]) -> bytes:
    parts = cbor.items(known, len(MARK))
    listed = []
    for chunk in cbor.items(parts[_CHUNKS], 0):
        name = cbor.letters(cbor.items(chunk, 0)[2])
        listed.extend(_between(chunk, halves[name]) if name in halves else [chunk])
    parts[_CHUNKS] = cbor.array(listed)
    return MARK + cbor.array(parts)


def _between(chunk: bytes, halves: list[bytes]) -> list[bytes]:
    """The halves, from where the whole began to where it ended: wider than its words, for the beginnings of others."""
    first, last, _ = cbor.items(chunk, 0)
    before, after = (cbor.items(half, 0) for half in halves)
    return [cbor.array([first, *before[1:]]), cbor.array([after[0], last, after[2]])]

"""How the words of an index begin: the browser need not look for a word in it of which it has not even the beginning.

Most names of people stand in case studies only. Where these have an index of their own, a third of what a search for a
name had to do was to find out that the other index has nothing.
"""

import gzip
import json
from pathlib import Path

from casebook.showing import cbor
from casebook.showing.search_chunks import MARK

FILE = "beginnings.json"
LETTERS = 4
"""So many of a word, as docs/javascripts/search_engine.js knows; shorter words are looked for in any case.

What Pagefind cuts off, to keep a word's stem, mostly stands behind them: where it does not, a search takes longer, and
finds the same.
"""


def write_beginnings(folder: Path) -> None:
    """Lists beside the index in `folder` how its words begin, each beginning once, in their order."""
    found: set[str] = set()
    for path in (folder / "index").glob("*.pf_index"):
        (words,) = cbor.items(gzip.decompress(path.read_bytes()), len(MARK))
        found |= {cbor.letters(word, 1).decode()[:LETTERS] for word in cbor.items(words, 0)}
    listed = json.dumps(sorted(found), ensure_ascii=False, separators=(",", ":"))
    (folder / FILE).write_text(listed, "utf-8")

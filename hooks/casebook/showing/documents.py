"""Files of the site that are no pages of its theme: the data, the feeds, the cards.

To add some, write a module whose `documents` yields them, and name it in `DOCUMENTS`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from casebook.showing import api, cards, feeds
from casebook.showing.edition import Document, Edition, Make

DOCUMENTS: tuple[Make, ...] = (api.documents, feeds.documents, cards.documents)


def documents(edition: Edition) -> Iterator[Document]:
    """All of them."""
    for make in DOCUMENTS:
        yield from make(edition)


def write(made: Iterable[Document], site: Path) -> None:
    """Writes documents below the folder of a site."""
    folders: set[str] = set()
    for document in made:
        folder = document.path.rpartition("/")[0]
        if folder not in folders:
            (site / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        (site / document.path).write_text(document.text, "utf-8", newline="")

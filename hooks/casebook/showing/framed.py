"""What is written without the site generator: pages in the theme's frame, and data, feeds and cards beside them.

What would come out as it did in the last build is not even made. Where there is much to do, two processes share it: the
second begins while the first is still busy with the pages of the site generator. Documents come first, for a page can't
be written before the theme's frame is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from casebook import address
from casebook.beside import Beside, Said, Told, Turns
from casebook.digests import version
from casebook.showing.documents import DOCUMENTS
from casebook.showing.edition import Document, Edition, Joined
from casebook.showing.frame import Frame
from casebook.showing.later import Later
from casebook.showing.pages import Kind, Page
from casebook.showing.render import Renderer
from casebook.showing.site_folder import SiteFolder
from casebook.timing import with_progress

MIN_FILES_FOR_TWO = 300
"""Below this a second process costs more than it saves."""
PORTIONS = 128
"""In how many portions two processes share the documents, and in how many the pages."""

Item: TypeAlias = Page | Document


def frame_name(page: Page) -> str:
    """The name of a page's frame: one for each kind and depth; empty where the body is a whole page by itself."""
    return "" if page.kind is Kind.REDIRECT else f"{page.kind.name.lower()}-{address.depth(page.address)}"


def path_of(item: Item) -> str:
    """Where a page or document is written, below the folder of the site."""
    return f"{item.address}index.html" if isinstance(item, Page) else item.path


class Framed:
    """The framed pages and the documents of one build."""

    def __init__(
        self,
        pages: Sequence[Page],
        versions: Mapping[str, str],
        renderer: Renderer,
        edition: Edition,
        folder: SiteFolder,
    ) -> None:
        """Finds out what must be made, as far as that is known without the frames.

        Args:
            pages: pages of any kinds that have a frame, or need none.
            versions: address of a page -> what its body depends on.
            renderer: renders their bodies.
            edition: what the documents are made from.
            folder: the folder of the site.
        """
        self._renderer = renderer
        self._edition = edition
        self._folder = folder
        documents = [document for make in DOCUMENTS for document in make(edition)]
        self._joined = [document for document in documents if isinstance(document, Joined)]
        self._items: list[Item] = [*(document for document in documents if isinstance(document, Document)), *pages]
        self._versions = {
            path_of(item): versions[item.address] if isinstance(item, Page) else item.version for item in self._items
        }
        self._same = [item for item in self._items if self._is_as_before(folder.left.pages, path_of(item))]
        same = set(map(path_of, self._same))
        changed = [item for item in self._items if path_of(item) not in same]
        self._portions = [
            *_portions([item for item in changed if isinstance(item, Document)]),
            *_portions([item for item in changed if isinstance(item, Page)]),
        ]
        self._turns: Iterable[int] = range(len(self._portions))
        self._second: Beside[int] | None = None
        self._marked: dict[str, str] = {}

    def _is_as_before(self, before: Mapping[str, str], path: str) -> bool:
        """Whether the last build wrote the same, unless the frame is another now."""
        return before.get(path, "").startswith(self._versions[path])

    def begin_beside(self) -> None:
        """Begins in a second process, where that is worth it. From now on the folder must be ready."""
        if sum(map(len, self._portions)) >= MIN_FILES_FOR_TWO:
            self._renderer.prepare()
            self._turns = Turns(len(self._portions))
            self._second = Beside(self._write_turns)

    def tell(self, marked: Mapping[str, str]) -> None:
        """Hands over the theme's page, marked, for the name of each frame."""
        self._marked = dict(marked)
        if self._second:
            self._second.tell(self._marked)

    def finish(self) -> dict[str, str]:
        """Writes what is left to write.

        Returns:
            The version of every page and document, by its path: what it depends on, its frame included.
        """
        versions = self._whole_versions()
        done = set(self._write_turns(Said(self._marked)))
        done |= set(self._second.rest()) if self._second else set()
        lost = [portion for turn, portion in enumerate(self._portions) if turn not in done]
        stale = [item for item in self._same if not self._folder.keep(path := path_of(item), versions[path])]
        self._portions = [*lost, *_portions(stale)]
        self._turns = range(len(self._portions))
        list(self._write_turns(Said(self._marked)))
        for whole in self._joined:
            versions[whole.path] = whole.version
            if not self._folder.keep(whole.path, whole.version):
                self._folder.join(whole.path, whole.pieces)
        return versions

    def _whole_versions(self) -> dict[str, str]:
        """The versions of all, those of the pages with their frame's."""
        frames = {"": ""} | {name: version(rendered) for name, rendered in self._marked.items()}
        pages = (item for item in self._items if isinstance(item, Page))
        return self._versions | {
            path_of(page): self._versions[path_of(page)] + frames[frame_name(page)] for page in pages
        }

    def finish_later(self, others: Mapping[str, Callable[[], str]]) -> tuple[Later, dict[str, str]]:
        """The same while serving: whatever is not as it was is written when somebody asks for it.

        Args:
            others: what else is written when somebody asks for it, by its path; it says its version.

        Returns:
            What is to be written, and the versions of what stands already; they grow with what is written.
        """
        versions, frames = self._whole_versions(), _frames(Said(self._marked))
        stands: dict[str, str] = {}

        def write_other(path: str, write: Callable[[], str]) -> None:
            stands[path] = write()

        waiting: dict[str, Callable[[], None]] = {path: partial(write_other, path, others[path]) for path in others}

        def write(item: Item) -> None:
            self._write_one(item, frames)
            stands[path_of(item)] = versions[path_of(item)]

        def join(whole: Joined) -> None:
            for piece in whole.pieces:
                if not isinstance(piece, str):
                    later.make(piece.path)
            self._folder.join(whole.path, whole.pieces)
            stands[whole.path] = whole.version

        for item in self._items:
            if self._folder.keep(path := path_of(item), versions[path]):
                stands[path] = versions[path]
            else:
                waiting[path] = partial(write, item)
        for whole in self._joined:
            if self._folder.keep(whole.path, whole.version):
                stands[whole.path] = whole.version
            else:
                waiting[whole.path] = partial(join, whole)
        later = Later(waiting)
        return later, stands

    def stop(self) -> None:
        """Ends the second process, if there is one."""
        if self._second:
            self._second.stop()

    def _write_turns(self, told: Told) -> Iterator[int]:
        """Does the work whose turn it is, and says which that was. Until the frames are told, the pages wait."""
        frames: dict[str, Frame] | None = None
        waiting: list[tuple[Page, bytes]] = []
        made: list[int] = []
        for turn in with_progress(self._turns, len(self._portions), "writing pages"):
            for item in self._portions[turn]:
                if isinstance(item, Document):
                    self._folder.write(item.path, item.make())
                    continue
                waiting.append((item, self._renderer.encoded_body(item)))
                if frames is not None or told.is_there():
                    frames = _frames(told) if frames is None else frames
                    self._write(waiting, frames)
            made.append(turn)
        if waiting:
            self._write(waiting, _frames(told))
        yield from made

    def _write_one(self, item: Item, frames: Mapping[str, Frame]) -> None:
        if isinstance(item, Document):
            self._folder.write(item.path, item.make())
        else:
            self._write([(item, self._renderer.encoded_body(item))], frames)

    def _write(self, waiting: list[tuple[Page, bytes]], frames: Mapping[str, Frame]) -> None:
        """Writes the pages that wait, and forgets them."""
        for page, body in waiting:
            self._folder.write(path_of(page), self._whole(page, body, frames))
        waiting.clear()

    def _whole(self, page: Page, body: bytes, frames: Mapping[str, Frame]) -> bytes:
        if not (name := frame_name(page)):
            return body
        texts = {
            "heading": page.title,
            "description": page.description,
            "canonical_url": self._edition.full(page.address),
            "toc_html": self._renderer.contents(page.contents),
        }
        return frames[name].fill(texts, body)


def _portions(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[first::PORTIONS] for first in range(min(PORTIONS, len(items)))]


def _frames(told: Told) -> dict[str, Frame]:
    return {name: Frame(rendered) for name, rendered in told.value().items()}

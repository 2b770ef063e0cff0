"""What is written without the site generator: pages in the theme's frame, and data, feeds and cards beside them.

What would come out as it did in the last build is not written again, and a page then not even rendered. Where there is
much to do, two processes share it: the second begins with the bodies of pages while the first still starts the site
generator, and writes once it is told the frames, for the folder of the site is ready then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casebook import address
from casebook.beside import Beside, Said, Told, Turns
from casebook.showing.documents import DOCUMENTS
from casebook.showing.edition import Edition
from casebook.showing.frame import Frame
from casebook.showing.pages import Kind, Page
from casebook.showing.render import Renderer
from casebook.showing.site_folder import SiteFolder
from casebook.showing.versions import version
from casebook.timing import with_progress

MIN_PAGES_FOR_TWO = 300
"""Below this a second process costs more than it saves."""
PORTIONS = 64
"""In how many portions two processes share the pages."""


def frame_name(page: Page) -> str:
    """The name of a page's frame: one for each kind and depth; empty where the body is a whole page by itself."""
    return "" if page.kind is Kind.REDIRECT else f"{page.kind.name.lower()}-{address.depth(page.address)}"


def path_of(page: Page) -> str:
    """Where a page is written, below the folder of the site."""
    return f"{page.address}index.html"


class _Made(NamedTuple):
    """A document, or the body of a page that still needs its frame."""

    path: str
    text: str
    page: Page | None


class _Done(NamedTuple):
    """What one of the processes has done."""

    turns: set[int]
    versions: dict[str, str]
    """Of the documents that it has written, or left as they were."""


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
        """Finds out which pages must be rendered, as far as that is known without their frames.

        Args:
            pages: pages of any kinds that have a frame, or need none.
            versions: address of a page -> what its body depends on.
            renderer: renders their bodies.
            edition: what the documents are made from.
            folder: the folder of the site.
        """
        left = folder.left.pages
        self._renderer = renderer
        self._edition = edition
        self._folder = folder
        self._pages = pages
        self._versions = versions
        self._same = [page for page in pages if left.get(path_of(page), "").startswith(versions[page.address])]
        same = {page.address for page in self._same}
        changed = [page for page in pages if page.address not in same]
        self._work: list[Callable[[], Iterator[_Made]]] = [*self._portions(changed), *self._documents()]
        self._turns: Iterable[int] = range(len(self._work))
        self._second: Beside[_Done] | None = None
        self._marked: dict[str, str] = {}

    def _portions(self, pages: Sequence[Page]) -> Iterator[Callable[[], Iterator[_Made]]]:
        for first in range(min(PORTIONS, len(pages))):
            portion = pages[first::PORTIONS]
            yield lambda portion=portion: (  # type: ignore[misc]  # each has its own
                _Made(path_of(page), self._renderer.body(page), page) for page in portion
            )

    def _documents(self) -> Iterator[Callable[[], Iterator[_Made]]]:
        for make in DOCUMENTS:
            yield lambda make=make: (  # type: ignore[misc]  # as above
                _Made(document.path, document.text, None) for document in make(self._edition)
            )

    def begin_beside(self) -> None:
        """Begins in a second process, where that is worth it."""
        if len(self._pages) >= MIN_PAGES_FOR_TWO:
            self._turns = Turns(len(self._work))
            self._second = Beside(self._write_turns)

    def tell(self, marked: Mapping[str, str]) -> None:
        """Hands over the theme's page, marked, for the name of each frame. From now on the folder must be ready."""
        self._marked = dict(marked)
        if self._second:
            self._second.tell(self._marked)

    def finish(self) -> dict[str, str]:
        """Writes what is left to write.

        Returns:
            The version of every page and document, by its path: what it depends on, its frame included.
        """
        frames = {"": ""} | {name: version(rendered) for name, rendered in self._marked.items()}
        versions = {path_of(page): self._versions[page.address] + frames[frame_name(page)] for page in self._pages}
        mine = self._write_turns(Said(self._marked))
        theirs = self._second.result() if self._second else _Done(set(), {})
        done = mine.turns | theirs.turns
        lost = [work for turn, work in enumerate(self._work) if turn not in done]
        stale = [page for page in self._same if not self._folder.keep(path_of(page), versions[path_of(page)])]
        self._work = [*lost, *self._portions(stale)]
        self._turns = range(len(self._work))
        rest = self._write_turns(Said(self._marked))
        return versions | theirs.versions | mine.versions | rest.versions

    def stop(self) -> None:
        """Ends the second process, if there is one."""
        if self._second:
            self._second.stop()

    def _write_turns(self, told: Told) -> _Done:
        """Does the work whose turn it is. Until the frames are told, what is made waits."""
        frames: dict[str, Frame] | None = None
        waiting: list[_Made] = []
        done = _Done(set(), {})
        for turn in with_progress(self._turns, len(self._work), "writing pages"):
            for made in self._work[turn]():
                waiting.append(made)
                if frames is not None or told.is_there():
                    frames = _frames(told) if frames is None else frames
                    self._write(waiting, frames, done)
            done.turns.add(turn)
        if waiting:
            self._write(waiting, _frames(told), done)
        return done

    def _write(self, waiting: list[_Made], frames: Mapping[str, Frame], done: _Done) -> None:
        """Writes what waits, and forgets it."""
        for path, text, page in waiting:
            if page:
                self._folder.write(path, self._whole(page, text, frames))
                continue
            done.versions[path] = version(text)
            if not self._folder.keep(path, done.versions[path]):
                self._folder.write(path, text)
        waiting.clear()

    def _whole(self, page: Page, body: str, frames: Mapping[str, Frame]) -> str:
        if not (name := frame_name(page)):
            return body
        slots = {
            "heading": page.title,
            "description": page.description,
            "canonical_url": self._edition.full(page.address),
            "toc_html": self._renderer.contents(page.contents),
            "content": body,
        }
        return frames[name].fill(slots)


def _frames(told: Told) -> dict[str, Frame]:
    return {name: Frame(rendered) for name, rendered in told.value().items()}

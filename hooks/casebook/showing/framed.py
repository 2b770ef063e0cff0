"""Framed pages: their bodies, put into the theme's page, and written without the site generator.

A page that would come out as it did in the last build is not rendered again. Where many must be, two processes share
them: the second begins with the bodies while the first still starts the site generator, and puts them into their frames
once it is told those.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from urllib.parse import urljoin

from casebook import address
from casebook.beside import Beside, Said, Told, Turns
from casebook.showing.frame import Frame
from casebook.showing.pages import Kind, Page
from casebook.showing.render import Renderer
from casebook.showing.site_folder import SiteFolder
from casebook.showing.versions import digest
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


class Framed:
    """The framed pages of one build."""

    def __init__(
        self,
        pages: Iterable[Page],
        versions: Mapping[str, str],
        make: Callable[[], Renderer],
        folder: SiteFolder,
        site_url: str,
    ) -> None:
        """Finds out which pages must be rendered, as far as that is known without their frames.

        Args:
            pages: pages of any kinds that have a frame, or need none.
            versions: address of a page -> what its body depends on.
            make: makes the renderer, which takes a while.
            folder: the folder of the site.
            site_url: the address at which it will stand.
        """
        self._versions = versions
        self._make = make
        self._folder = folder
        self._site_url = site_url
        left = folder.left.pages
        self._same: list[Page] = []
        self._changed: list[Page] = []
        for page in pages:
            is_same = left.get(path_of(page), "").startswith(versions[page.address])
            (self._same if is_same else self._changed).append(page)
        self._portions = _portions(self._changed)
        self._turns: Iterable[int] = range(PORTIONS)
        self._second: Beside[set[int]] | None = None
        self._marked: dict[str, str] = {}

    def begin_beside(self) -> None:
        """Begins in a second process, where that is worth it."""
        if len(self._changed) >= MIN_PAGES_FOR_TWO:
            self._turns = Turns(PORTIONS)
            self._second = Beside(self._write_turns)

    def tell(self, marked: Mapping[str, str]) -> None:
        """Hands over the theme's page, marked, for the name of each frame."""
        self._marked = dict(marked)
        if self._second:
            self._second.tell(self._marked)

    def finish(self) -> dict[str, str]:
        """Writes what is left to write.

        Returns:
            The version of every page, by its path: what it depends on, its frame included.
        """
        frames = {"": ""} | {name: digest(rendered) for name, rendered in self._marked.items()}
        versions = {
            path_of(page): self._versions[page.address] + frames[frame_name(page)]
            for page in (*self._same, *self._changed)
        }
        done = self._write_turns(Said(self._marked))
        if self._second:
            done |= self._second.result()
        left = [page for turn, portion in enumerate(self._portions) if turn not in done for page in portion]
        left += (page for page in self._same if not self._folder.keep(path_of(page), versions[path_of(page)]))
        self._portions, self._turns = _portions(left), range(PORTIONS)
        self._write_turns(Said(self._marked))
        return versions

    def stop(self) -> None:
        """Ends the second process, if there is one."""
        if self._second:
            self._second.stop()

    @cached_property
    def renderer(self) -> Renderer:
        """Made by each process for itself, when it first needs it."""
        return self._make()

    def _write_turns(self, told: Told) -> set[int]:
        """Writes the portions whose turn it is, and says which those were. Until the frames are told, bodies wait."""
        frames: dict[str, Frame] = {}
        waiting: list[tuple[Page, str]] = []
        done = set()
        for turn in with_progress(self._turns, PORTIONS, "writing pages"):
            waiting += ((page, self.renderer.body(page)) for page in self._portions[turn])
            if frames or told.is_there():
                frames = frames or _frames(told)
                self._write(waiting, frames)
            done.add(turn)
        if waiting:
            self._write(waiting, _frames(told))
        return done

    def _write(self, waiting: list[tuple[Page, str]], frames: Mapping[str, Frame]) -> None:
        """Writes what waits, and forgets it."""
        for page, body in waiting:
            self._folder.write(path_of(page), self._whole(page, body, frames))
        waiting.clear()

    def _whole(self, page: Page, body: str, frames: Mapping[str, Frame]) -> str:
        if not (name := frame_name(page)):
            return body
        slots = {
            "heading": page.title,
            "description": page.description,
            "canonical_url": urljoin(f"{self._site_url.rstrip('/')}/", page.address),
            "toc_html": self.renderer.contents(page.contents),
            "content": body,
        }
        return frames[name].fill(slots)


def _portions(pages: Sequence[Page]) -> list[Sequence[Page]]:
    return [pages[first::PORTIONS] for first in range(PORTIONS)]


def _frames(told: Told) -> dict[str, Frame]:
    return {name: Frame(rendered) for name, rendered in told.value().items()}

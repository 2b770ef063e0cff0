"""What is written, but for what the site generator copies: pages, and data, feeds and cards beside them.

What would come out as it did in the last build is not even made. Where there is much to do, two processes share it, and
where there is very much, the second begins while the first is still busy with the site generator. Documents come first
then, for a page can't be written before the theme's frame is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

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
MIN_FILES_TO_BEGIN_EARLY = 1500
"""Below this it should have a part in what the theme renders as a whole, and wait until that can be rendered."""
WORTH_OF_WHOLE = 8
"""So many framed pages are written while the theme renders one page as a whole."""
PORTIONS = Turns.MOST // 4
"""In how many portions two processes share each of four kinds: wholes, documents, pages, and all with another frame."""


class Whole(NamedTuple):
    """A page that the theme renders as a whole, since no other has the same frame."""

    path: str
    write: Callable[[], str]
    """Writes it, unless it stands as it is to be; says its version."""


Item: TypeAlias = Whole | Page | Document

_Done: TypeAlias = tuple[int, dict[str, str]]
"""A portion, by its turn, and the versions of those of its pages that the theme renders as a whole, by their paths."""


def frame_name(page: Page) -> str:
    """The name of a page's frame: one for each kind and depth; empty where the body is a whole page by itself."""
    return "" if page.kind is Kind.REDIRECT else f"{page.kind.name.lower()}-{address.depth(page.address)}"


def path_of(item: Item) -> str:
    """Where a page or document is written, below the folder of the site."""
    return f"{item.address}index.html" if isinstance(item, Page) else item.path


class Writing:
    """All that one build writes."""

    def __init__(
        self,
        pages: Sequence[Page],
        versions: Mapping[str, str],
        renderer: Renderer,
        edition: Edition,
        folder: SiteFolder,
    ) -> None:
        """Finds out what there is to write, but for what the theme renders as a whole.

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
        self._items: list[Page | Document] = [
            *(document for document in documents if isinstance(document, Document)),
            *pages,
        ]
        self._versions = {
            path_of(item): versions[item.address] if isinstance(item, Page) else item.version for item in self._items
        }
        """Of all, by their paths; those of pages without their frame's, until that is known."""
        self._same = [item for item in self._items if self._is_as_before(folder.left.pages, path_of(item))]
        same = set(map(path_of, self._same))
        changed = [item for item in self._items if path_of(item) not in same]
        self._portions = [
            *_portions([item for item in changed if isinstance(item, Document)]),
            *_portions([item for item in changed if isinstance(item, Page)]),
        ]
        self._not_shared: list[Sequence[Item]] = []
        self._turns: Iterable[int] = ()
        self._second: Beside[_Done] | None = None
        self._marked: Mapping[str, str] = {}
        self._frames: Mapping[str, Frame] | None = None

    def _is_as_before(self, before: Mapping[str, str], path: str) -> bool:
        """Whether the last build wrote the same, unless the frame is another now."""
        return before.get(path, "").startswith(self._versions[path])

    def begin_early(self) -> None:
        """Begins in a second process, where there is very much to do. From now on the folder must be ready."""
        if sum(map(len, self._portions)) >= MIN_FILES_TO_BEGIN_EARLY:
            self._begin_beside()

    def begin(self, marked: Mapping[str, str], wholes: Mapping[str, Callable[[], str]], *, may_fork: bool) -> None:
        """Takes what was not known yet, and begins in a second process, where that is worth it and not done.

        Args:
            marked: the theme's page, marked, for the name of each frame.
            wholes: path of a page that the theme renders as a whole -> writes it, unless it stands as it is to be, and
                says its version.
            may_fork: whether there may be a second process.
        """
        self._marked = dict(marked)
        of_frames = {"": ""} | {name: version(rendered) for name, rendered in marked.items()}
        for item in self._items:
            if isinstance(item, Page):
                self._versions[path_of(item)] += of_frames[frame_name(item)]
        stale = [item for item in self._same if not self._folder.keep(path := path_of(item), self._versions[path])]
        more = [*_portions([Whole(path, write) for path, write in wholes.items()]), *_portions(stale)]
        if self._second:
            self._not_shared = more
        else:
            self._portions = [*more, *self._portions]
            self._turns = range(len(self._portions))
            never_written = len(wholes.keys() - self._folder.left.pages.keys())
            count = sum(map(len, self._portions)) - len(wholes) + WORTH_OF_WHOLE * never_written
            if may_fork and count >= MIN_FILES_FOR_TWO:
                self._begin_beside()
        if self._second:
            self._second.tell(self._marked)

    def _begin_beside(self) -> None:
        self._renderer.prepare()
        self._turns = Turns(len(self._portions))
        self._second = Beside(partial(self._write, self._portions, self._turns))

    def finish(self) -> dict[str, str]:
        """Writes what is left to write.

        Returns:
            The version of every page and document, by its path: what it depends on, its frame included.
        """
        told = Said(self._marked)
        found = [*self._write(self._not_shared, range(len(self._not_shared)), told)]  # first, so that both end together
        shared = [*self._write(self._portions, self._turns, told), *(self._second.rest() if self._second else ())]
        done = {turn for turn, _ in shared}
        lost = [portion for turn, portion in enumerate(self._portions) if turn not in done]
        found += [*shared, *self._write(lost, range(len(lost)), told)]
        versions = self._versions
        for _, of_wholes in found:
            versions |= of_wholes
        for whole in self._joined:
            versions[whole.path] = whole.version
            if not self._folder.keep(whole.path, whole.version):
                self._folder.join(whole.path, whole.pieces)
        return versions

    def finish_later(self) -> tuple[Later, dict[str, str]]:
        """The same while serving: whatever is not as it was is written when somebody asks for it.

        Returns:
            What is to be written, and the versions of what stands already; they grow with what is written.
        """
        changed = {path_of(item): item for portion in self._portions for item in portion}
        stands = {path: version for path, version in self._versions.items() if path not in changed}
        told = Said(self._marked)

        def write(path: str, item: Item) -> None:
            [(_, of_wholes)] = self._write([[item]], [0], told)
            stands[path] = of_wholes.get(path) or self._versions[path]

        def join(whole: Joined) -> None:
            for piece in whole.pieces:
                if not isinstance(piece, str):
                    later.make(piece.path)
            self._folder.join(whole.path, whole.pieces)
            stands[whole.path] = whole.version

        waiting: dict[str, Callable[[], None]] = {path: partial(write, path, item) for path, item in changed.items()}
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

    def _write(self, portions: Sequence[Sequence[Item]], turns: Iterable[int], told: Told) -> Iterator[_Done]:
        """Writes the portions whose turn it is, and says at the end what that was.

        Until the frames are told, the pages wait.
        """
        waiting: list[tuple[Page, bytes]] = []
        done: list[_Done] = []
        for turn in with_progress(turns, len(portions), "writing pages"):
            of_wholes: dict[str, str] = {}
            for item in portions[turn]:
                if isinstance(item, Page):
                    waiting.append((item, self._renderer.encoded_body(item)))
                    if self._frames is not None or told.is_there():
                        self._write_pages(waiting, told)
                elif isinstance(item, Document):
                    self._folder.write(item.path, item.make())
                else:
                    of_wholes[item.path] = item.write()
            done.append((turn, of_wholes))
        if waiting:
            self._write_pages(waiting, told)
        yield from done

    def _write_pages(self, waiting: list[tuple[Page, bytes]], told: Told) -> None:
        """Writes the pages that wait, and forgets them."""
        if self._frames is None:
            self._frames = {name: Frame(rendered) for name, rendered in told.value().items()}
        for page, body in waiting:
            self._folder.write(path_of(page), self._whole(page, body, self._frames))
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

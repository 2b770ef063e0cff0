"""The folder of the site: what the last build left there, what this one keeps of it, and the swap at the end.

A build writes beside the site and changes places with it, so that a build that fails leaves the last good site whole.
Pages that would come out as they were are not rendered again: the new folder gets another name (a hard link) for
the same file. So that not all folders are made anew each time, the one that was replaced is kept in the cache, and
becomes the next new one; it holds only what the site itself holds.

A file that is in the site is never written to: it is unlinked, and a new one takes its name.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook.note import read_note, write_note
from casebook.showing.swap import clear, recover, swap

if TYPE_CHECKING:
    from casebook.showing.edition import Part  # whoever looks for changes has no use for it

FOR_EVERYBODY = 0o022
"""The umask of all that is published, whatever that of who builds it: files 644, folders 755."""


class Stamp(NamedTuple):
    """What tells whether a file is still the one that was written."""

    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Left:
    """What the last complete build said of itself."""

    inputs: str = ""
    """A digest of all that it was made from."""
    said: tuple[str, ...] = ()
    """Its warnings."""
    files: Mapping[str, Stamp] = field(default_factory=dict)
    """Every file of the site, by its path below it."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path of a page -> its version: what it depends on, as a digest."""


class SiteFolder:
    """The folder of one site, from before a build to after it."""

    def __init__(self, site: Path, cache: Path) -> None:
        """Looks at what is there. No other build may be at work on it.

        Args:
            site: the folder of the site; a build that is complete is there.
            cache: the folder in which something may be kept from build to build; it can be deleted at any time.
        """
        self.site = site
        self.new = site.with_name(site.name + ".new")
        self._kept = cache / "casebook-site"
        self._note = cache / "casebook-site.json"
        recover(site)
        self.left = _read(self._note, site)
        self._made: set[str] = set()
        """Folders of the new folder that are there."""
        self._found: dict[str, Stamp] = {}
        """The site's own files that the new folder has had from the beginning."""
        self._taken: dict[str, Stamp] = {}
        """Those that it keeps."""

    def is_whole(self) -> bool:
        """Whether every file of the last build is there as it was written."""
        stamps = self.left.files
        return bool(stamps) and all(_stamp(f"{self.site}/{path}") == stamp for path, stamp in stamps.items())

    def set_aside(self) -> None:
        """Removes what a build that was killed left of a new folder. What is made from now on may be read by all."""
        os.umask(FOR_EVERYBODY)
        clear(self.new)

    def begin(self) -> None:
        """Makes the new folder of the one that is kept, as far as it holds what the site holds."""
        self._made.clear()
        self._found.clear()
        self._taken.clear()
        with suppress(OSError):
            clear(self.new)  # MkDocs may have made it, empty
            _check_is_no_link(self._kept)
            _prune(str(self._kept), "", self._is_the_sites_own)
            self._kept.rename(self.new)

    def _is_the_sites_own(self, path: str, entry: os.DirEntry[str]) -> bool:
        """Whether a file is a page of the site, under another name."""
        if path not in self.left.pages:
            return False
        try:
            status = os.stat(f"{self.site}/{path}")  # noqa: PTH116  there are very many
        except OSError:
            return False
        if status.st_ino != entry.inode():
            return False
        self._found[path] = Stamp(status.st_size, status.st_mtime_ns)
        return True

    def keep(self, path: str, version: str) -> bool:
        """Gives the new folder the site's own page, if that is of this version; whether it is."""
        if path in self._taken:
            return self.left.pages[path] == version
        if self.left.pages.get(path) != version:
            return False
        stamp = self._found.get(path) or _stamp(f"{self.site}/{path}")
        if not stamp or stamp != self.left.files.get(path):
            return False
        if path not in self._found:
            try:
                self._make_folder(path)
                os.link(f"{self.site}/{path}", f"{self.new}/{path}")
            except OSError:  # a file system without links
                return False
        self._taken[path] = stamp
        return True

    def write(self, path: str, content: str | bytes) -> None:
        """Writes a file of the new folder."""
        with self._opened(path) as file:
            _write_whole(file, content.encode() if isinstance(content, str) else content)

    def make_room(self, path: str) -> None:
        """Lets somebody else write a file of the new folder, as `write` would."""
        self._taken.pop(path, None)
        with suppress(FileNotFoundError):
            os.unlink(f"{self.new}/{path}")  # noqa: PTH108  there are very many

    def make_room_below(self, folder: str) -> None:
        """Lets somebody else write all that a folder of the new folder is to hold."""
        self._taken = {path: stamp for path, stamp in self._taken.items() if not path.startswith(f"{folder}/")}
        shutil.rmtree(self.new / folder, ignore_errors=True)  # its files are the last site's own

    def join(self, path: str, pieces: "Iterable[str | Part]") -> None:
        """Writes a file of texts and of other files of the new folder, one after the other."""
        with self._opened(path) as file:
            for piece in pieces:
                _write_whole(file, piece.encode() if isinstance(piece, str) else (self.new / piece.path).read_bytes())

    def _opened(self, path: str) -> FileIO:
        """A new file. What is there under its name may be the site's own, so it is not written over."""
        self._make_folder(path)
        self._taken.pop(path, None)
        name = f"{self.new}/{path}"
        try:
            return FileIO(name, "x")  # who asks for it closes it
        except FileExistsError:
            self.make_room(path)
            return FileIO(name, "x")

    def _make_folder(self, path: str) -> None:
        """Makes the folder of a file of the new folder."""
        folder = path.rpartition("/")[0]
        if folder in self._made:
            return
        try:
            os.mkdir(f"{self.new}/{folder}")  # noqa: PTH102  there are very many
        except OSError:  # it is there, or the one that it belongs in is not
            os.makedirs(f"{self.new}/{folder}", exist_ok=True)  # noqa: PTH103  as above
        self._made.add(folder)

    def take_its_place(self, built: Left) -> None:
        """Puts the new folder in the site's place. `built` says what was built, but for its files."""
        gone = self.left.pages.keys() - built.pages.keys()
        if gone:
            _prune(str(self.new), "", lambda path, _: path not in gone)
        clear(self._note)
        clear(self._kept)
        swap(self.new, self.site)
        self._set_aside(self.new, built.pages)
        all_files = (
            (path, self._taken.get(path) or _stamp(f"{self.site}/{path}")) for path in _files(str(self.site), "")
        )
        files = {path: stamp for path, stamp in all_files if stamp}
        write_note(self._note, _about(self.site), vars(replace(built, files=files)))

    def _set_aside(self, old: Path, pages: Mapping[str, str]) -> None:
        """Keeps a folder for the next build, with those of its files that are in the site too."""
        before = self.left.pages
        try:
            self._kept.parent.mkdir(exist_ok=True)
            _check_is_no_link(old)
            _prune(str(old), "", lambda path, _: path in pages and before.get(path) == pages[path])
            old.rename(self._kept)
        except OSError:  # there was none, or nothing of it is left, or the cache is on another file system
            clear(old)

    def give_up(self) -> None:
        """Removes the new folder."""
        clear(self.new)


class ServedFolder(SiteFolder):
    """The folder from which a site is served: written in place, and kept for as long as it is served."""

    def __init__(self, site: Path) -> None:
        self.site = self.new = site
        self._kept = site.with_name(site.name + ".kept")
        self.left = self._before = Left()
        self._made = set()
        self._taken = {}

    def is_whole(self) -> bool:
        """It is: nobody else writes there."""
        return True

    def set_aside(self) -> None:
        """Hides the folder from what empties it; a build that fails before `begin` must not have done this."""
        self._before, self.left = self.left, Left()
        with suppress(OSError):
            self.site.rename(self._kept)

    def begin(self) -> None:
        """Brings back what was set aside, as far as it is pages of the last complete build."""
        self._made.clear()
        with suppress(OSError):
            self._kept.rename(self.site)
            _prune(str(self.site), "", lambda path, _: path in self._before.pages)

    def keep(self, path: str, version: str) -> bool:
        """Leaves a page as it is, if that is of this version; whether it is."""
        return self._before.pages.get(path) == version and (self.site / path).exists()

    def take_its_place(self, built: Left, waiting: Collection[str] = ()) -> None:
        """Removes the pages that there are no more; those that wait will be written over."""
        gone = self._before.pages.keys() - built.pages.keys() - set(waiting)
        if gone:
            _prune(str(self.site), "", lambda path, _: path not in gone)
        self.left = built


def _prune(folder: str, below: str, is_wanted: Callable[[str, os.DirEntry[str]], bool]) -> bool:
    """Removes all files but the wanted ones, and folders that hold none; whether any file is left.

    `is_wanted` gets the path below the first folder.
    """
    is_left = False
    for entry in list(os.scandir(folder)):
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            is_left |= _prune(entry.path, f"{path}/", is_wanted)
        elif is_wanted(path, entry):
            is_left = True
        else:
            os.unlink(entry.path)  # noqa: PTH108  there are very many
    if not is_left:
        os.rmdir(folder)  # noqa: PTH106  as above
    return is_left


def _check_is_no_link(folder: Path) -> None:
    """What a link leads to is somebody else's: nothing is ever removed there."""
    if folder.is_symlink():
        raise NotADirectoryError(folder)


def _files(folder: str, below: str) -> Iterator[str]:
    """The paths of all files below a folder."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}"


def _write_whole(file: FileIO, rest: bytes) -> None:
    """Writes bytes, in as many goes as the system takes them."""
    while rest:
        rest = rest[file.write(rest) :]


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)  # noqa: PTH116  a site has very many files
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


def _read(note: Path, site: Path) -> Left:
    """What a note says of a site; nothing, where it is damaged, of another kind or of another site."""
    try:
        said = read_note(note, _about(site))
        files = {path: Stamp(*stamp) for path, stamp in said["files"].items()}
        return Left(said["inputs"], tuple(said["said"]), files, said["pages"])
    except (LookupError, TypeError, AttributeError):
        return Left()


def _about(site: Path) -> str:
    return f"site 1 {site.absolute()}"

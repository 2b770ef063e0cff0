"""Two processes find the facts of very many files. The second can begin before the first knows which files there are.

What one has found goes by the key of its file, which a change of the file changes, and the first reads each file, too;
so nothing is lost but time where the two don't see the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from casebook.beside import Beside, Told, Turns
from casebook.loading.facts import facts_of
from casebook.loading.files import FOLDER, Facts, File
from casebook.loading.folders import Folders
from casebook.loading.kept import packed, unpacked
from casebook.timing import with_progress

Keep: TypeAlias = Callable[[bytes, bytes], None] | None
"""What is done with the packed facts of each file, given its key; None where nothing is."""

_Piece: TypeAlias = tuple[str, bytes, bytes]
"""The path of a file, the key of what was found in it, and its packed facts."""

MIN_FILES_FOR_TWO = 300
"""Below this a second process costs more than it saves, where the first could begin, too."""
MIN_FILES_FOR_SECOND = 60
"""The same, where the first has other things to do yet."""
_PORTIONS = 64
"""In how many portions two processes share the files: few to hand out, and small enough to end together."""


def begin_to_read(root: Path, cache: Path | None) -> "SecondReader | None":
    """Begins to read the files of records in a second process, if there are many and nothing is kept of any."""
    with suppress(OSError):
        count = len(list((root / FOLDER).glob("*.yml")))
        if count >= MIN_FILES_FOR_SECOND and not (cache and cache.exists()):
            return SecondReader(lambda: Folders(root).record_files().all, count)
    return None


def begin_to_read_these(files: Sequence[File]) -> "SecondReader | None":
    """Begins to find the facts of files that have been read, if there are very many."""
    return SecondReader(lambda: files, len(files)) if len(files) >= MIN_FILES_FOR_TWO else None


class SecondReader:
    """A second process that finds the facts of files: whoever is free takes the next portion."""

    def __init__(self, files: Callable[[], Sequence[File]], count: int) -> None:
        """Begins.

        Args:
            files: is called in the second process, and gives what the first will read, too.
            count: how many there are, or nearly.
        """
        self.count = count
        self._turns = Turns(_PORTIONS)
        self._second = Beside(partial(_packed_of_turns, files, self._turns))

    def read_with(self, files: Sequence[File], keep: Keep) -> None:
        """Gives files their facts, and hands them on; if the second process ends too early, not those of all files."""
        self._second.tell(None)
        by_path = {file.path: file for file in files}
        for turn in with_progress(self._turns, _PORTIONS, "reading case studies"):
            for file in files[turn::_PORTIONS]:
                find_facts(file, keep)
                _take(self._second.arrived(), by_path, keep)
        _take(self._second.rest(), by_path, keep)


def find_facts(file: File, keep: Keep) -> None:
    """Gives a file its facts, and hands them on."""
    file.key, file.facts = found_facts(file)
    if keep:
        keep(file.key, packed(file.facts))


def found_facts(file: File) -> tuple[bytes, Facts]:
    """The facts of a file, and the key of what they were found in. Its tree is not kept: it takes much memory."""
    read = replace(file)
    facts = facts_of(read)
    return read.key, facts


def _take(arrived: Iterable[_Piece], by_path: dict[str, File], keep: Keep) -> None:
    """Gives files the facts that have arrived, and hands them on."""
    for path, key, blob in arrived:
        file = by_path.get(path)
        if file and not hasattr(file, "facts") and file.key == key and (facts := unpacked(blob)):
            file.facts = facts
            if keep:
                keep(key, blob)


def _packed_of_turns(files: Callable[[], Sequence[File]], turns: Turns, told: Told) -> Iterator[_Piece]:
    """What is found in each file of the portions whose turn it is, once the first process takes it."""
    waiting: list[_Piece] = []
    found = files()
    for turn in turns:
        for file in found[turn::_PORTIONS]:
            key, facts = found_facts(file)
            waiting.append((file.path, key, packed(facts)))
            if told.is_there():
                yield from waiting
                waiting.clear()
    yield from waiting

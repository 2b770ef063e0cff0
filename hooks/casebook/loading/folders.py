"""Which files make a casebook: the folders, what lies in them, and what is there that nobody reads.

To read another kind of file, add a line to `Folders.record_files` and a field to `RecordFiles`.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from casebook.loading.disk import listed, read_bytes
from casebook.loading.files import FOLDER, SHARED, SUBFOLDERS, File
from casebook.loading.text import MAX_FILE_BYTES, MAX_SHARED_FILE_BYTES
from casebook.model import CaseStudy, Category, Lesson, Record, Redirect, Session, Synonyms, TagGroup, Term
from casebook.problem import Problem


class RecordFiles(NamedTuple):
    """The files that hold records and nothing else, not yet read."""

    cases: list[File]
    lessons: list[File]
    sessions: list[File]
    mistakes: File | None
    tags: File | None
    redirects: File | None
    glossary: File | None
    synonyms: File | None

    @property
    def all(self) -> list[File]:
        """All of them, in an order that depends on their names alone."""
        shared = (self.mistakes, self.tags, self.redirects, self.glossary, self.synonyms)
        return [*self.cases, *self.lessons, *self.sessions, *(file for file in shared if file)]


class Folders:
    """The folders below a root, each listed once, and what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._listed: dict[str, list[str]] = {}

    def names(self, folder: str) -> list[str]:
        """What lies in a folder, but for what systems and editors leave there."""
        if folder not in self._listed:
            names = [entry.name for entry in listed(self.root, folder, self.problems)]
            self._listed[folder] = [
                name for name in names if not name.startswith((".", "#")) and not name.endswith("~")
            ]
        return self._listed[folder]

    def record_files(self) -> RecordFiles:
        """The files of records below case_studies/."""
        return RecordFiles(
            cases=self._several(FOLDER, CaseStudy),
            lessons=self._several(f"{FOLDER}/lessons", Lesson),
            sessions=self._several(f"{FOLDER}/sessions", Session),
            mistakes=self._shared("mistakes.yml", Category),
            tags=self._shared("tags.yml", TagGroup),
            redirects=self._shared("redirects.yml", Redirect),
            glossary=self._shared("glossary.yml", Term),
            synonyms=self._shared("synonyms.yml", Synonyms),
        )

    def _several(self, folder: str, record: type[Record]) -> list[File]:
        apart = SHARED if folder == FOLDER else ()
        names = [name for name in self.names(folder) if name.endswith(".yml") and name not in apart]
        return [self._file(f"{folder}/{name}", record, MAX_FILE_BYTES) for name in names]

    def _shared(self, name: str, record: type[Record]) -> File | None:
        if name not in self.names(FOLDER):
            return None
        return self._file(f"{FOLDER}/{name}", record, MAX_SHARED_FILE_BYTES, is_list=True)

    def _file(self, path: str, record: type[Record], max_bytes: int, *, is_list: bool = False) -> File:
        return File(path, record, partial(read_bytes, self.root, path, max_bytes), is_list)

    def strays(self) -> Iterator[str]:
        """Files that end almost in .yml, and folders of files that would be read elsewhere."""
        for folder in (FOLDER, *(f"{FOLDER}/{name}" for name in SUBFOLDERS)):
            for name in self.names(folder):
                path = f"{folder}/{name}"
                is_known = name.endswith(".yml") or (folder == FOLDER and name in SUBFOLDERS)
                if not is_known and (_looks_like_yaml(name) or self._holds_yaml(path)):
                    yield path

    def _holds_yaml(self, path: str) -> bool:
        """Whether this is a folder with files that look like a part of the casebook."""
        place = self.root / path
        return place.is_dir() and not place.is_symlink() and any(map(_looks_like_yaml, self.names(path)))


def _looks_like_yaml(name: str) -> bool:
    return ".yml" in name.lower() or ".yaml" in name.lower()

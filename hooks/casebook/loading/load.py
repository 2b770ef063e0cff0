"""The one door: `load(root)` reads all below a folder and gives the casebook, or says all that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from casebook import web
from casebook.loading.chapters import Page
from casebook.loading.checks import CHECKS
from casebook.loading.checks.example_text import without_followers
from casebook.loading.few import few_of_each_file
from casebook.loading.files import File, Files
from casebook.loading.hints import few_comparisons
from casebook.loading.permalinks import Permalinks
from casebook.loading.reading import no_collection, read_files
from casebook.model import (
    CaseStudy,
    Category,
    Chapter,
    Lesson,
    Record,
    Redirect,
    Session,
    Status,
    Synonyms,
    TagGroup,
    Term,
    Worksheet,
)
from casebook.problem import Problem, errors


@dataclass(frozen=True)
class GuideChapter:
    """A chapter of the guide: its front matter, and the casebook's own links that its text makes."""

    front_matter: Chapter
    links: tuple[tuple[str, str], ...]
    """(scheme, target), in order, each once."""


@dataclass(frozen=True)
class WorksheetPage:
    """A worksheet: its questions, and the casebook's own links that its text makes."""

    front_matter: Worksheet
    links: tuple[tuple[str, str], ...]
    """As a chapter's."""


@dataclass(frozen=True)
class Casebook:
    """Everything that the pages show, checked. Keys are slugs and ids, in the order of the files."""

    cases: dict[str, CaseStudy] = field(default_factory=dict)
    """Published ones, and drafts where they were asked for."""
    withdrawn: dict[str, CaseStudy] = field(default_factory=dict)
    """These hold nothing but their status, `withdrawn` and `aliases`."""
    lessons: dict[str, Lesson] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    tag_groups: dict[str, TagGroup] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    chapters: dict[str, GuideChapter] = field(default_factory=dict)
    """In the order of the guide."""
    worksheets: dict[str, WorksheetPage] = field(default_factory=dict)
    """In the order of their weight."""
    redirects: tuple[Redirect, ...] = ()
    terms: dict[str, Term] = field(default_factory=dict)
    """The glossary, in the order of its titles."""
    synonyms: tuple[Synonyms, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    """A digest of every file of records, by its path."""
    spaces: dict[str, int] = field(default_factory=dict)
    """How many there are in the texts of each case study, by its slug: near enough to the number of its words."""


@no_collection()
def load(root: Path, *, drafts: bool = False) -> tuple[Casebook | None, list[Problem]]:
    """Reads the casebook at `root`.

    Args:
        root: the folder that holds case_studies/ and docs/.
        drafts: whether drafts are in the casebook; they are checked in any case.

    Returns:
        The casebook (None where there is an error), and all problems of all files, sorted by path and line.
    """
    return load_files(read_files(root), drafts=drafts)


@no_collection()
def load_files(files: Files, *, drafts: bool = False) -> tuple[Casebook | None, list[Problem]]:
    """As `load`, for files that are read already."""
    problems = _problems(files)
    return (None if errors(problems) else _casebook(files, drafts=drafts)), problems


@no_collection()
def load_good_files(files: Files, *, drafts: bool = False) -> Casebook:
    """The casebook without the files that have errors, and without those that need them, and so on.

    What was published once is not asked for: of what is left out, pages are missing.
    """
    files = replace(files, permalinks=Permalinks())
    while True:
        rest = _without({problem.where.path for problem in errors(_problems(files))}, files)
        if _paths(rest) == _paths(files):  # what is still wrong, if anything, is in no file of these
            return _casebook(files, drafts=drafts)
        files = rest


def _paths(files: Files) -> set[str]:
    return {*(file.path for file in files.all), *files.pages}


def _without(paths: set[str], files: Files) -> Files:
    def one(file: File | None) -> File | None:
        return None if file is None or file.path in paths else file

    def several(group: dict[str, File]) -> dict[str, File]:
        return {name: file for name, file in group.items() if one(file)}

    return replace(
        files,
        cases=several(files.cases),
        lessons=several(files.lessons),
        sessions=several(files.sessions),
        mistakes=one(files.mistakes),
        tags=one(files.tags),
        redirects=one(files.redirects),
        glossary=one(files.glossary),
        synonyms=one(files.synonyms),
        pages={path: page for path, page in files.pages.items() if path not in paths},
        strays=(),
    )


def _problems(files: Files) -> list[Problem]:
    """All problems of all files, sorted by path and line."""
    problems = [problem for file in _with_records(files) for problem in file.facts.problems]
    problems += [problem for page in files.pages.values() for problem in page.front_matter.problems]
    problems += files.problems
    with few_comparisons():
        for check in CHECKS:
            problems += check(files)
    return few_of_each_file(without_followers(sorted(set(problems))))


T = TypeVar("T", bound=Record)


def _with_records(files: Files) -> Iterator[File]:
    yield from files.all
    pages = (page for page in files.pages.values() if not page.is_worksheet)  # those are among all
    yield from (files.front_matter[page.path] for page in pages if page.path in files.front_matter)


def _casebook(files: Files, *, drafts: bool) -> Casebook:
    def several(file: File | None, kind: type[T]) -> list[T]:
        return [record for record in file.facts.records if isinstance(record, kind)] if file else []

    def one(group: dict[str, File], kind: type[T]) -> dict[str, T]:
        return {name: record for name, file in group.items() for record in several(file, kind)}

    cases = one(files.cases, CaseStudy)
    shown = {Status.PUBLISHED, Status.DRAFT} if drafts else {Status.PUBLISHED}
    chapters = {
        stem: GuideChapter(record, _own_links(page))
        for stem, page in files.chapters.items()
        for record in files.front_matter[page.path].facts.records
        if isinstance(record, Chapter)
    }
    sheets = {
        stem: WorksheetPage(sheet, _own_links(files.pages[files.worksheets[stem].path]))
        for stem, sheet in one(files.worksheets, Worksheet).items()
    }
    return Casebook(
        cases={slug: case for slug, case in cases.items() if case.status in shown},
        withdrawn={slug: _tombstone(case) for slug, case in cases.items() if case.status is Status.WITHDRAWN},
        lessons=one(files.lessons, Lesson),
        categories={category.id: category for category in several(files.mistakes, Category)},
        tag_groups={group.id: group for group in several(files.tags, TagGroup)},
        sessions=one(files.sessions, Session),
        chapters=dict(sorted(chapters.items(), key=lambda item: (item[1].front_matter.weight, item[0]))),
        worksheets=dict(sorted(sheets.items(), key=lambda item: (item[1].front_matter.weight, item[0]))),
        redirects=tuple(several(files.redirects, Redirect)),
        terms={term.id: term for term in sorted(several(files.glossary, Term), key=lambda one: one.title.casefold())},
        synonyms=tuple(several(files.synonyms, Synonyms)),
        versions={file.path: file.key.hex() for file in files.all},
        spaces={slug: file.facts.spaces for slug, file in files.cases.items()},
    )


def _tombstone(case: CaseStudy) -> CaseStudy:
    """What is left of a withdrawn case, whatever its file still holds."""
    return CaseStudy(status=case.status, withdrawn=case.withdrawn, aliases=case.aliases)


def _own_links(page: Page) -> tuple[tuple[str, str], ...]:
    links = (web.split_own(link) for _, link in page.links)
    return tuple(dict.fromkeys(link for link in links if link))

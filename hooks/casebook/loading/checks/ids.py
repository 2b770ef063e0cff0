"""Names: of files, of parts, and the earlier names that still lead to them."""

from collections.abc import Iterable, Iterator

from casebook import address
from casebook.loading.checks.registry import check, check_each
from casebook.loading.files import FOLDER, RESERVED_SLUGS, SECTIONS, SUBFOLDERS, File, Files, texts_of
from casebook.loading.hints import did_you_mean
from casebook.loading.moves import renamed
from casebook.model import Anchor, CaseStudy, Record, Term, is_kebab
from casebook.problem import Problem, Where, shown

MAX_LENGTH = 80


@check
def file_names_are_ids(files: Files) -> Iterator[Problem]:
    """A file is named by its slug or id: small letters, digits and single hyphens, at most 80 of them."""
    groups = (files.cases, files.lessons, files.sessions, files.worksheets)
    named = [Where(file.path, 1) for group in groups for file in group.values()]
    for where in [*named, *(Where(page.path, 1) for page in files.chapters.values())]:
        stem = where.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if not is_kebab(stem):
            message = f"the file's name must be small letters, digits and single hyphens; got {shown(stem)}"
            yield Problem(where, "bad-id", message, "rename the file")
        elif len(stem) > MAX_LENGTH:
            message = f"the file's name must be at most {MAX_LENGTH} characters; it has {len(stem)}"
            yield Problem(where, "too-long", message, "rename the file")


@check
def slugs_are_free(files: Files) -> Iterator[Problem]:
    """No case study has a name that the site needs."""
    for slug, file in files.cases.items():
        if slug in RESERVED_SLUGS:
            message = f"the name {slug!r} is taken by the site"
            yield file.problem(1, "reserved-id", message, "name the file after the story")


@check
def everything_is_read(files: Files) -> Iterator[Problem]:
    """What lies in the folders of the casebook and looks like a part of it is one."""
    for path in files.strays:
        folder, _, name = path.rpartition("/")
        stem, ending, _ = (name + ".").lower().replace(".yaml", ".yml").partition(".yml")
        if ending:
            yield Problem(
                Where(path, 1), "wrong-ending", "the file's name must end in .yml", f"rename it to {stem}.yml"
            )
        else:
            known = SUBFOLDERS if folder == FOLDER else ()
            hint = did_you_mean(name, known) or f"put its files in {folder}/"
            yield Problem(Where(path, 1), "unknown-folder", "files in this folder are not read", hint)


@check_each(Record)
def ids_are_unique(file: File) -> Iterator[Problem]:
    """Every id is unique in its file."""
    seen: set[str] = set()
    for leaf in file.leaves:
        if not isinstance(leaf.marker, Anchor):
            continue
        if leaf.text in seen:
            message = f"id {shown(leaf.text)} must be unique in its file; line {file.anchors[leaf.text]} has it"
            yield file.problem(leaf.line, "duplicate-id", message, "choose another id")
        seen.add(leaf.text)


@check_each(CaseStudy)
def ids_are_free(file: File) -> Iterator[Problem]:
    """No id of a case study's part is the anchor of a section of its page."""
    for anchor, line in file.anchors.items():
        if anchor in SECTIONS or anchor.startswith(("lesson-", "casebook-", "__")):
            yield file.problem(line, "reserved-id", f"id {anchor!r} is taken by the page", "choose another id")


@check_each(Term)
def terms_have_anchors_of_their_own(file: File) -> Iterator[Problem]:
    """No term is an anchor that every page has."""
    for anchor, line in file.anchors.items():
        if anchor == "content" or anchor.startswith("casebook-"):
            yield file.problem(line, "reserved-id", f"id {anchor!r} is taken by the page", "choose another id")


@check
def aliases_are_free(files: Files) -> Iterator[Problem]:
    """An alias is in use nowhere, by a file or by another alias of its kind."""
    for group in (files.cases, files.lessons, files.sessions):
        taken = {name: file.path for name, file in group.items()}
        for file in group.values():
            yield from _alias_problems(file, file.facts.aliases, taken)
    for file in [files.mistakes] if files.mistakes else []:
        taken = {category: f"line {line}" for category, line in file.anchors.items()}
        for category in file.items():
            yield from _alias_problems(file, texts_of(category.get("aliases")), taken)


def _alias_problems(file: File, aliases: Iterable[tuple[str, int]], taken: dict[str, str]) -> Iterator[Problem]:
    for alias, line in aliases:
        if alias in taken:
            message = f"alias {shown(alias)} must be free; {taken[alias]} has it"
            yield file.problem(line, "alias-collision", message, "remove it here or there")
        elif file.record is CaseStudy and alias in RESERVED_SLUGS:
            yield file.problem(line, "reserved-id", f"the name {alias!r} is taken by the site", "remove it")
        taken.setdefault(alias, file.path)


@check
def pages_have_addresses_of_their_own(files: Files) -> Iterator[Problem]:
    """No hand-written page stands where the site puts a page of its own, such as docs/guide/index.md."""
    made = {*made_addresses(files), *(old for old, _ in renamed(files))}
    for page in files.pages.values():
        if page.address in made:
            message = f"the site makes the page /{page.address} by itself"
            yield page.problem(1, "reserved-id", message, "rename the file, or move it")


def made_addresses(files: Files) -> Iterator[str]:
    """The addresses of all pages that the casebook makes from its data."""
    yield from (address.BROWSE, address.LESSONS, address.MISTAKES, address.TAGS, address.GUIDE)
    yield from (address.SESSIONS, address.INSIGHTS, address.WORKSHEETS, address.GLOSSARY)
    yield from map(address.case_study, files.cases)
    yield from map(address.lesson, files.lessons)
    yield from map(address.session, files.sessions)
    yield from map(address.handout, files.sessions)
    yield from map(address.mistake_category, files.categories or ())
    yield from (address.tag(group, tag) for group, tags in (files.tag_groups or {}).items() for tag in tags)

"""Names of files and parts: they mean the same on every system, and a page's address is its own."""

import re
from collections.abc import Iterator

from casebook.loading.checks.registry import check
from casebook.loading.files import File, Files
from casebook.problem import Problem, Where, shown

ENDINGS = (
    *(".md", ".css", ".js", ".json", ".txt", ".webmanifest", ".woff2"),
    *(".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico"),
)
"""Of files below docs/. None of them is a page to a browser, as .html, .svg and .xml are, which may hold scripts."""
OTHERS = ("docs/CNAME", "docs/assets/mark.svg")
"""Files that may stand there all the same, each by its path."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.,+-]*")
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Devices, whatever follows the dot: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


@check
def site_files_have_plain_names(files: Files) -> Iterator[Problem]:
    """A file below docs/ has a plain name, and one of the endings that are known."""
    for path in files.docs:
        names = path.split("/")
        if not all(map(_NAME.fullmatch, names)):
            message = "the names of files and folders must be letters, digits and the signs _ . , + - only"
            yield Problem(Where(path, 1), "bad-id", message, "rename it")
        elif names[-1] == "README.md":
            message = "the name README.md is taken: the site generator makes the folder's first page of it"
            yield Problem(Where(path, 1), "reserved-id", message, "name it index.md")
        elif path not in OTHERS and not names[-1].endswith(ENDINGS):
            message = f"the file's name must end in one of {', '.join(ENDINGS)}"
            yield Problem(Where(path, 1), "wrong-ending", message, "rename it, or keep it elsewhere than in docs/")


@check
def site_files_differ(files: Files) -> Iterator[Problem]:
    """The paths of files below docs/ differ by more than capitals, and no two pages have one address."""
    seen: dict[str, str] = {}
    said: set[str] = set()
    for path in files.docs:
        parts = path.split("/")
        for part in ("/".join(parts[:end]) for end in range(2, len(parts) + 1)):
            if seen.setdefault(part.casefold(), part) != part and part not in said:
                said.add(part)
                message = f"the name must differ by more than capitals from {shown(seen[part.casefold()])}"
                yield Problem(Where(part, 1), "same-name", message, "rename one of the two")
    addresses: dict[str, str] = {}
    for path, page in files.pages.items():
        if addresses.setdefault(page.address, path) != path:
            message = f"the page must have an address of its own; {addresses[page.address]} has /{page.address}"
            yield Problem(Where(path, 1), "same-name", message, "rename one of the two")


@check
def no_name_is_a_device(files: Files) -> Iterator[Problem]:
    """No name of a file or of a part is a device on Windows: nobody there could copy the files or the site."""
    files_of_records = [file for group in (files.cases, files.lessons, files.sessions) for file in group.values()]
    for where in [*(Where(file.path, 1) for file in files_of_records), *(Where(path, 1) for path in files.docs)]:
        for name in filter(_WINDOWS.fullmatch, where.path.split("/")):
            yield _taken(where, name)
    aliases = [(file, name, line) for file in files_of_records for name, line in file.facts.aliases]
    for file, name, line in [*aliases, *_names_inside(files)]:
        if _WINDOWS.fullmatch(name):
            yield _taken(Where(file.path, line), name)


def _names_inside(files: Files) -> Iterator[tuple[File, str, int]]:
    """(file, name, line) of what stands in shared files and becomes a folder of the site."""
    for file in filter(None, (files.mistakes, files.tags)):
        yield from ((file, name, line) for name, line in file.facts.anchors.items())
    for lines in (files.tag_groups or {}).values() if files.tags else ():
        yield from ((files.tags, name, line) for name, line in lines.items() if files.tags)
    for item in files.redirects.items() if files.redirects else ():
        if files.redirects and isinstance(old := item.get("from"), str):
            yield from ((files.redirects, name, item.lines["from"]) for name in old.split("/"))


def _taken(where: Where, name: str) -> Problem:
    return Problem(where, "reserved-id", f"the name {shown(name)} is taken by Windows", "choose another name")

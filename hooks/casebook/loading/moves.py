"""Where old addresses lead: earlier names (aliases) of files and categories, and the lines of redirects.yml."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from casebook import address
from casebook.loading.files import File, Files, texts_of


@dataclass(frozen=True)
class Moves:
    """What is declared. Addresses begin with a slash."""

    pages: dict[str, str] = field(default_factory=dict)
    """Old address of a page -> the page that has its place (without a #part)."""
    parts: frozenset[str] = frozenset()
    """Old addresses of parts: `/lessons/ask-early/#then`."""

    def page(self, path: str) -> str:
        """Where a reader arrives who asks for a page."""
        return self.pages.get(path, path)


def moves(files: Files) -> Moves:
    """All that has moved."""
    redirected = list(_redirects(files))
    pages = {f"/{old}": f"/{new}" for old, new in renamed(files)}
    return Moves(
        pages=pages | {old: new.partition("#")[0] for old, new in redirected if "#" not in old},
        parts=frozenset(old for old, _ in redirected if "#" in old),
    )


def former_names(group: dict[str, File]) -> dict[str, str]:
    """Alias -> the name of the file that has it."""
    return {alias: name for name, file in group.items() for alias, _ in file.facts.aliases}


def renamed(files: Files) -> Iterator[tuple[str, str]]:
    """(old, new) of every page that an alias declares, as addresses without a leading slash."""
    makers = (
        (files.cases, address.case_study),
        (files.lessons, address.lesson),
        (files.sessions, address.session),
        (files.sessions, address.handout),
    )
    for group, of_page in makers:
        yield from ((of_page(old), of_page(new)) for old, new in former_names(group).items())
    for category in files.mistakes.items() if files.mistakes else ():
        if isinstance(name := category.get("id"), str):
            new = address.mistake_category(name)
            yield from ((address.mistake_category(old), new) for old, _ in texts_of(category.get("aliases")))


def _redirects(files: Files) -> Iterator[tuple[str, str]]:
    for item in files.redirects.items() if files.redirects else ():
        if isinstance(old := item.get("from"), str) and isinstance(new := item.get("to"), str):
            yield old, new

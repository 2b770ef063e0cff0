"""The glossary: what each term means, beside the term wherever it is marked, and on a page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.loading.load import Casebook
from casebook.model import Term


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, and the guide chapters that mark it."""

    term: Term
    chapters: tuple[str, ...]


def meanings(casebook: Casebook) -> Mapping[str, str]:
    """A term's id -> what it means."""
    return {name: term.short for name, term in casebook.terms.items()}


def entries(casebook: Casebook) -> tuple[Entry, ...]:
    """Every term, in order of the alphabet."""
    marking = {stem: set(chapter.links) for stem, chapter in casebook.chapters.items()}
    return tuple(
        Entry(term, tuple(stem for stem, links in marking.items() if ("term", name) in links))
        for name, term in casebook.terms.items()
    )

"""What one record says of another: its id, its title and its address. Each is made once for an edition."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from casebook import address, web
from casebook.showing.edition import Edition
from casebook.showing.links import PartOf

JsonRecord: TypeAlias = dict[str, Any]
GONE = "A case study that was withdrawn"


class References:
    """The references of one edition, by id."""

    def __init__(self, edition: Edition) -> None:
        book, self._base = edition.links.casebook, edition.base
        titled = self.to
        self.cases = {slug: titled(slug, case.title, address.case_study(slug)) for slug, case in book.cases.items()}
        self.gone = {slug: titled(slug, GONE, address.case_study(slug)) for slug in book.withdrawn}
        self.lessons = {name: titled(name, lesson.title, address.lesson(name)) for name, lesson in book.lessons.items()}
        self.categories = {
            name: titled(name, category.title, address.mistake_category(name))
            for name, category in book.categories.items()
        }
        self.tags = {
            f"{group.id}/{tag}": titled(f"{group.id}/{tag}", label, address.tag(group.id, tag))
            for group in book.tag_groups.values()
            for tag, label in group.tags.items()
        }
        self.groups = {group.id: {"id": group.id, "title": group.title} for group in book.tag_groups.values()}
        self.sessions = {
            name: titled(name, session.title, address.session(name)) for name, session in book.sessions.items()
        }
        self.chapters = {
            stem: titled(stem, chapter.front_matter.title, address.chapter(stem))
            for stem, chapter in book.chapters.items()
        }
        self.worksheets = {
            stem: titled(stem, sheet.front_matter.title, address.worksheet(stem))
            for stem, sheet in book.worksheets.items()
        }

    def to(self, name: str, title: str, page: str) -> JsonRecord:
        """A reference to a page, or to a place on one."""
        return {"id": name, "title": title, "address": self._base + page}

    def shown(self, slugs: Iterable[str]) -> list[JsonRecord]:
        """Those of some cases that the site shows."""
        return [self.cases[slug] for slug in slugs if slug in self.cases]

    def part(self, found: PartOf[Any]) -> JsonRecord:
        """A mistake, or what helped, and its case."""
        place = address.case_study(found.slug, found.part.id)
        return self.to(found.part.id, found.part.title, place) | {"case": self.cases[found.slug]}

    def citation(self, found: PartOf[Any], lesson: str) -> JsonRecord:
        """A case that cites a lesson; the address leads to its words."""
        place = address.case_study(found.slug, address.cited_lesson(lesson))
        return self.to(found.slug, found.case.title, place)

    def tagged(self, group: str, tag: str) -> JsonRecord:
        """A tag and its group."""
        return self.tags[f"{group}/{tag}"] | {"group": self.groups[group]}

    def linked(self, link: str) -> JsonRecord | None:
        """Where one of the casebook's own links leads; None for any other, and for a case that the site lacks."""
        match web.split_own(link):
            case ("lesson", target):
                return self.lessons[target]
            case ("mistake", target):
                return self.categories[target]
            case ("tag", target):
                return self.tags[target]
            case ("case", target):
                slug, _, part = target.partition("#")
                found = self.cases.get(slug)
                place = address.case_study(slug, part)
                return found | {"address": self._base + place} if found else self.gone.get(slug)
        return None

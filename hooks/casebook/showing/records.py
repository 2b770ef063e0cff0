"""Cases, lessons, mistakes, tags and sessions as the records of /api/v1/: plain values, ready for JSON.

A record has the fields of its class in `model.py`, but for those that are empty; where one names another (a lesson, an
event, a case …) it says its title and its address, too. `contract.py` names what is added. A record holds nothing that
its page does not show.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Annotated, Any, NamedTuple, TypeAlias, get_args, get_origin

from casebook import address, contract, prose
from casebook.contract import Collection
from casebook.model import Prose, Record, Ref, Status, Word
from casebook.showing.edition import Edition
from casebook.showing.links import decisions_by_id, events_by_id, tags_of
from casebook.showing.references import JsonRecord, References
from casebook.showing.sessions import Pause, pauses_of

Convert: TypeAlias = Callable[["Records", Any], Any]


class Entry(NamedTuple):
    """A record that can be made."""

    page: str
    """The address of the page that shows the same."""
    reference: JsonRecord
    """What others say of it."""
    make: Callable[[], JsonRecord]


class Records:
    """Makes the records of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.of = References(edition)
        self._links = edition.links
        self._book = edition.links.casebook
        self._base = edition.base
        self._page = ""
        """The page of the record that is being made."""
        self._events: dict[str, Any] = {}
        self._decisions: dict[str, Any] = {}
        """The events and decisions of the case that is being made: its parts name them by their ids alone."""
        self._met: dict[str, JsonRecord] = {}
        """The casebook's own links in the record that is being made."""

    def cases(self) -> Iterator[Entry]:
        """Every published case, the newest first."""
        for slug in self._links.newest:
            if self._book.cases[slug].status is Status.PUBLISHED:
                yield Entry(address.case_study(slug), self.of.cases[slug], partial(self._case, slug))

    def gone(self) -> Iterator[Entry]:
        """Every withdrawn case."""
        for slug, reference in self.of.gone.items():
            yield Entry(address.case_study(slug), reference, partial(self._gone, slug))

    def lessons(self) -> Iterator[Entry]:
        """Every lesson."""
        for name in self._book.lessons:
            yield Entry(address.lesson(name), self.of.lessons[name], partial(self._lesson, name))

    def mistakes(self) -> Iterator[Entry]:
        """Every category of mistakes."""
        for name in self._book.categories:
            page = address.mistake_category(name)
            yield Entry(page, self.of.categories[name], partial(self._category, name, page))

    def tags(self) -> Iterator[Entry]:
        """Every tag."""
        for group, tag in self._links.tags:
            yield Entry(address.tag(group, tag), self.of.tags[f"{group}/{tag}"], partial(self._tag, group, tag))

    def sessions(self) -> Iterator[Entry]:
        """Every session."""
        for name in self._book.sessions:
            yield Entry(address.session(name), self.of.sessions[name], partial(self._session, name))

    def _case(self, slug: str) -> JsonRecord:
        case, leads = self._book.cases[slug], self._links.cases[slug]
        self._events, self._decisions = events_by_id(case), decisions_by_id(case)
        more = {
            "tags": [self.of.tagged(*tag) for tag in tags_of(case)],
            "related": self.of.shown(leads.related),
            "sessions": [self.of.sessions[name] for name in leads.sessions],
            "chapters": [self.of.chapters[stem] for stem in leads.chapters],
        }
        return self._whole(contract.CASES, slug, address.case_study(slug), case, more)

    def _gone(self, slug: str) -> JsonRecord:
        """Of a withdrawn case: since when it is gone, and why. Nothing else of it."""
        withdrawn, page = self._book.withdrawn[slug].withdrawn, address.case_study(slug)
        assert withdrawn  # noqa: S101  the checks see to it
        said = {"date": withdrawn.date, "reason": withdrawn.reason}
        return self._head(slug, page) | self.of.gone[slug] | {"withdrawn": said}

    def _lesson(self, name: str) -> JsonRecord:
        evidence = self._links.lessons[name]
        more = {
            "supports": [self.of.citation(found, name) for found in evidence.supports],
            "complicates": [self.of.citation(found, name) for found in evidence.complicates],
            "mistakes": [self.of.part(found) for found in evidence.mistakes],
            "helped": [self.of.part(found) for found in evidence.helped],
            "chapters": [self.of.chapters[stem] for stem in evidence.chapters],
            "worksheets": [self.of.worksheets[stem] for stem in evidence.worksheets],
            "together": [self.of.lessons[other] for other in evidence.together],
        }
        return self._whole(contract.LESSONS, name, address.lesson(name), self._book.lessons[name], more)

    def _category(self, name: str, page: str) -> JsonRecord:
        more = {"mistakes": [self.of.part(found) for found in self._links.categories[name]]}
        return self._whole(contract.MISTAKES, name, page, self._book.categories[name], more)

    def _tag(self, group: str, tag: str) -> JsonRecord:
        cases = self.of.shown(self._links.tags[group, tag])
        record = self._head(f"{group}/{tag}", address.tag(group, tag)) | self.of.tagged(group, tag)
        return record | ({"cases": cases} if cases else {})

    def _session(self, name: str) -> JsonRecord:
        pauses = [self._pause(pause) for pause in pauses_of(self._book.sessions[name], self._links)]
        return self._whole(
            contract.SESSIONS, name, address.session(name), self._book.sessions[name], {"pause_before": pauses}
        )

    def _pause(self, pause: Pause) -> JsonRecord:
        """The decision before which a session pauses."""
        decision = pause.decision
        return self.of.to(decision.id, decision.title, address.case_study(pause.slug, decision.id))

    def _whole(self, named: Collection, name: str, page: str, record: Record, more: JsonRecord) -> JsonRecord:
        self._met, self._page = {}, page
        shown = self._head(name, page) | self.fields(record)
        for key in named.left_out:
            shown.pop(key, None)
        shown |= {key: value for key, value in more.items() if value}
        return shown | ({"links": self._met} if self._met else {})

    def _head(self, name: str, page: str) -> JsonRecord:
        """What every record begins with."""
        return {
            "id": name,
            "title": "",
            "address": self._base + page,
            "data": self._base + address.record(page),
            "licence": contract.LICENCE.id,
        }

    # How the value of a field becomes plain.

    def fields(self, record: Record) -> JsonRecord:
        """The fields of a record that say something."""
        values = record.__dict__
        shown: JsonRecord = {}
        for name, key, convert in plan(type(record)):
            value = values[name]
            if value or value is False:
                made = convert(self, value) if convert else value
                if made or made is False:
                    shown[key] = made
        return shown

    def text(self, text: str) -> str:
        """Markdown, as it was written; where its own links lead is noted for the record."""
        for link in prose.read(text).links:
            if found := self.of.linked(link):
                self._met[link] = found
        return text

    def event(self, name: str) -> JsonRecord:
        """An event of the case that is being made."""
        return self.of.to(name, self._events[name].title, f"{self._page}#{name}")

    def decision(self, name: str) -> JsonRecord:
        """A decision of the case that is being made."""
        return self.of.to(name, self._decisions[name].title, f"{self._page}#{name}")


_REFERRING: dict[str, Convert] = {
    "lesson": lambda records, name: records.of.lessons[name],
    "category": lambda records, name: records.of.categories[name],
    "case": lambda records, slug: records.of.cases.get(slug),
    "event": Records.event,
    "decision": Records.decision,
    "case_decision": lambda _, __: None,  # only a session knows its case
}
"""How the model's references are shown; None where the site does not show what they name."""


@cache
def plan(record: type[Record]) -> tuple[tuple[str, str, Convert | None], ...]:
    """The fields of a record: the name in Python, the key, and what is done with the value (None: nothing)."""
    return tuple(
        (name, info.alias or name, _conversion(info.annotation, info.metadata))
        for name, info in record.model_fields.items()
    )


def _conversion(kind: Any, marks: Iterable[Any] = ()) -> Convert | None:
    """What is done with a value, by its type and what the model adds to the type."""
    for mark in marks:
        if isinstance(mark, Ref):
            return _REFERRING[mark.to]
        if isinstance(mark, Prose):
            return Records.text
    if get_origin(kind) is Annotated:
        bare, *more = get_args(kind)
        return _conversion(bare, more)
    if get_origin(kind) is list:
        each = _conversion(*get_args(kind))
        return _of_each(each) if each else None
    inside = [part for part in (kind, *get_args(kind)) if isinstance(part, type)]
    if any(issubclass(part, Word) for part in inside):
        return _plain
    return Records.fields if any(issubclass(part, Record) for part in inside) else None


def _plain(_: Records, word: Word) -> str:
    """A word as a text like any other: JSON would ask for it each time, which takes longer than all that it writes."""
    return str(word)


def _of_each(convert: Convert) -> Convert:
    """What is done with a list: the same with each of its items."""
    return lambda records, values: [made for value in values if (made := convert(records, value))]

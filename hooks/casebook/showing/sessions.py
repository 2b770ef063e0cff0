"""What a reading session needs beside its file: its running clock, and the pauses at which its reading stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, groupby, pairwise
from operator import itemgetter

from casebook.model import CaseStudy, Decision, Event, Session, Step
from casebook.showing.links import Links, decisions_by_id


@dataclass(frozen=True, slots=True)
class Timed:
    """A step of a session, and when it begins and ends, counted from the start: `0:05`, `1:15`."""

    step: Step
    begins: str
    ends: str


def running(session: Session) -> Iterator[Timed]:
    """The steps with their times."""
    times = list(map(_clock, accumulate((step.minutes for step in session.steps), initial=0)))
    return map(Timed, session.steps, times, times[1:])


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Pause:
    """Where a session's reading stops: before a decision of a case."""

    number: int
    """Counted through the session, from 1."""
    slug: str
    decision: Decision
    then: Sequence[Event]
    """What is read once the room has decided: up to the next pause of the story, or to its end."""


@dataclass(frozen=True, slots=True)
class Story:
    """A case as a session reads it: its timeline up to the first pause, and on from pause to pause."""

    slug: str
    case: CaseStudy
    opening: Sequence[Event]
    pauses: Sequence[Pause]


def stories_of(session: Session, links: Links) -> list[Story]:
    """The stories in which a session pauses, in its order; without those that are not on the site."""
    cases = links.casebook.cases
    named = (text.rpartition("#") for text in session.pause_before)
    there = [(slug, name) for before, _, name in named if (slug := before or session.cases[0]) in cases]
    numbers = count(1)
    return [
        _story(slug, cases[slug], [name for _, name in pauses], numbers)
        for slug, pauses in groupby(there, key=itemgetter(0))
    ]


def pauses_of(session: Session, links: Links) -> list[Pause]:
    """The pauses of a session, in the order in which the room meets them."""
    return [pause for story in stories_of(session, links) for pause in story.pauses]


def _story(slug: str, case: CaseStudy, names: list[str], numbers: Iterator[int]) -> Story:
    decisions = decisions_by_id(case)
    stops = [_events_before(case, decisions[name]) for name in names]
    pauses = [
        Pause(next(numbers), slug, decisions[name], case.timeline[here:there])
        for name, (here, there) in zip(names, pairwise([*stops, len(case.timeline)]), strict=True)
    ]
    return Story(slug, case, case.timeline[: stops[0]], pauses)


def _events_before(case: CaseStudy, decision: Decision) -> int:
    """How many events of the timeline are read before a decision: all of them, where it stands at none."""
    ids = [event.id for event in case.timeline]
    return ids.index(decision.at) if decision.at in ids else len(ids)

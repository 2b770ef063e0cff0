"""What a reading session needs beside its file: its running clock, and the pause at which its reading stops."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from casebook.model import CaseStudy, Decision, Session, Step
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

    slug: str
    case: CaseStudy
    decision: Decision
    events_before: int
    """How many events of the timeline are read before the pause."""


def pause_of(session: Session, links: Links) -> Pause | None:
    """The pause of a session; None where it has none, or its case is not on the site."""
    slug, _, name = session.pause_before.rpartition("#")
    slug = slug or session.cases[0]
    case = links.casebook.cases.get(slug)
    if not name or case is None:
        return None
    decision = decisions_by_id(case)[name]
    ids = [event.id for event in case.timeline]
    return Pause(slug, case, decision, ids.index(decision.at) if decision.at in ids else len(ids))

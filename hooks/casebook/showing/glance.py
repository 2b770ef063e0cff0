"""A case at a glance: where each event, decision, mistake and help stands in a small drawing of the timeline.

Events stand in lanes, one below the other; time runs to the right. Between dated events it runs to scale, but for
events that would cover one another: they keep `GAP` apart. Events without a date stand evenly between their
neighbours. Decisions, mistakes and what helped have rows of their own, each mark below the event that it names.

To draw a new kind of event, name it in a `Lane`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from casebook.model import CaseStudy, Event, EventKind
from casebook.showing.dates import day, when

MIN_EVENTS = 3
MAX_LISTED = 8
"""Of more events than these, the list for small screens leaves out those at which nothing is marked."""

# Lengths in units of the drawing, which is as wide as the text column: about a CSS pixel each.
WIDTH, LEFT, RIGHT = 600, 108, 566
ROW, GAP, STACK = 22, 15, 14
MIN_BETWEEN_LABELS = 46


class Lane(Enum):
    """A row of events: its label, and the kinds in it."""

    WORLD = ("In the world", (EventKind.WORLD,))
    LEARNING = ("Learning", (EventKind.STUDY,))
    WORK = ("Work", (EventKind.WORK, EventKind.PROJECT, EventKind.RESULT))
    APPLYING = (
        "Applying",
        (EventKind.APPLICATION, EventKind.OFFER, EventKind.REJECTION, EventKind.FUNDING),
    )
    CHOOSING = ("Turns", (EventKind.DECISION, EventKind.MOVE, EventKind.BELIEF))
    SETBACKS = ("Setbacks", (EventKind.SETBACK,))

    __hash__ = object.__hash__  # members are single; an Enum's own is five times slower

    def __init__(self, label: str, kinds: tuple[EventKind, ...]) -> None:
        self.label = label
        self.kinds = kinds
        self.is_world = EventKind.WORLD in kinds


class Sort(Enum):
    """A row of marks: its label, and what one of them is called."""

    DECISION = ("Decisions", "Decision", "d")
    MISTAKE = ("Mistakes", "Mistake", "m")
    HELPED = ("What helped", "Helped", "h")

    __hash__ = object.__hash__

    def __init__(self, label: str, one: str, letter: str) -> None:
        self.label = label
        self.one = one
        self.letter = letter
        """Its class in the drawing."""


LANE_OF = {kind: lane for lane in Lane for kind in lane.kinds}


class Mark(NamedTuple):
    """A decision, a mistake or what helped."""

    sort: Sort
    id: str
    title: str
    x: int = 0
    y: int = 0

    @property
    def named(self) -> str:
        """What a link to it is called."""
        return f"{self.sort.one}: {self.title}"


class Step(NamedTuple):
    """An event of the timeline."""

    event: Event
    lane: Lane
    moment: str
    x: int
    y: int
    end: int = 0
    """Where it ended, if it has a length to draw."""
    marks: tuple[Mark, ...] = ()

    @property
    def named(self) -> str:
        """What a link to it is called."""
        return f"{self.event.title} ({self.event.kind.label}{', ' * bool(self.moment)}{self.moment})"


class Label(NamedTuple):
    """A text beside a row (`at` is its y) or below a date (`at` is its x)."""

    text: str
    at: int


class Glance(NamedTuple):
    """The drawing of a case, and what it says in words."""

    steps: tuple[Step, ...]
    elsewhere: tuple[Mark, ...]
    """Marks that name no event: in the table only."""
    rows: tuple[Label, ...]
    dates: tuple[Label, ...]
    """Empty where the events stand in their order only."""
    height: int

    @property
    def listed(self) -> tuple[Step, ...]:
        """The events that a small screen lists."""
        if len(self.steps) <= MAX_LISTED:
            return self.steps
        return tuple(step for step in self.steps if step.marks or step.lane.is_world) or self.steps


def glance(case: CaseStudy) -> Glance | None:
    """What is drawn of a case; None where it has fewer than three events."""
    events = case.timeline
    if len(events) < MIN_EVENTS:
        return None
    scale = Scale(events)
    lane_of = [LANE_OF[event.kind] for event in events]
    seen = set(lane_of)
    lanes = {lane: ROW // 2 + ROW * place for place, lane in enumerate(lane for lane in Lane if lane in seen)}
    marked = _marks(case)
    columns = dict(zip((event.id for event in events), scale.xs, strict=True))
    sorts, bottom = _rows(marked, columns, ROW * len(lanes) + ROW // 2)
    placed: dict[str, list[Mark]] = {}
    elsewhere: list[Mark] = []
    for at, mark in marked:
        if not at:
            elsewhere.append(mark)
            continue
        here = placed.setdefault(at, [])
        above = sum(other.sort is mark.sort for other in here)
        here.append(Mark(mark.sort, mark.id, mark.title, columns[at], sorts[mark.sort] + STACK * above))
    return Glance(
        steps=tuple(
            Step(
                event,
                lane,
                when(event),
                x,
                lanes[lane],
                scale.end(event, x),
                tuple(placed.get(event.id, ())) if event.id else (),
            )
            for event, lane, x in zip(events, lane_of, scale.xs, strict=True)
        ),
        elsewhere=tuple(elsewhere),
        rows=(
            *(Label(lane.label, y) for lane, y in lanes.items()),
            *(Label(sort.label, y) for sort, y in sorts.items()),
        ),
        dates=scale.labels(),
        height=bottom + (ROW if scale.is_known else 0),
    )


def _marks(case: CaseStudy) -> list[tuple[str, Mark]]:
    """The marks of a case in the order of the page, each with the id of its event; empty where it names none."""
    parts = ((Sort.DECISION, case.decisions), (Sort.MISTAKE, case.mistakes), (Sort.HELPED, case.helped))
    return [(part.at, Mark(sort, part.id, part.title)) for sort, found in parts for part in found]


def _rows(marked: list[tuple[str, Mark]], columns: dict[str, int], top: int) -> tuple[dict[Sort, int], int]:
    """The y of each row of marks, and of the end of them all: a row is as high as most marks of it at one event."""
    stacks = Counter((mark.sort, at) for at, mark in marked if at in columns and at)
    highest: dict[Sort, int] = {}
    for (sort, _), count in stacks.items():
        highest[sort] = max(count, highest.get(sort, 0))
    rows: dict[Sort, int] = {}
    for sort in Sort:
        if sort in highest:
            rows[sort] = top
            top += ROW + STACK * (highest[sort] - 1)
    return rows, top - ROW // 2


@lru_cache(maxsize=4096)
def first_day(text: str) -> int:
    """The first day of a year, month or day, as a number."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :]).toordinal()


@lru_cache(maxsize=4096)
def day_after(text: str) -> int:
    """The day after the last of a year, month or day, as a number."""
    if len(text) == len("2023-03-14"):
        return first_day(text) + 1
    year, month = int(text[:4]), int(text[5:] or 12)
    return date(year + month // 12, month % 12 + 1, 1).toordinal()


class Scale:
    """Where the events of a timeline stand from left to right."""

    def __init__(self, events: Sequence[Event]) -> None:
        """At least two events."""
        self.events = events
        self.days = _in_order([first_day(event.date) if event.date else None for event in events])
        known = [number for number in self.days if number is not None]
        self.is_known = len(set(known)) > 1
        """Whether there is a scale: two events of different dates."""
        even = (RIGHT - LEFT) / (len(events) - 1)
        if not self.is_known:
            self.xs = [round(LEFT + even * place) for place in range(len(events))]
            return
        last = max(known + [day_after(event.until) for event in events if event.date and event.until])
        dated = [place for place, number in enumerate(self.days) if number is not None]
        left, right = LEFT + even * dated[0], RIGHT - even * (len(events) - 1 - dated[-1])
        a_day = (right - left) / (last - known[0])
        stops = [(place, left + a_day * (number - known[0])) for place, number in zip(dated, known, strict=True)]
        after = [(len(events) - 1, float(RIGHT))] if dated[-1] < len(events) - 1 else []
        before = [(0, float(LEFT))] if dated[0] else []
        self.xs = _apart(_between([*before, *stops, *after]), min(GAP, even))
        self._knots = dict(zip(known, (self.xs[place] for place in dated), strict=True))
        self._knots.setdefault(last, max(round(right), self.xs[dated[-1]]))

    def end(self, event: Event, x: int) -> int:
        """Where an event's end stands; 0 where it has none, or none that could be drawn."""
        if not (self.is_known and event.date and event.until):
            return 0
        end = self._x(day_after(event.until))
        return end if end > x else 0

    def labels(self) -> tuple[Label, ...]:
        """Years; or the first and last date, where the story crosses fewer than two years' beginnings."""
        if not self.is_known:
            return ()
        first, last = min(self._knots), max(self._knots)
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        starts = [(str(year), date(year, 1, 1).toordinal()) for year in years]
        found = [Label(text, self._x(number)) for text, number in starts if first <= number <= last]
        if len(found) < 2:  # noqa: PLR2004
            dated = [Label(day(event.date), x) for event, x in zip(self.events, self.xs, strict=True) if event.date]
            found = [dated[0], dated[-1]]
        kept = found[:1]
        for label in found[1:]:
            if label.at - kept[-1].at >= MIN_BETWEEN_LABELS:
                kept.append(label)
        return tuple(kept)

    def _x(self, number: int) -> int:
        """Where a day stands that is not outside the story."""
        days = list(self._knots)
        after = min(bisect_right(days, number), len(days) - 1)
        start, stop = days[after - 1], days[after]
        x = self._knots[start]
        return round(x + (self._knots[stop] - x) * (number - start) / (stop - start))


def _in_order(days: list[int | None]) -> list[int | None]:
    """Days that never go back: a year that stands after one of its months is no earlier."""
    latest = 0
    found: list[int | None] = []
    for number in days:
        latest = max(latest, number or 0)
        found.append(None if number is None else latest)
    return found


def _between(stops: list[tuple[int, float]]) -> list[float]:
    """The x of every place, from those of some, the first and the last among them: evenly between them."""
    found = [stops[0][1]]
    for (start, x), (stop, until) in pairwise(stops):
        found += [x + (until - x) * step / (stop - start) for step in range(1, stop - start + 1)]
    return found


def _apart(xs: list[float], gap: float) -> list[int]:
    """The same, moved as little as it takes to be `gap` apart and not beyond the right edge."""
    for place in range(1, len(xs)):
        xs[place] = max(xs[place], xs[place - 1] + gap)
    limit = float(RIGHT)
    for place in reversed(range(len(xs))):
        xs[place] = min(xs[place], limit)
        limit = xs[place] - gap
    return [round(x) for x in xs]

"""Case studies that nobody lived, for measuring: as long and as linked as real ones, the same each time they are made.

Their words are drawn from a short list and mean nothing. They name lessons, categories and tags of the casebook that
they are added to.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from casebook.contributing.yaml_text import lines_of
from casebook.loading.files import Files
from casebook.model import About, EventKind, Process, Stance, Went

_WORDS = """
    ask bench chance choose course door draft early fit found grant hard hour idea join know later learn leave letter
    line look mail mentor month move near offer open paper part path plan post quiet read reason reply role room rule
    seek sent slow small start stay step stop study talk team term test think time told trial turn wait week word work
    """.split()  # noqa: SIM905  a line for each word would hide them
_EVENTS, _VIEWS, _DECISIONS, _MISTAKES, _HELPED, _LESSONS = 10, 2, 3, 4, 3, 6
"""How many of each a case has, as in the longer ones of the casebook."""


def synthetic_cases(files: Files, count: int) -> Iterator[tuple[str, str]]:
    """(slug, YAML) of so many published case studies, of some 10 KB each."""
    lessons, categories = list(files.lessons), list(files.categories or ())
    tags = {group: list(known) for group, known in (files.tag_groups or {}).items()}
    for number in range(count):
        case = _case(random.Random(number), number, lessons, categories, tags)  # noqa: S311  for no secret
        yield f"synthetic-{number:05}", "\n".join([*lines_of(case), ""])


def _case(
    dice: random.Random, number: int, lessons: list[str], categories: list[str], tags: dict[str, list[str]]
) -> dict[str, Any]:
    events = [f"event-{index}" for index in range(_EVENTS)]

    def prose(sentences: int) -> str:
        text = " ".join(_sentence(dice) for _ in range(sentences))
        return f"{text}\n\nSee [this lesson](lesson:{dice.choice(lessons)}), and **mind** it."

    def several(count: int, name: str, make: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
        start = {"at": dice.choice(events)}
        return [{"id": f"{name}-{index}", **start, "title": _title(dice), **make(index)} for index in range(count)]

    return {
        "title": f"{_title(dice)}, number {number}",
        "summary": " ".join(_sentence(dice) for _ in range(2)),
        "subject": {"name": f"Synthetic {number}", "named_as": "pseudonym", "was": _title(dice)},
        "permission": {"basis": "self_submitted", "date": "2026-01-01"},
        "status": "published",
        "published": f"20{dice.randint(10, 26)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "tags": {group: dice.sample(known, min(len(known), 2)) for group, known in tags.items()},
        "background": prose(4),
        "timeline": [
            {
                "id": event,
                "date": f"{2010 + index}-{dice.randint(1, 12):02}",
                "kind": str(dice.choice(list(EventKind))),
                "title": _title(dice),
                "detail": prose(2),
            }
            for index, event in enumerate(events)
        ],
        "views": [
            {
                "id": f"view-{index}",
                "about": str(dice.choice(list(About))),
                "at": dice.choice(events),
                "view": prose(2),
                "changed_because": prose(1),
            }
            for index in range(_VIEWS)
        ],
        "decisions": several(
            _DECISIONS,
            "decision",
            lambda _: {
                "reasoning": prose(3),
                "outcome": prose(2),
                "process": str(dice.choice(list(Process))),
                "went": str(dice.choice(list(Went))),
            },
        ),
        "mistakes": several(
            _MISTAKES,
            "mistake",
            lambda _: {
                "category": dice.choice(categories),
                "called_by": "author",
                **{field: prose(2) for field in ("what", "why", "cost", "instead")},
                "lessons": dice.sample(lessons, 2),
            },
        ),
        "helped": several(_HELPED, "helped", lambda _: {"what": prose(2), "lessons": dice.sample(lessons, 1)}),
        "lessons": [
            {"text": prose(2), "lesson": lesson, "stance": str(dice.choice(list(Stance)))}
            for lesson in dice.sample(lessons, min(len(lessons), _LESSONS))
        ],
        "outcome": prose(3),
    }


def _title(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=5)).capitalize()


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randint(8, 18))).capitalize() + "."

"""Where the events and marks of a case stand in its drawing."""

from typing import Any

import pytest

from casebook.model import CaseStudy
from casebook.showing.glance import Glance, Label, Mark, Sort, day_after, first_day, glance


def drawn(*events: dict[str, Any], **parts: Any) -> Glance:
    """The drawing of a case with these events; their titles don't matter."""
    timeline = [{"kind": "study", "title": "…", **event} for event in events]
    found = glance(CaseStudy.model_validate({"status": "draft", "timeline": timeline, **parts}))
    assert found is not None
    return found


def xs(found: Glance) -> list[int]:
    return [step.x for step in found.steps]


@pytest.mark.parametrize("count", [0, 2])
def test_fewer_than_three_events_are_not_drawn(count: int) -> None:
    timeline = [{"kind": "study", "title": "…"}] * count
    assert glance(CaseStudy.model_validate({"status": "draft", "timeline": timeline})) is None


def test_undated_events_stand_evenly_in_their_order() -> None:
    found = drawn({}, {"kind": "work"}, {})
    assert (xs(found), [step.y for step in found.steps], found.dates) == ([108, 337, 566], [11, 33, 11], ())
    assert found.rows == (Label("Learning", 11), Label("Work", 33))
    assert found.height == 44


def test_dated_events_stand_to_scale() -> None:
    found = drawn({"date": "2020"}, {"date": "2021"}, {"date": "2024"})
    assert xs(found) == [108, 223, 566]
    assert found.dates == tuple(
        Label(str(year), x) for year, x in zip(range(2020, 2025), [108, 223, 337, 452, 566], strict=True)
    )
    assert found.height == 44


def test_undated_events_stand_evenly_between_dated_neighbours_and_a_step_outside_them() -> None:
    found = drawn({}, {"date": "2020"}, {}, {"date": "2021"}, {"date": "2023"}, {})
    assert xs(found) == [108, 200, 245, 291, 474, 566]


def test_one_date_makes_no_scale() -> None:
    found = drawn({}, {"date": "2020", "until": "2021"}, {})
    assert (xs(found), [step.end for step in found.steps], found.dates) == ([108, 337, 566], [0, 0, 0], ())


def test_events_of_one_day_stand_apart() -> None:
    found = drawn({"date": "2020"}, {"date": "2020"}, {"date": "2024"}, {"date": "2024"})
    assert xs(found) == [108, 123, 551, 566]


def test_a_year_after_one_of_its_months_does_not_go_back() -> None:
    assert xs(drawn({"date": "2020-07"}, {"date": "2020"}, {"date": "2023"})) == [108, 123, 566]


def test_an_event_that_lasts_has_an_end_to_scale() -> None:
    found = drawn({"date": "2020", "until": "2021"}, {"date": "2021"}, {"date": "2024"})
    assert [(step.x, step.end) for step in found.steps] == [(108, 337), (223, 0), (566, 0)]


def test_an_event_that_lasts_beyond_the_last_ends_at_the_edge() -> None:
    found = drawn({"date": "2020"}, {"date": "2021"}, {"date": "2022", "until": "2023"})
    assert [(step.x, step.end) for step in found.steps] == [(108, 0), (223, 0), (337, 566)]


def test_a_short_story_has_its_first_and_last_date_below_it() -> None:
    found = drawn({"date": "2020-02"}, {"date": "2020-03"}, {"date": "2020-04-05"})
    assert found.dates == (Label("February 2020", 108), Label("5 April 2020", 566))


def test_world_events_have_the_first_row() -> None:
    found = drawn({}, {"kind": "world"}, {})
    assert found.rows == (Label("In the world", 11), Label("Learning", 33))
    assert [step.y for step in found.steps] == [33, 11, 33]


def test_marks_stand_below_their_event_in_rows_of_their_own() -> None:
    found = drawn(
        {"id": "first"},
        {"id": "second"},
        {},
        decisions=[{"id": "a", "at": "second", "title": "A"}, {"id": "b", "at": "second", "title": "B"}],
        mistakes=[{"id": "c", "title": "C", "category": "kind"}],
        helped=[{"id": "d", "at": "first", "title": "D"}],
    )
    assert [step.marks for step in found.steps] == [
        (Mark(Sort.HELPED, "d", "D", 108, 69),),
        (Mark(Sort.DECISION, "a", "A", 337, 33), Mark(Sort.DECISION, "b", "B", 337, 47)),
        (),
    ]
    assert found.elsewhere == (Mark(Sort.MISTAKE, "c", "C"),)
    assert found.rows == (Label("Learning", 11), Label("Decisions", 33), Label("What helped", 69))
    assert found.height == 80


def test_a_small_screen_lists_of_many_events_those_where_something_is_marked() -> None:
    events = [{"id": f"e{place}", "kind": "world" if place == 7 else "study"} for place in range(9)]
    found = drawn(*events, helped=[{"id": "d", "at": "e2", "title": "D"}])
    assert [step.event.id for step in found.listed] == ["e2", "e7"]


def test_a_link_says_what_it_leads_to() -> None:
    found = drawn({"when": "later", "title": "Reads"}, {"title": "Works", "kind": "work"}, {})
    assert [step.named for step in found.steps[:2]] == ["Reads (Study, later)", "Works (Work)"]
    assert Mark(Sort.MISTAKE, "c", "C").named == "Mistake: C"


@pytest.mark.parametrize(
    ("text", "day"), [("2023", "2024"), ("2023-12", "2024"), ("2023-03", "2023-04"), ("2023-03-31", "2023-04")]
)
def test_the_day_after_a_date(text: str, day: str) -> None:
    assert day_after(text) == first_day(day)

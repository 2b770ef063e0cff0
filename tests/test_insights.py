"""What the page of insights counts, and what it may not compare."""

from pathlib import Path

import pytest
from builders import casebook

from casebook import address
from casebook.loading.load import load
from casebook.model import Process, Went
from casebook.showing.insights import MIN_COMPARED, Grid, decision_grid, insights
from casebook.showing.links import Links, link
from casebook.showing.pages import Kind, pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
TAGS = """\
=== case_studies/tags.yml
- {id: stage, title: Where they stood, tags: {considering: Considering, learning: Learning, leaving: Leaving}}
- {id: outcome, title: Where it ends, tags: {hired: Hired, left: Left, undecided: Undecided}}
"""
CASE = """\
=== case_studies/story-{name}.yml
title: Story {name}
summary: A story.
subject: {{name: Kim, named_as: pseudonym}}
permission: {{basis: self_submitted, date: 2026-11-01}}
status: published
published: 2026-11-0{day}
tags: {{stage: [learning, leaving], outcome: [left]}}
decisions:
  - {{id: go, title: Go, process: endorsed, went: badly}}
  - {{id: stay, title: Stay}}
  - {{id: ask, title: Ask, went: well}}
mistakes:
  - {{id: theirs, title: Theirs, category: programme-as-goal, called_by: author}}
  - {{id: ours, title: Ours, category: programme-as-goal, called_by: editor}}
helped:
  - {{id: a-friend, title: A friend, lessons: [ask-early]}}
lessons:
  - {{text: Both., lesson: test-fit, stance: {stance}}}
"""


def linked(root: Path, cases: int) -> Links:
    """The base, and some cases more that are all alike."""
    stances = ["both", "supports", "supports", "complicates", "supports"]
    more = [CASE.format(name=name, day=day, stance=stances[day - 1]) for day, name in enumerate("abcde"[:cases], 1)]
    book, problems = load(casebook(root, TAGS + "".join(more)))
    assert book is not None, problems
    return link(book)


def ids(grid: Grid) -> dict[Process, dict[Went, list[str]]]:
    return {
        row: {column: [f"{part.slug}#{part.part.id}" for part in parts] for column, parts in cells.items()}
        for row, cells in grid.items()
    }


def test_everything_that_is_counted(tmp_path: Path) -> None:
    found = insights(linked(tmp_path, 2))
    mistakes = [("story-b", "theirs"), ("story-a", "theirs")]
    assert [(part.slug, part.part.id) for part in found.mistakes] == mistakes
    assert {name: [(part.slug, part.part.id) for part in parts] for name, parts in found.by_category.items()} == {
        "programme-as-goal": mistakes
    }
    assert {name: [(part.slug, part.part.id) for part in parts] for name, parts in found.by_stage.items()} == {
        "learning": mistakes,
        "leaving": mistakes,
    }
    assert found.outcomes == {"left": ("story-b", "story-a")}
    assert list(found.evidence.items()) == [("ask-early", 3), ("test-fit", 3)]
    assert found.contested == ("test-fit",)
    assert [(pair.lessons, pair.slugs) for pair in found.together] == [
        (("ask-early", "test-fit"), ("a-story", "story-b", "story-a"))
    ]
    assert {name: [(part.slug, part.part.id) for part in parts] for name, parts in found.helped.items()} == {
        "ask-early": [("story-b", "a-friend"), ("story-a", "a-friend")]
    }
    nothing: dict[Went, list[str]] = {went: [] for went in Went}
    assert ids(found.decisions) == {
        Process.ENDORSED: {**nothing, Went.BADLY: ["story-b#go", "story-a#go"]},
        Process.MIXED: nothing,
        Process.REGRETTED: nothing,
        Process.UNSTATED: {
            **nothing,
            Went.WELL: ["story-b#ask", "story-a#ask"],
            Went.OPEN: ["a-story#leave", "story-b#stay", "story-a#stay"],
        },
    }
    assert found.decision_count == 7


def test_only_what_may_be_compared_is_ranked(tmp_path: Path) -> None:
    few, enough = (insights(linked(tmp_path / str(cases), cases)) for cases in (3, MIN_COMPARED))
    assert list(few.evidence.items()) == [("ask-early", 4), ("test-fit", 4)]
    assert list(enough.evidence.items()) == [("ask-early", 6), ("test-fit", 6)]
    assert list(enough.outcomes) == ["left"]


@pytest.mark.parametrize(("cases", "bars"), [(0, 0), (3, 0), (4, 3), (5, 8)])
def test_fewer_than_five_cases_have_no_bar(tmp_path: Path, cases: int, bars: int) -> None:
    links = linked(tmp_path, cases)
    [page] = [page for page in pages(links) if page.kind is Kind.INSIGHTS]
    body = Renderer(ROOT / "overrides", links).body(page)
    assert page.address == address.INSIGHTS
    assert body.count("<svg") == bars
    assert "style=" not in body


def test_a_grid_has_no_empty_row_and_no_empty_column(tmp_path: Path) -> None:
    links = linked(tmp_path, 1)
    assert ids(decision_grid("story-a", links.casebook.cases["story-a"])) == {
        Process.ENDORSED: {Went.WELL: [], Went.BADLY: ["story-a#go"], Went.OPEN: []},
        Process.UNSTATED: {Went.WELL: ["story-a#ask"], Went.BADLY: [], Went.OPEN: ["story-a#stay"]},
    }
    assert decision_grid("a-story", links.casebook.cases["a-story"]) == {}

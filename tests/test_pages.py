"""What the pages show of a small casebook: the graph of its links, and a case and a lesson whole.

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_pages.py

writes tests/pages/ anew; read what was written.
"""

import os
from pathlib import Path

import pytest
from builders import casebook

from casebook import address
from casebook.loading.load import load
from casebook.showing.links import Links, link
from casebook.showing.pages import pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "pages"
SECOND_CASE = """\
=== case_studies/another-story.yml
title: A month that settled nothing
summary: A month of trying left somebody as undecided as before.
subject: {name: Kim Example, named_as: pseudonym, was: Teacher, location: Leeds}
permission: {basis: self_submitted, date: 2026-11-01}
reply: |
  Thank you for *asking*.
status: published
published: 2026-11-25
covers: 2024
tags: {stage: [learning]}
background: |
  Ten years of teaching. See [the other story](case:a-story#badge-first).
timeline:
  - {id: a-month-off, date: 2024-05, until: 2024-06, kind: study, title: Takes a month off, detail: "A <b> & a `<c>`."}
views:
  - {id: it-will-be-clear, about: comparative_advantage, at: a-month-off, view: It will be clear., changed_because: No.}
decisions:
  - id: take-a-month
    at: a-month-off
    title: Take a month
    reasoning: It seemed cheap.
    outcome: It was.
    process: endorsed
    went: mixed
  - {id: go-back, title: Go back, process: endorsed, went: badly}
  - {id: ask-again, title: Ask again, went: mixed}
helped:
  - {id: a-friend, at: a-month-off, title: A friend who asked, what: Every week., lessons: [ask-early]}
lessons:
  - {text: A trial may not settle anything., lesson: test-fit, stance: complicates}
stop_rule: {text: After two years., where: a letter}
mission: {job: Teaching., mission: That people think., failing_when: Nobody asks.}
outcome: Undecided.
discussion: [What would you have done?]
"""


@pytest.fixture
def links(tmp_path: Path) -> Links:
    book, problems = load(casebook(tmp_path, SECOND_CASE.replace("A <b> & a", "A \\\\<b> & a")))
    assert book is not None, problems
    return link(book)


def test_the_graph_whole(links: Links) -> None:
    found = {
        name: {
            "mistakes": [(part.slug, part.part.id) for part in evidence.mistakes],
            "helped": [(part.slug, part.part.id) for part in evidence.helped],
            "supports": [part.slug for part in evidence.supports],
            "complicates": [part.slug for part in evidence.complicates],
            "chapters": list(evidence.chapters),
        }
        for name, evidence in links.lessons.items()
    }
    assert found == {
        "ask-early": {
            "mistakes": [("a-story", "badge-first")],
            "helped": [("another-story", "a-friend")],
            "supports": [],
            "complicates": [],
            "chapters": ["theory-of-change"],
        },
        "test-fit": {
            "mistakes": [],
            "helped": [],
            "supports": ["a-story"],
            "complicates": ["another-story"],
            "chapters": [],
        },
    }
    assert {name: [part.slug for part in parts] for name, parts in links.categories.items()} == {
        "programme-as-goal": ["a-story"]
    }
    assert links.tags == {("stage", "learning"): ("a-story", "another-story")}
    assert {slug: (leads.related, leads.sessions, leads.chapters) for slug, leads in links.cases.items()} == {
        "a-story": (("another-story",), ("leaving",), ("theory-of-change",)),
        "another-story": (("a-story",), (), ()),
    }
    assert links.newest == ("another-story", "a-story")


@pytest.mark.parametrize(
    "page_address", [address.case_study("another-story"), address.lesson("test-fit")], ids=["case-study", "lesson"]
)
def test_a_page_whole(links: Links, page_address: str, request: pytest.FixtureRequest) -> None:
    renderer = Renderer(ROOT / "overrides", links, "https://example.org/edit/main/")
    [page] = [page for page in pages(links) if page.address == page_address]
    body = "\n".join(line.strip() for line in renderer.body(page).splitlines() if line.strip()) + "\n"
    golden = GOLDEN / f"{request.node.callspec.id}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(body, "utf-8")
    assert body == golden.read_text("utf-8")

"""Worksheets: how their files become records, and what their pages hold without any script."""

import re
from pathlib import Path

import pytest
from builders import casebook

from casebook import address
from casebook.loading.load import Casebook, load
from casebook.model import FieldKind
from casebook.showing.links import link
from casebook.showing.pages import Kind, Page, handwritten, pages, written_pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
SHEETS = """\
=== docs/worksheets/second.md
---
title: Second
description: Also short.
weight: 2
minutes: 10
fields: [{id: one, label: One?}]
---
See [the lesson](lesson:test-fit).
=== docs/worksheets/first.md
---
title: First & <foremost>
weight: 1
minutes: 5
description: In short.
fields:
  - {id: a-line, kind: text, label: A <line>?, hint: Short & plain.}
  - {id: a-day, kind: date, label: A day?}
  - {id: a-number, kind: number, label: A number?}
  - {id: a-trade, kind: trade, label: Who does what?}
---
"""


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    found, problems = load(casebook(tmp_path, SHEETS))
    assert found is not None, problems
    return found


def body(book: Casebook, stem: str) -> str:
    links = link(book)
    sheet = book.worksheets[stem].front_matter
    page = Page(Kind.WORKSHEET, address.worksheet(stem), sheet.title, sheet.description, {"stem": stem})
    return Renderer(ROOT / "overrides", links).body(page, content="")


def test_worksheets_stand_in_the_order_of_their_weight(book: Casebook) -> None:
    links = link(book)
    listed = written_pages(links)[address.WORKSHEETS]
    assert [(stem, step.title, step.address) for stem, step in listed.items()] == [
        ("first", "First & <foremost>", "worksheets/first/"),
        ("second", "Second", "worksheets/second/"),
    ]
    assert handwritten(links, "first", "worksheets") is Kind.WORKSHEET
    assert [page.show["worksheets"] for page in pages(links) if page.kind is Kind.WORKSHEETS] == [book.worksheets]


def test_a_lesson_leads_to_the_worksheets_that_name_it(book: Casebook) -> None:
    evidence = link(book).lessons
    assert {name: found.worksheets for name, found in evidence.items()} == {"ask-early": (), "test-fit": ("second",)}


def test_a_field_has_some_lines_unless_it_says_otherwise(book: Casebook) -> None:
    assert [field.kind for field in book.worksheets["second"].front_matter.fields] == [FieldKind.LONG]


def test_every_question_has_its_label_and_its_hint(book: Casebook) -> None:
    html = body(book, "first")
    assert re.findall(r'<label for="field-([^"]+)">([^<]*)</label>', html) == [
        ("a-line", "A &lt;line&gt;?"),
        ("a-day", "A day?"),
        ("a-number", "A number?"),
    ]
    assert 'id="hint-a-line">Short &amp; plain.<' in html
    assert 'aria-describedby="hint-a-line"' in html


def test_nothing_on_a_worksheet_could_be_sent(book: Casebook) -> None:
    html = body(book, "first")
    assert re.findall(r"<form[^>]*>", html) == ['<form method="dialog">']
    assert re.findall(r"<(?:input|textarea)[^>]*\sname=", html) == []


def test_the_numbers_of_the_example_are_shown_but_not_filled_in(book: Casebook) -> None:
    html = body(book, "first")
    assert re.findall(r'placeholder="([^"]+)"', html) == [
        *("research", "engineering", "your partner", "5", "2", "you", "1", "1"),
    ]
    assert re.findall(r"<input[^>]*\svalue=", html) == []

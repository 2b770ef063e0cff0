"""The list of all cases: its facets, and what its rows tell the reader and the script."""

import re
from pathlib import Path

import pytest
from builders import casebook

from casebook import address
from casebook.loading.load import load
from casebook.showing.browse import MAX_WITH_SUMMARIES, browse
from casebook.showing.links import Links, link
from casebook.showing.pages import Kind, pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
TAGS = """\
=== case_studies/tags.yml
- {id: stage, title: Where they stood, tags: {learning: Learning, leaving: Leaving}}
- {id: outcome, title: Where it ends, tags: {stayed: Stayed, left: Left}}
- {id: background, title: Where they came from, tags: {teacher: Teacher, lawyer: "Law <& order>"}}
"""
STORY = """\
=== case_studies/story-{name}.yml
title: "<Story> {name}"
summary: A short story.
subject: {{name: Kim & Co, named_as: pseudonym, was: Teacher}}
permission: {{basis: self_submitted, date: 2026-11-01}}
status: published
published: 2026-11-25
tags: {{background: [lawyer, teacher], outcome: [left], stage: [learning]}}
decisions: [{{id: go, title: Go, went: open}}]
lessons: [{{text: One.}}, {{text: Two.}}]
sources: [{{title: A post, url: "https://example.org/{name}", read: part}}]
"""


def linked(root: Path, cases: int) -> Links:
    """The base's case, and as many others."""
    book, problems = load(casebook(root, TAGS + "".join(STORY.format(name=f"{n:02}") for n in range(cases))))
    assert book is not None, problems
    return link(book)


def body(links: Links) -> str:
    [page] = [page for page in pages(links) if page.kind is Kind.BROWSE]
    return Renderer(ROOT / "overrides", links).body(page)


def rows(html: str) -> list[str]:
    return [re.sub(r"\s+", " ", row) for row in re.findall(r"<li data-casebook-case.*?</li>", html, re.DOTALL)]


def test_facets_are_the_tags_that_cases_have(tmp_path: Path) -> None:
    listed = browse(linked(tmp_path, 2))
    assert [(facet.id, facet.title, facet.tags, facet.counts) for facet in listed.facets] == [
        ("stage", "Where they stood", {"learning": "Learning"}, {"learning": 3}),
        ("outcome", "Where it ends", {"left": "Left"}, {"left": 2}),
        (
            "background",
            "Where they came from",
            {"teacher": "Teacher", "lawyer": "Law <& order>"},
            {"teacher": 2, "lawyer": 2},
        ),
    ]
    assert [(row.slug, row.tags) for row in listed.rows] == [
        ("story-00", (0, 1, 2, 3)),
        ("story-01", (0, 1, 2, 3)),
        ("a-story", (0,)),
    ]


def test_the_boxes_are_in_the_order_in_which_rows_count_tags(tmp_path: Path) -> None:
    boxes = re.findall(r'<label><input type="checkbox" (.*?)</label>', body(linked(tmp_path, 1)))
    assert boxes == [
        'name="stage" value="learning"> <span>Learning</span> <span class="casebook-filter__count">2</span>',
        'name="outcome" value="left"> <span>Left</span> <span class="casebook-filter__count">1</span>',
        'name="background" value="teacher"> <span>Teacher</span> <span class="casebook-filter__count">1</span>',
        (
            'name="background" value="lawyer"> <span>Law &lt;&amp; order&gt;</span> '
            '<span class="casebook-filter__count">1</span>'
        ),
    ]


def test_a_row_of_a_short_list_has_the_summary_and_the_tags(tmp_path: Path) -> None:
    assert rows(body(linked(tmp_path, 1)))[0] == (
        '<li data-casebook-case="1 2 0 1 2 3"><h2><a href="../case-studies/story-00/">&lt;Story&gt; 00</a></h2>'
        '<p>A short story.</p><p class="casebook-meta"><span data-who>Kim &amp; Co, Teacher</span>'
        " · 1 min · 2 lessons · <i>read in part</i></p>"
        ' <p class="casebook-tags"><a href="../tags/background/lawyer/">Law &lt;&amp; order&gt;</a> '
        '<a href="../tags/background/teacher/">Teacher</a> <a href="../tags/outcome/left/">Left</a> '
        '<a href="../tags/stage/learning/">Learning</a> </p></li>'
    )


def test_a_row_of_a_long_list_has_neither(tmp_path: Path) -> None:
    found = rows(body(linked(tmp_path, MAX_WITH_SUMMARIES)))
    row = (
        '<li data-casebook-case="1 2 0 1 2 3"><a href="../case-studies/story-00/">&lt;Story&gt; 00</a>'
        "<p><span data-who>Kim &amp; Co, Teacher</span> · 1 min · 2 lessons · <i>read in part</i></p></li>"
    )
    assert (len(found), found[0]) == (MAX_WITH_SUMMARIES + 1, row)


def test_the_longest_list_with_summaries(tmp_path: Path) -> None:
    assert browse(linked(tmp_path, MAX_WITH_SUMMARIES - 1)).has_summaries is True


def test_without_script_each_tag_leads_to_its_page(tmp_path: Path) -> None:
    [without] = re.findall(r"<noscript>(.*?)</noscript>", body(linked(tmp_path, 1)), re.DOTALL)
    assert re.findall(r'href="(.*?)">(.*?)</a> \((\d+)\)', without) == [
        ("../tags/stage/learning/", "Learning", "2"),
        ("../tags/outcome/left/", "Left", "1"),
        ("../tags/background/teacher/", "Teacher", "1"),
        ("../tags/background/lawyer/", "Law &lt;&amp; order&gt;", "1"),
    ]


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (Kind.INSIGHTS, [("outcome", "left")]),
        (Kind.TAG, [("stage", "learning"), ("outcome", "left"), ("background", "teacher"), ("background", "lawyer")]),
    ],
)
def test_other_pages_lead_to_the_narrowed_list(tmp_path: Path, kind: Kind, named: list[tuple[str, str]]) -> None:
    links = linked(tmp_path, 5)
    renderer = Renderer(ROOT / "overrides", links)
    bodies = [renderer.body(page) for page in pages(links) if page.kind is kind]
    found = [href for html in bodies for href in re.findall(r'href="[./]*(case-studies/\?.*?)"', html)]
    assert found == [address.browse(*name) for name in named]

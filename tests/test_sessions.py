"""What a session's page, its handout and its Markdown say, and the code that leads to it."""

import html
import re
from pathlib import Path

import pytest
import segno
from builders import casebook

from casebook import prose
from casebook.loading.load import load
from casebook.model import Session, Step
from casebook.showing.citing import Site
from casebook.showing.links import link
from casebook.showing.pages import Kind, pages
from casebook.showing.qr import QUIET_ZONE, qr_code
from casebook.showing.render import Renderer
from casebook.showing.sessions import running, stories_of

ROOT = Path(__file__).resolve().parent.parent
DASH = "\u2013"
SITE = Site("Small Casebook", "https://example.org/book/", "2026-11-24")
SESSION = """\
=== case_studies/sessions/leaving.yml
title: "Leaving *a* subfield"
minutes: 75
cases: [a-story]
pause_before: a-story#leave
steps:
  - {minutes: 15, do: "Read up to the pause.\\n\\nTake [turns](lesson:ask-early)."}
  - {minutes: 60, do: "Look at [the case](case:a-story#leave), and [elsewhere](https://example.org/)."}
questions: ["1. Would <you> leave?"]
if_short: |
  Leave out the end.
"""


def bodies(root: Path, files: str = SESSION) -> dict[Kind, str]:
    book, problems = load(casebook(root, files))
    assert book is not None, problems
    links = link(book)
    renderer = Renderer(ROOT / "overrides", links, site=SITE)
    return {page.kind: renderer.body(page) for page in pages(links) if page.kind in {Kind.SESSION, Kind.HANDOUT}}


def test_the_clock_runs_on() -> None:
    steps = [Step(minutes=minutes, do="Talk.") for minutes in (5, 50, 10)]
    session = Session(title="An hour", minutes=65, cases=["a-story"], steps=steps)
    assert [(part.begins, part.ends) for part in running(session)] == [
        ("0:00", "0:05"),
        ("0:05", "0:55"),
        ("0:55", "1:05"),
    ]
    assert list(running(Session(title="An hour", minutes=65, cases=["a-story"]))) == []


def test_the_markdown_whole(tmp_path: Path) -> None:
    [text] = re.findall(
        r"<pre data-copied=\"session as Markdown\">(.*?)</pre>", bodies(tmp_path)[Kind.SESSION], re.DOTALL
    )
    assert "<" not in text
    assert (
        html.unescape(text)
        == rf"""# Leaving \*a\* subfield

75 minutes. From <https://example.org/book/sessions/leaving/>

## The hour

- **0:00{DASH}0:15** Read up to the pause.

  Take [turns](https://example.org/book/lessons/ask-early/).
- **0:15{DASH}1:15** Look at [the case](https://example.org/book/case-studies/a-story/#leave), and [elsewhere](https://example.org/).

## The pause

What would we do, and what would we want to know first?

-

## Questions

- 1\. Would \<you\> leave?

## If time is short

Leave out the end.
"""
    )


def test_what_follows_the_pause_is_behind_it_and_not_on_the_handout(tmp_path: Path) -> None:
    found = bodies(tmp_path)
    before, fold, after = found[Kind.SESSION].partition('<details class="casebook-after casebook-told">')
    told = ("Leave evals", "Decides to leave evals")
    assert fold
    assert [[text in part for text in told] for part in (before, after, found[Kind.HANDOUT])] == [
        [False, False],
        [True, True],
        [False, False],
    ]


TWO_STORIES = """\
=== case_studies/two-moves.yml
title: Two moves and a return
summary: Somebody moves twice and returns.
subject: {name: Robin Example}
permission: {basis: public_writeup}
status: published
published: 2026-11-24
timeline:
  - {id: asks, date: 2023-01, kind: study, title: Asks around}
  - {id: moves, date: 2023-02, kind: move, title: Moves away}
  - {id: waits, date: 2023-03, kind: work, title: Waits a while}
  - {id: returns, date: 2023-04, kind: move, title: Comes back}
decisions:
  - {id: go, at: moves, title: Go at once}
  - {id: come-back, at: returns, title: Come back late}
lessons:
  - text: Ask first.
sources:
  - {title: The post, url: "https://example.org/post", read: whole}
=== case_studies/sessions/leaving.yml
title: Leaving
minutes: 60
cases: [two-moves, a-story]
pause_before:
  - go
  - two-moves#come-back
  - a-story#leave
"""


def test_a_story_is_cut_at_each_of_its_pauses_and_the_next_story_begins_anew(tmp_path: Path) -> None:
    book, problems = load(casebook(tmp_path, TWO_STORIES))
    assert book is not None, problems
    stories = stories_of(book.sessions["leaving"], link(book))
    assert [
        (
            story.slug,
            [event.id for event in story.opening],
            [(pause.number, pause.decision.id, [event.id for event in pause.then]) for pause in story.pauses],
        )
        for story in stories
    ] == [
        ("two-moves", ["asks"], [(1, "go", ["moves", "waits"]), (2, "come-back", ["returns"])]),
        ("a-story", [], [(3, "leave", ["leaves-evals"])]),
    ]


def test_what_follows_a_pause_holds_the_next_pause_of_its_story_and_not_that_of_another(tmp_path: Path) -> None:
    found = bodies(tmp_path, TWO_STORIES)
    marks = re.findall(
        r"(Asks around|Pause \d of 3|<details class=\"casebook-after casebook-told|Go at once|Waits a while"
        r"|Come back late|Comes back|</details>|Story \d|Leave evals)",
        found[Kind.SESSION].split('id="story"')[1].split('id="room"')[0],
    )
    fold = '<details class="casebook-after casebook-told'
    assert marks == [
        *("Story 1", "Asks around", "Pause 1 of 3"),
        *(fold, "Go at once", "Waits a while", "Pause 2 of 3"),
        *(fold, "Come back late", "Comes back", "</details>", "</details>"),
        *("Story 2", "Pause 3 of 3", fold, "Leave evals", "</details>"),
    ]


def test_the_handout_and_the_markdown_have_a_part_for_each_pause(tmp_path: Path) -> None:
    found = bodies(tmp_path, TWO_STORIES)
    assert re.findall(r">(Pause \d)<|(<span></span>)", found[Kind.HANDOUT]) == [
        *(("Pause 1", ""), *[("", "<span></span>")] * 2),
        *(("Pause 2", ""), *[("", "<span></span>")] * 2),
        *(("Pause 3", ""), *[("", "<span></span>")] * 2),
    ]
    asked = "What would we do, and what would we want to know first?"
    parts = "".join(f"## Pause {number}\n\n{asked}\n\n-\n\n" for number in (1, 2, 3))
    assert f"\n\n{parts.rstrip()}\n" in html.unescape(found[Kind.SESSION])


@pytest.mark.parametrize("text", ["https://example.org/", "https://example.org/" + "a-long-name-" * 8])
def test_the_drawn_code_is_the_code(text: str) -> None:
    drawn = qr_code(text)
    dark = {
        (int(x) + more, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path)
        for more in range(int(width))
    }
    rows = segno.make_qr(text, error="m", mask=0, boost_error=False).matrix_iter(border=QUIET_ZONE)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, square in enumerate(row) if square}
    assert drawn.side == max(x for x, _ in dark) + 1 + QUIET_ZONE


@pytest.mark.parametrize(
    "text",
    ["*a* _b_ `c` [d](e) <f> &amp; g~h | i \\", "# no heading", "- no item", "+ neither", "1. nor this", "12) or this"],
)
def test_plain_text_as_markdown_says_the_same(text: str) -> None:
    assert prose.to_html(prose.escaped(text), lambda *_: "") == f"<p>{html.escape(text, quote=False)}</p>\n"

"""An address that was published is not lost: every renaming is noticed, and the line that is printed mends it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders import casebook

from casebook.loading.checks.permanence import published_addresses_stay
from casebook.loading.load import load, load_files
from casebook.loading.permalinks import PERMALINKS, Permalinks, as_file
from casebook.loading.reading import read_files
from casebook.problem import Problem, errors
from casebook.showing.citing import Site
from casebook.showing.links import link
from casebook.showing.moved import MovedParts, moved_parts
from casebook.showing.page_versions import versions_of
from casebook.showing.pages import moved, pages
from casebook.showing.permalinks import published, updated

ROOT = Path(__file__).resolve().parent.parent
BASE = """\
=== case_studies/a-story.yml
# yaml-language-server: $schema=schema/case-study.json
title: A year of changing subfields
summary: Somebody moves between subfields for a year and returns to the first.
subject: {name: Robin Example}
permission: {basis: public_writeup}
status: published
tags:
  stage: [learning]
timeline:
  - {id: leaves-evals, date: 2023-03, kind: decision, title: Decides to leave evals}
views:
  - {id: nobody-listens, about: theory_of_change, at: leaves-evals, view: Nobody would listen.}
decisions:
  - {id: leave, at: leaves-evals, title: Leave evals}
mistakes:
  - {id: badge-first, title: Aiming at the programme, category: programme-as-goal, lessons: [ask-early]}
helped:
  - {id: a-friend, title: A friend who asked}
lessons:
  - {text: A cheap trial would have told them in two weeks., lesson: test-fit}
sources:
  - {title: My first year, url: "https://example.org/my-first-year", read: whole}
=== case_studies/lessons/cited-by-nobody.yml
title: Cited by nobody
short: A lesson that is no lesson.
body: Nothing.
=== docs/guide/theory-of-change.md
---
title: Theory of change
weight: 1
---
See [a lesson](lesson:ask-early) and [a story](case:a-story#leave).

## Who would act?

## Who would *not*?
=== docs/worksheets/stop-rule.md
---
title: Stop rule
minutes: 30
description: When to stop.
fields: [{id: until, label: Until when?}]
---
Write it down.
"""
ADD = re.compile(r"add to (?P<path>\S+), as line (?P<line>\d+):  (?P<text>.+)")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small casebook whose addresses are all published."""
    casebook(tmp_path, BASE)
    update(tmp_path)
    return tmp_path


def update(root: Path) -> None:
    files = read_files(root)
    book, problems = load_files(files)
    assert book is not None, problems
    (root / PERMALINKS).write_text(updated(link(book), files), "utf-8")


def found(root: Path) -> list[Problem]:
    return errors(load(root)[1])


def rename(old: str, new: str, to: str) -> Callable[[Path], None]:
    """Renames a file, and what names it in the others."""

    def act(root: Path) -> None:
        (root / old).rename(root / new)
        write(Path(old).stem, to)(root)

    return act


def write(old: str, new: str) -> Callable[[Path], None]:
    """Writes one word for another, wherever it stands on its own; not in the list of what was published."""

    def act(root: Path) -> None:
        for path in root.rglob("*.*"):
            if path.suffix in {".yml", ".md"}:
                path.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])", new, path.read_text("utf-8")), "utf-8")

    return act


def without(path: str, *starts: str) -> Callable[[Path], None]:
    """Takes lines out of a file; without any, the file itself."""

    def act(root: Path) -> None:
        lines = (root / path).read_text("utf-8").split("\n")
        (root / path).write_text("\n".join(line for line in lines if not line.startswith(starts)), "utf-8")
        if not starts:
            (root / path).unlink()

    return act


STORY = "/case-studies/a-story/"
RENAMED = [
    (rename("case_studies/a-story.yml", "case_studies/a-year.yml", "a-year"), "case_studies/a-year.yml", "a-story"),
    (
        rename("case_studies/lessons/ask-early.yml", "case_studies/lessons/ask.yml", "ask"),
        "case_studies/lessons/ask.yml",
        "ask-early",
    ),
    (
        rename("case_studies/lessons/test-fit.yml", "case_studies/lessons/fit.yml", "fit"),
        "case_studies/lessons/fit.yml",
        "test-fit",
    ),
    (
        rename("case_studies/sessions/leaving.yml", "case_studies/sessions/going.yml", "going"),
        "case_studies/sessions/going.yml",
        "leaving",
    ),
    (
        rename("docs/guide/theory-of-change.md", "docs/guide/how-it-helps.md", "how-it-helps"),
        "/guide/theory-of-change/",
        "/guide/how-it-helps/",
    ),
    (
        rename("docs/worksheets/stop-rule.md", "docs/worksheets/stop.md", "stop"),
        "/worksheets/stop-rule/",
        "/worksheets/stop/",
    ),
    (write("Who would act", "Who acts"), "/guide/theory-of-change/#who-would-act", "/guide/theory-of-change/#who-acts"),
    (write("programme-as-goal", "badge-as-goal"), "/mistakes/programme-as-goal/", "/mistakes/badge-as-goal/"),
    (write("learning", "studying"), "/tags/stage/learning/", "/tags/stage/studying/"),
    (write("stage", "time"), "/tags/stage/learning/", "/tags/time/learning/"),
    (write("leaves-evals", "quits"), f"{STORY}#leaves-evals", f"{STORY}#quits"),
    (write("nobody-listens", "deaf"), f"{STORY}#nobody-listens", f"{STORY}#deaf"),
    (write("leave", "quit"), f"{STORY}#leave", f"{STORY}#quit"),
    (write("badge-first", "badge"), f"{STORY}#badge-first", f"{STORY}#badge"),
    (write("a-friend", "friend"), f"{STORY}#a-friend", f"{STORY}#friend"),
    (without("case_studies/a-story.yml", "helped:", "  - {id: a-friend"), f"{STORY}#a-friend", STORY),
    (without("case_studies/lessons/cited-by-nobody.yml"), "/lessons/cited-by-nobody/", "/lessons/"),
]
NAMES = (
    *(
        "case study",
        "lesson",
        "cited lesson",
        "session",
        "chapter",
        "worksheet",
        "heading",
        "category",
        "tag",
        "tag group",
    ),
    *("event", "view", "decision", "mistake", "help", "dropped part", "dropped page"),
)


@pytest.mark.parametrize(("act", "old", "new"), RENAMED, ids=NAMES)
def test_what_is_renamed_is_lost_until_the_printed_line_is_added(
    act: Callable[[Path], None], old: str, new: str, project: Path
) -> None:
    assert found(project) == []
    act(project)
    [lost] = found(project)
    assert (lost.where.path, lost.code) == (PERMALINKS, "lost-address")
    added = ADD.search(lost.hint)
    assert added, lost
    is_alias = old.endswith(".yml")
    path = old if is_alias else "case_studies/redirects.yml"
    assert (added["path"], added["text"]) == (
        path,
        f"aliases: [{new}]" if is_alias else f"- {{from: {old}, to: {new}}}",
    )
    add(project, added)
    assert found(project) == []
    was = (project / PERMALINKS).read_text("utf-8").splitlines()
    update(project)
    assert set(was) - set((project / PERMALINKS).read_text("utf-8").splitlines()) == set()
    assert found(project) == []


def add(root: Path, line: re.Match[str]) -> None:
    """Does what a hint says."""
    path = root / line["path"]
    lines = path.read_text("utf-8").split("\n") if path.exists() else [""]
    lines.insert(int(line["line"]) - 1, line["text"])
    path.write_text("\n".join(lines), "utf-8")


def test_new_addresses_need_nothing(project: Path) -> None:
    (project / "case_studies/lessons/brand-new.yml").write_text(
        "title: Try it\nshort: Try.\nbody: Try it now.\n", "utf-8"
    )
    assert found(project) == []


def test_without_a_list_nothing_was_promised(project: Path) -> None:
    (project / PERMALINKS).unlink()
    without("case_studies/lessons/cited-by-nobody.yml")(project)
    assert found(project) == []


def test_a_withdrawn_case_keeps_its_page_and_its_parts_are_forgotten(project: Path) -> None:
    gone = "status: withdrawn\nwithdrawn: {date: 2026-11-24, reason: asked}\naliases: [another-name]\n"
    story = project / "case_studies/a-story.yml"
    story.with_name("left.yml").write_bytes(story.read_bytes())
    story.write_text(gone, "utf-8")
    with (project / PERMALINKS).open("a", encoding="utf-8") as file:
        file.write("/case-studies/another-name/\n/case-studies/another-name/#leave\n")
    without("docs/guide/theory-of-change.md", "See")(project)
    without("case_studies/sessions/leaving.yml", "pause_before")(project)
    assert found(project) == []
    update(project)
    lines = (project / PERMALINKS).read_text("utf-8").splitlines()
    of_cases = [line for line in lines if line.startswith("/case-studies/") and "/left/" not in line]
    assert of_cases == ["/case-studies/", "/case-studies/a-story/", "/case-studies/another-name/"]


@pytest.mark.parametrize(
    "broken", ["case_studies/lessons/test-fit.yml", "case_studies/redirects.yml", "case_studies/tags.yml"]
)
def test_of_what_can_t_be_read_nothing_is_said_to_be_lost(broken: str, project: Path) -> None:
    with (project / PERMALINKS).open("a", encoding="utf-8") as file:
        file.write("/lessons/an-alias-of-the-broken-file/\n" if "lessons" in broken else "")
    (project / broken).write_text("- a: [\n", "utf-8")
    assert "lost-address" not in {problem.code for problem in found(project)}


def test_the_list_is_sorted_and_holds_each_address_once(project: Path) -> None:
    files = read_files(project)
    book, _ = load_files(files)
    assert book is not None
    everything = list(published(link(book), files))
    text = (project / PERMALINKS).read_text("utf-8")
    assert text == as_file([*everything, *everything])
    assert [line for line in text.splitlines() if line.startswith("/case-studies/a-story/")] == [
        f"{STORY}{part}"
        for part in (
            *("", "#a-friend", "#badge-first", "#decisions", "#helped", "#leave", "#leaves-evals", "#lesson-test-fit"),
            *("#lessons", "#mistakes", "#nobody-listens", "#sources", "#timeline", "#views"),
        )
    ]


@pytest.mark.parametrize("is_real", [False, True], ids=["the small casebook", "the real one"])
def test_the_check_knows_every_part_that_is_published(is_real: bool, project: Path) -> None:  # noqa: FBT001  a parameter of pytest's
    files = read_files(ROOT if is_real else project)
    book, problems = load_files(files)
    assert book is not None, problems
    now = as_file(published(link(book), files))
    listed = replace(files, permalinks=Permalinks(tuple(now.split("\n"))))
    assert list(published_addresses_stay(listed)) == []
    assert [
        line for _, line in listed.permalinks.addresses if not re.fullmatch(r"/([a-z0-9-]+/)*(#[a-z0-9_-]+)?", line)
    ] == []


def test_where_a_part_went_is_known_through_every_former_name_of_its_page(project: Path) -> None:
    (project / "case_studies/redirects.yml").write_text(
        """\
- {from: /case-studies/once/, to: /case-studies/a-story/}
- {from: /case-studies/once/#go, to: /case-studies/a-story/#leave}
- {from: /case-studies/a-story/#going, to: /case-studies/a-story/#leave}
- {from: /case-studies/a-story/#advice, to: /lessons/ask-early/#try}
- {from: /case-studies/a-story/#dropped, to: /case-studies/a-story/}
- {from: /lessons/older/, to: /lessons/ask-early/#try}
- {from: /lessons/older/#told, to: /lessons/ask-early/#lesson}
""",
        "utf-8",
    )
    book, problems = load(project)
    assert book is not None, problems
    assert moved(link(book)) == {
        "case-studies/once/": "case-studies/a-story/",
        "lessons/older/": "lessons/ask-early/#try",
    }
    assert moved_parts(link(book)) == MovedParts(
        within={"case-studies/a-story/": {"leave": ["go", "going"]}, "lessons/ask-early/": {"lesson": ["told"]}},
        away={"case-studies/a-story/": {"advice": "lessons/ask-early/#try"}},
    )


def test_a_page_is_rendered_again_where_it_gets_an_old_anchor_and_only_then(project: Path) -> None:
    def versions() -> dict[str, str]:
        book, problems = load(project)
        assert book is not None, problems
        return versions_of(pages(link(book)), link(book), "", Site())

    before = versions()
    (project / "case_studies/redirects.yml").write_text(
        f"- {{from: {STORY}#go, to: {STORY}#leave}}\n- {{from: /lessons/test-fit/#told, to: {STORY}#leave}}\n", "utf-8"
    )
    after = versions()
    assert {page for page in before if before[page] != after[page]} == {"case-studies/a-story/", "lessons/test-fit/"}

"""What a reviewer is told of a change, whatever it holds."""

import html
import subprocess
import sys
from pathlib import Path

import cmarkgfm
import pytest
from builders import casebook
from hypothesis import given
from hypothesis import strategies as st
from workflows import ROOT, commit, git

from casebook.contributing.summary import MAX_CASES, MAX_PROBLEMS, Change, changes_of, plain, summary
from casebook.loading.load import load_files
from casebook.loading.reading import read_files

SCRIPT = ROOT / "scripts/pr_summary.py"
TOUCHING = """\
=== case_studies/a-story.yml
title: A *story*
summary: Somebody leaves.
subject: {name: Robin Example}
permission: {basis: public_writeup}
status: published
tags: {stage: [considering], subfield: nothing}
decisions: [{id: leave, title: Leave}]
mistakes: [{id: wait, title: Wait, category: no-such-category, lessons: [ask-early]}]
related: [no-such-case]
lessons: [{text: Ask early., lesson: ask-early}, {text: Try., lesson: test-fit}]
sources: [{title: A post, url: "https://example.org/post", read: whole}]
=== docs/guide/theory-of-change.md
---
title: Theory of change
---
See [the end](case:a-story#leave).
"""


def said(root: Path, *changes: Change) -> str:
    files = read_files(root)
    return summary(files, load_files(files)[1], changes)


def test_a_case_study_is_shown_with_every_page_that_it_appears_on(tmp_path: Path) -> None:
    text = said(casebook(tmp_path, TOUCHING), Change("case_studies/a-story.yml", "M"), Change("docs/index.md", "M"))
    assert text.split("## Where the case studies appear")[1] == (
        "\n\n### a-story\n\n"
        "Changed, status published: A \\*story\\* (/case-studies/a-story/)\n\n"
        "- Lessons: Ask early (/lessons/ask-early/); Test fit before long commitments (/lessons/test-fit/)\n"
        "- Mistakes: /mistakes/no-such-category/\n"
        "- Tags: /tags/stage/considering/\n"
        "- Case studies: /case-studies/no-such-case/\n"
        "- Chapters: Theory of change (/guide/theory-of-change/)\n"
        "- Sessions: Leaving a subfield (/sessions/leaving/)\n"
    )


def test_the_problems_of_what_changed_come_first(tmp_path: Path) -> None:
    (casebook(tmp_path) / "case_studies/a-draft.yml").write_text("status: draft\nA: b\n")
    (tmp_path / "case_studies/z-draft.yml").write_text("status: draft\nZ: b\n")
    lines = said(tmp_path, Change("case_studies/z-draft.yml", "A")).splitlines()
    assert lines[2] == "**2 to mend, 0 to look at.**"
    assert [line.partition("**")[2].partition("**")[0] for line in lines[3:9] if "**" in line] == [
        "case\\_studies/z-draft\\.yml\\:2",
        "case\\_studies/a-draft\\.yml\\:2",
    ]


def test_a_deleted_case_study_is_a_broken_promise(tmp_path: Path) -> None:
    text = said(casebook(tmp_path), Change("case_studies/gone.yml", "D"))
    assert "### gone\n\n**Deleted.** If it was ever published, its address was promised for good" in text


def test_shared_files_and_lessons_are_no_case_studies(tmp_path: Path) -> None:
    paths = ("case_studies/tags.yml", "case_studies/lessons/ask-early.yml", "case_studies/README.md", "a-story.yml")
    text = said(casebook(tmp_path), *(Change(path, "M") for path in paths))
    assert text == "## What is wrong\n\nNothing: all good.\n"


def test_very_much_is_cut_short(tmp_path: Path) -> None:
    casebook(tmp_path)
    names = [f"draft-{number}" for number in range(MAX_PROBLEMS + 20)]
    for name in names:
        (tmp_path / f"case_studies/{name}.yml").write_text("status: draft\nunknown: key\n")
    text = said(tmp_path, *(Change(f"case_studies/{name}.yml", "A") for name in names))
    assert "And 20 more: run `make check`." in text
    assert f"And {len(names) - MAX_CASES} more case studies." in text


TRICKS = [
    "[a](b)",
    "![a](b)",
    "<b>",
    "&amp;",
    "https://a.example",
    "www.a.example",
    "**a**",
    "`",
    "~~a~~",
]
WORDS = st.one_of(st.sampled_from(TRICKS), st.text(st.characters(exclude_categories=["C"], exclude_characters="@")))


@given(parts=st.lists(WORDS))
def test_any_text_is_shown_as_it_is(parts: list[str]) -> None:
    text = " ".join(" ".join(parts).split())
    shown = cmarkgfm.github_flavored_markdown_to_html(f"({plain(text)})")
    assert html.unescape(shown) == f"<p>({text})</p>\n"


@pytest.mark.parametrize(
    ("output", "changes"),
    [("", []), ("A\0a b.yml\0D\0c\nd.yml\0", [Change("a b.yml", "A"), Change("c\nd.yml", "D")])],
)
def test_git_s_words_are_read(output: str, changes: list[Change]) -> None:
    assert changes_of(output) == changes


def test_the_script_compares_with_a_commit_and_never_fails_for_what_is_wrong(tmp_path: Path) -> None:
    (casebook(tmp_path) / "mkdocs.yml").touch()
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "All")
    (tmp_path / "case_studies/a-story.yml").write_text("title: [\n")
    done = subprocess.run([sys.executable, SCRIPT, "HEAD"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "### a-story\n\nChanged, status unknown: /case-studies/a-story/\n" in done.stdout


@pytest.mark.parametrize("since", ["no-such-commit", "--output=written"])
def test_an_unknown_commit_is_wrong_use(tmp_path: Path, since: str) -> None:
    (casebook(tmp_path) / "mkdocs.yml").touch()
    git(tmp_path, "init", "--quiet")
    command = [sys.executable, str(SCRIPT), "--", since]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "written").exists()

"""An issue becomes a draft: whatever its body holds, the file is YAML that says those words and nothing else."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import casebook
from hypothesis import given
from hypothesis import strategies as st

from casebook.contributing.import_issue import draft_of, import_issue
from casebook.contributing.issue_form import PROMISES, PROMISES_LABEL, questions
from casebook.contributing.slugs import slugified
from casebook.contributing.writing import RefusedError
from casebook.contributing.yaml_text import cleaned, lines_of
from casebook.loading import source
from casebook.loading.load import load
from casebook.model import CaseStudy, is_kebab

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.date(2026, 11, 24)
PUBLIC, OTHERS, LICENCE = PROMISES.values()
ISSUE = f"""\
### Is this your own story?

Yes, it is my own story

### A title

How I left: "a tale" # of two years

### A summary

Somebody leaves.
And returns.

### How should the person be named?

By their name

### The name or pseudonym

Robin Example

### What did they do when the story begins?

_No response_

### What happened, in order?

March 2023: I left
status: published

### A decision that mattered

Leave

### How did it look then?

  It was clear.

### A heading of my own

- key: value
---

### A mistake, if there was one

Leave

### What would they tell somebody who stands where they stood?

Ask early.

Ask often: always.

### How much of it did you read?

Half of it

### {PROMISES_LABEL}

- [X] {PUBLIC}
- [ ] {OTHERS}
- [x] {LICENCE}
"""
DRAFT = """\
# yaml-language-server: $schema=schema/case-study.json
title: "How I left: \\"a tale\\" # of two years"
summary: Somebody leaves. And returns.
subject:
  name: Robin Example
  named_as: name
permission:
  basis: self_submitted
  date: 2026-11-24
status: draft
decisions:
  - id: leave
    title: Leave
    reasoning: |2
        It was clear.

      ### A heading of my own

      - key: value
      ---
mistakes:
  - id: leave-2
    title: Leave
    called_by: author
lessons:
  - text: Ask early.
  - text: "Ask often: always."

# Not placed yet: sort it into the fields above, and delete it here.
#
# What happened, in order?
#
# March 2023: I left
# status: published
#
# How much of it did you read?
#
# Half of it
"""


def tree(text: str) -> Any:
    read = source.parse("case_studies/a.yml", text)
    assert read.problems == []
    return read.tree


def test_an_issue_becomes_a_draft() -> None:
    draft = draft_of(ISSUE, TODAY)
    assert draft.text == DRAFT
    assert draft.broken_promises == (OTHERS,)


def test_what_is_left_to_do_is_said_in_the_words_of_the_check(tmp_path: Path) -> None:
    path, left = import_issue(casebook(tmp_path), ISSUE, None, TODAY)
    assert path == tmp_path / "case_studies/how-i-left-a-tale-of-two-years.yml"
    assert path.read_text("utf-8") == DRAFT
    assert left == [
        f"not agreed to: {OTHERS}",
        (
            "case_studies/how-i-left-a-tale-of-two-years.yml:22: required: category is required\n"
            "  hint: add a line, for example:  category: default-next-step"
        ),
    ]


def test_a_whole_answer_is_a_draft_without_problems(tmp_path: Path) -> None:
    body = ISSUE.replace("- [ ]", "- [x]").replace("### A mistake, if there was one\n\nLeave", "")
    assert import_issue(casebook(tmp_path), body, "a-new-story", TODAY) == (
        tmp_path / "case_studies/a-new-story.yml",
        [],
    )
    assert load(tmp_path)[1] == []


def test_a_title_that_is_taken_gets_a_number_and_a_slug_that_is_taken_is_refused(tmp_path: Path) -> None:
    body = "### A title\n\nA story!\n"
    assert import_issue(casebook(tmp_path), body, None, TODAY)[0].name == "a-story-2.yml"
    assert import_issue(tmp_path, body, None, TODAY)[0].name == "a-story-3.yml"
    with pytest.raises(RefusedError):
        import_issue(tmp_path, body, "a-story", TODAY)


@given(body=st.text())
def test_any_text_becomes_a_draft_that_keeps_it(body: str) -> None:
    text = draft_of(body, TODAY).text
    assert tree(text) == {"status": "draft"}
    kept = [line[2:] for line in text.split("\n")[7:] if line.startswith("#")]
    assert "\n".join(kept).strip("\n") == cleaned(body) or not cleaned(body).strip()


KEYS = set(CaseStudy.model_fields)
TRICKS = [
    "\n---\n",
    "\n### ",
    "### A title",
    ": ",
    " #",
    "'",
    '"',
    "\\",
    "\t",
    "\n  ",
    "- ",
    "|",
    ">",
    "&a",
    "*a",
    "!!x",
    "%Y",
    "\u2028",
]
ANSWERS = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(TRICKS)), max_size=8).map("".join)


@given(answers=st.lists(ANSWERS, min_size=len(questions()), max_size=len(questions())))
def test_no_answer_breaks_out_of_its_field(answers: list[str]) -> None:
    body = "".join(f"### {q.label}\n\n{answer}\n\n" for q, answer in zip(questions(), answers, strict=True))
    assert set(tree(draft_of(body, TODAY).text)) <= KEYS


@given(text=st.text(min_size=1))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    clean = cleaned(text)
    written = "\n".join([*lines_of({"a": clean, "b": [{"c": clean, "d": [clean]}]}), ""])
    read = tree(written)
    texts = (read["a"], read["b"][0]["c"], read["b"][0]["d"][0])
    assert {one.rstrip("\n") for one in texts} == {clean}


@given(text=st.text())
def test_a_slug_is_a_slug_or_nothing(text: str) -> None:
    slug = slugified(text)
    assert not slug or (is_kebab(slug) and len(slug) <= 80)


@pytest.mark.parametrize(
    ("issue", "status", "out", "error"),
    [
        ("issue.md", 0, "wrote case_studies/a-new-story.yml\nleft to do before it can be published:\n", ""),
        ("nowhere.md", 2, "", "import_issue.py: error: 'nowhere.md' is no file\n"),
    ],
)
def test_the_script(issue: str, status: int, out: str, error: str, tmp_path: Path) -> None:
    (casebook(tmp_path) / "issue.md").write_bytes(b"\xff\xfe\x00 no text at all")
    command = [sys.executable, str(ROOT / "scripts/import_issue.py"), issue, "--slug", "a-new-story", "--root", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[: len(out)], done.stderr[-len(error) :] if error else done.stderr) == (
        status,
        out,
        error,
    )

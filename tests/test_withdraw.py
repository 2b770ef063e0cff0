"""A withdrawal leaves the date, the reason and the earlier names; and says what it can't do."""

import subprocess
import sys
from pathlib import Path

import pytest
from builders import casebook

from casebook.contributing.withdraw import Withdrawal, advice, withdraw
from casebook.contributing.writing import RefusedError
from casebook.loading.load import load
from casebook.loading.permalinks import PERMALINKS, as_file
from casebook.model import CaseStudy, Status, Withdrawn

ROOT = Path(__file__).resolve().parent.parent
TREE = """\
=== case_studies/to-go.yml
# A comment that says more than it should.
title: A story to go
summary: It goes.
subject: {name: Kim Example}
permission: {basis: public_writeup}
status: published
decisions: [{id: go, title: Go}]
lessons: [{text: Go., lesson: ask-early}]
aliases: [an-old-name, an-older-name]
sources:
  - {title: A post, url: "https://example.org/kim", read: whole}
=== case_studies/another.yml
title: Another
status: draft
background: |
  Kim Example was there, and [there](case:to-go#go), not in to-go-on.
=== case_studies/broken.yml
title: A: b
aliases: [lost]
=== docs/about.md
# About

See [this](https://example.org/kim).
"""
LEFT = """\
# yaml-language-server: $schema=schema/case-study.json
status: withdrawn
withdrawn:
  date: 2026-11-24
  reason: asked
aliases:
  - an-old-name
  - an-older-name
"""


def test_the_list_of_what_was_published_keeps_the_addresses_and_forgets_the_parts(tmp_path: Path) -> None:
    root = casebook(tmp_path, TREE)
    kept = ["/case-studies/an-old-name/", "/case-studies/to-go-on/#go", "/case-studies/to-go/"]
    (root / PERMALINKS).write_text(
        as_file([*kept, "/case-studies/an-old-name/#go", "/case-studies/to-go/#go"]), "utf-8"
    )
    withdraw(root, "to-go", "asked", "2026-11-24")
    assert (root / PERMALINKS).read_text("utf-8") == as_file(kept)


def test_nothing_else_is_left_in_the_file(tmp_path: Path) -> None:
    root = casebook(tmp_path, TREE)
    (root / "case_studies/broken.yml").unlink()
    done = withdraw(root, "to-go", "asked", "2026-11-24")
    assert done == Withdrawal(
        path="case_studies/to-go.yml",
        lost="",
        former=("case_studies/an-old-name.yml", "case_studies/an-older-name.yml"),
        mentions=("case_studies/another.yml:4", "docs/about.md:3"),
        errors=(),
    )
    assert (root / done.path).read_text("utf-8") == LEFT
    made, problems = load(root)
    assert [str(problem).split("\n")[0] for problem in problems] == [
        "case_studies/another.yml:4: link-to-withdrawn: warning: case study 'to-go' was withdrawn"
    ]
    assert made is not None
    assert made.withdrawn == {
        "to-go": CaseStudy(
            status=Status.WITHDRAWN,
            withdrawn=Withdrawn(date="2026-11-24", reason="asked"),
            aliases=["an-old-name", "an-older-name"],
        )
    }
    assert "A story to go" not in "".join(path.read_text("utf-8") for path in root.rglob("*.*") if path.is_file())


def test_what_replaces_it_is_kept(tmp_path: Path) -> None:
    withdraw(casebook(tmp_path, TREE), "case_studies/to-go.yml", "duplicate", "2026-11-24", "a-story")
    assert "  superseded_by: a-story\n" in (tmp_path / "case_studies/to-go.yml").read_text("utf-8")


def test_a_file_that_cannot_be_read_is_taken_down_all_the_same(tmp_path: Path) -> None:
    done = withdraw(casebook(tmp_path, TREE), "broken", "error", "2026-11-24")
    assert done.lost == "its earlier names (aliases), for the file could not be read"
    assert (tmp_path / done.path).read_text("utf-8") == LEFT.partition("aliases:")[0].replace("asked", "error")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("to-got", "asked", "2026-11-24"), "there is no case study 'to-got'\n  hint: did you mean 'to-go'?"),
        (
            ("../x", "asked", "2026-11-24"),
            "there is no case study '../x'\n  hint: the name of a file in case_studies/, without .yml",
        ),
        (
            ("to-go", "asked", "24.11.2026"),
            "the date must be a date such as 2026-11-24; got '24.11.2026'\n  hint: write  --date 2026-11-24",
        ),
        (
            ("to-go", "duplicate", "2026-11-24", "a-stori"),
            "there is no case study 'a-stori'\n  hint: did you mean 'a-story'?",
        ),
    ],
    ids=["slug", "path", "date", "superseded-by"],
)
def test_refuses_and_changes_nothing(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    casebook(tmp_path, TREE)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(RefusedError) as refused:
        withdraw(tmp_path, *arguments)
    assert str(refused.value) == said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_twice_is_refused(tmp_path: Path) -> None:
    withdraw(casebook(tmp_path, TREE), "to-go", "asked", "2026-11-24")
    with pytest.raises(RefusedError) as refused:
        withdraw(tmp_path, "to-go", "asked", "2026-11-24")
    assert str(refused.value) == (
        "case_studies/to-go.yml is withdrawn already\n  hint: nothing is left to take down in it"
    )


def test_the_advice_names_the_files_that_git_keeps() -> None:
    done = Withdrawal("case_studies/to-go.yml", "", ("case_studies/an-old-name.yml",), ("docs/about.md:3",), ())
    said = advice(done).split("\n")
    assert said[:4] == [
        "case_studies/to-go.yml now holds only the date and the reason.",
        "",
        "These lines name the case, the person or a source; look at each:",
        "docs/about.md:3",
    ]
    purge = "  git filter-repo --invert-paths --path case_studies/to-go.yml --path case_studies/an-old-name.yml"
    assert [line for line in said if "filter-repo --invert" in line] == [purge]


def test_the_script_says_which_reasons_there_are(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts/withdraw.py"), "--root", str(casebook(tmp_path)), "a-story"]
    done = subprocess.run([*command, "--reason", "bored"], capture_output=True, text=True, check=False)
    last = done.stderr.strip().split("\n")[-1]
    assert (done.returncode, "choose from" in last and "source_gone" in last) == (2, True)
    done = subprocess.run([*command, "--reason", "asked"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("case_studies/a-story.yml now holds only the date and the reason.\n")

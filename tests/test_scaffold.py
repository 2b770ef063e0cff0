"""The blank page, as somebody meets it who has never seen the code."""

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import casebook

from casebook.contributing.asking import ask_basis, ask_name
from casebook.contributing.fields import fields_of
from casebook.contributing.scaffold import Page, new_case_study, new_session, text_of
from casebook.contributing.writing import RefusedError
from casebook.loading import source
from casebook.loading.files import File
from casebook.loading.load import load
from casebook.loading.shape import validated
from casebook.model import Basis, CaseStudy, Record, Session

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.date(2026, 11, 24)
PAGES = [Page(basis, TODAY, is_full=is_full) for basis in Basis for is_full in (False, True)]
TAKEN = """\
=== case_studies/gone.yml
status: withdrawn
withdrawn: {date: 2026-11-24, reason: asked}
aliases: [an-old-name]
=== case_studies/redirects.yml
- {from: /case-studies/moved/, to: /case-studies/a-story/}
"""


def run(root: Path, *arguments: str, script: str = "new_case_study.py") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), "--root", str(root), *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_fresh_file_has_only_example_texts_to_replace_one_a_field(page: Page, tmp_path: Path) -> None:
    path = new_case_study(casebook(tmp_path), "a-new-story", page)
    lines = path.read_text("utf-8").split("\n")
    left = [
        number for number, line in enumerate(lines, 1) if "REPLACE ME" in line and not line.lstrip().startswith("#")
    ]
    keys = [number - 1 if lines[number - 1].strip() == "REPLACE ME" else number for number in left]
    names = [re.sub(r"[- ]*(\w+):.*", r"\1", lines[number - 1]) for number in keys]
    expected = [
        f"{number}: example-text: {name} must be written; it is still 'REPLACE ME'"
        for number, name in zip(keys, names, strict=True)
    ]
    said = [str(problem).removeprefix("case_studies/a-new-story.yml:").split("\n")[0] for problem in load(tmp_path)[1]]
    assert said == expected
    assert "title" in names


def test_the_short_page_asks_for_little() -> None:
    tree = source.parse("", text_of(Page(Basis.PUBLIC_WRITEUP, TODAY))).tree
    assert sorted(paths_of_tree(tree)) == sorted(
        [
            *("title", "summary", "status", "subject.name", "subject.named_as", "subject.was", "permission.basis"),
            *("timeline.date", "timeline.kind", "timeline.title"),
            *("decisions.id", "decisions.title", "decisions.reasoning", "decisions.outcome", "lessons.text"),
            *("sources.title", "sources.url", "sources.author", "sources.read", "sources.read_on"),
        ]
    )


@pytest.mark.parametrize("basis", Basis)
def test_the_full_page_has_every_field_and_each_can_be_switched_on(basis: Basis) -> None:
    text = text_of(Page(basis, TODAY, is_full=True))
    switched_on = re.sub(r"^( *)# (?=( *- | *)[a-z_]+:( |$))", r"\1", text, flags=re.MULTILINE)
    read = source.parse("case_studies/a-new-story.yml", switched_on)
    assert read.problems == []
    assert set(paths_of_tree(read.tree)) == set(paths_of_model(CaseStudy))
    lines = switched_on.split("\n")
    wrong = [problem for problem in validated(File.of(read, CaseStudy))[1] if "REPLACE ME" not in problem.message]
    assert [(lines[problem.where.line - 1], problem.code) for problem in wrong] == []


def paths_of_tree(node: Any, above: str = "") -> Iterator[str]:
    if isinstance(node, dict) and not above.startswith("tags"):
        for key, value in node.items():
            yield from paths_of_tree(value, f"{above}.{key}".strip("."))
    elif isinstance(node, list) and node and isinstance(node[0], dict):
        yield from paths_of_tree(node[0], above)
    else:
        yield above


def paths_of_model(record: type[Record], above: str = "") -> Iterator[str]:
    for field in fields_of(record):
        path = f"{above}.{field.key}".strip(".")
        if field.kind.record:
            yield from paths_of_model(field.kind.record, path)
        else:
            yield path


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("My Story!", "a name must be small letters, digits and single hyphens; got 'My Story!'", "take 'my-story'"),
        ("../x", "a name must be small letters, digits and single hyphens; got '../x'", "take 'x'"),
        ("ö", "a name must be small letters, digits and single hyphens; got 'ö'", "take 'o'"),
        (
            "日",
            "a name must be small letters, digits and single hyphens; got '日'",
            "take words from the story, such as changing-fields",
        ),
        ("a" * 81, "a name must be at most 80 characters; it has 81", f"take {'a' * 80!r}"),
        ("tags", "the name 'tags' is taken by the site", "choose another name"),
        ("a-story", "the name 'a-story' is taken by case_studies/a-story.yml", "choose another name"),
        ("gone", "the name 'gone' is taken by case_studies/gone.yml", "choose another name"),
        (
            "an-old-name",
            "the name 'an-old-name' is taken by case_studies/gone.yml, which had it earlier",
            "choose another name",
        ),
        ("moved", "the name 'moved' is taken by a line of redirects.yml", "choose another name"),
    ],
)
def test_refuses_a_name_that_can_be_no_address(name: str, message: str, hint: str, tmp_path: Path) -> None:
    casebook(tmp_path, TAKEN)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(RefusedError) as refused:
        new_case_study(tmp_path, name, PAGES[0])
    assert str(refused.value) == f"{message}\n  hint: {hint}"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_never_writes_over_what_is_no_case_study_either(tmp_path: Path) -> None:
    (casebook(tmp_path) / "case_studies/a-folder.yml").symlink_to("nowhere")
    with pytest.raises(RefusedError):
        new_case_study(tmp_path, "a-folder", PAGES[0])


def test_asks_until_the_answers_will_do(tmp_path: Path) -> None:
    answers = iter(["", "A Story", "a-story", " a-new-story ", "4", "2"])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question.split("\n", maxsplit=1)[0])
        return next(answers)

    assert ask_name(casebook(tmp_path), ask) == "a-new-story"
    assert ask_basis(ask) == Basis.SELF_SUBMITTED
    assert asked == [
        "A name for the new file: small letters and hyphens, such as changing-fields.",
        "a name must be small letters, digits and single hyphens; got ''",
        "a name must be small letters, digits and single hyphens; got 'A Story'",
        "the name 'a-story' is taken by case_studies/a-story.yml",
        "Where does the story come from?",
        "1, 2 or 3: ",
    ]


def test_the_script_writes_and_says_what_is_next(tmp_path: Path) -> None:
    (casebook(tmp_path) / "mkdocs.yml").touch()
    done = run(tmp_path, "a-new-story", "--basis", "given")
    said = "wrote case_studies/a-new-story.yml: write over each REPLACE ME, then run  make check\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    again = run(tmp_path, "a-new-story")
    said = "the name 'a-new-story' is taken by case_studies/a-new-story.yml\n  hint: choose another name\n"
    assert (again.returncode, again.stdout, again.stderr) == (1, "", said)


def test_the_script_asks_nobody_where_nobody_is(tmp_path: Path) -> None:
    done = run(casebook(tmp_path))
    last = "new_case_study.py: error: NAME is missing, for example:  make new NAME=changing-fields"
    assert (done.returncode, done.stderr.strip().split("\n")[-1]) == (2, last)


@pytest.mark.parametrize("is_full", [False, True])
def test_a_fresh_session_has_only_example_texts_to_replace(tmp_path: Path, *, is_full: bool) -> None:
    new_session(casebook(tmp_path), "a-new-hour", Page(Basis.PUBLIC_WRITEUP, TODAY, is_full=is_full))
    said = [re.sub(r".*?:\d+: ", "", str(problem).split("\n")[0]) for problem in load(tmp_path)[1]]
    fields = ("title", "cases", "pause_before", "do", "questions", "if_short")
    assert said == [f"example-text: {field} must be written; it is still 'REPLACE ME'" for field in fields]


def test_a_session_is_done_when_its_texts_are_replaced(tmp_path: Path) -> None:
    path = new_session(casebook(tmp_path), "a-new-hour", Page(Basis.PUBLIC_WRITEUP, TODAY))
    texts = iter(("An hour", "a-story", '"a-story#leave"', "Talk.", "Why?", "Talk less."))
    path.write_text(re.sub(r"(?<=: |- |  )REPLACE ME", lambda _: next(texts), path.read_text("utf-8")), "utf-8")
    book, problems = load(tmp_path)
    assert (problems, list(texts)) == ([], [])
    assert book is not None
    assert book.sessions["a-new-hour"].pause_before == ["a-story#leave"]


def test_the_full_session_has_every_field() -> None:
    text = text_of(Page(Basis.PUBLIC_WRITEUP, TODAY, is_full=True), Session)
    switched_on = re.sub(r"^# (?=[a-z_]+: )", "", text, flags=re.MULTILINE)
    assert set(paths_of_tree(source.parse("", switched_on).tree)) == set(paths_of_model(Session))


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("leaving", "case_studies/sessions/leaving.yml"),
        ("an-old-hour", "case_studies/sessions/leaving.yml, which had it earlier"),
        ("moved", "a line of redirects.yml"),
    ],
)
def test_refuses_a_session_a_name_that_is_taken(name: str, taken: str, tmp_path: Path) -> None:
    moved = "=== case_studies/redirects.yml\n- {from: /sessions/moved/, to: /sessions/leaving/}\n"
    session = casebook(tmp_path, moved) / "case_studies/sessions/leaving.yml"
    session.write_text(session.read_text("utf-8") + "aliases: [an-old-hour]\n", "utf-8")
    with pytest.raises(RefusedError) as refused:
        new_session(tmp_path, name, PAGES[0])
    assert str(refused.value) == f"the name {name!r} is taken by {taken}\n  hint: choose another name"


def test_the_script_for_sessions_writes_and_refuses(tmp_path: Path) -> None:
    done = run(casebook(tmp_path), "a-story", script="new_session.py")
    said = "wrote case_studies/sessions/a-story.yml: write over each REPLACE ME, then run  make check\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    again = run(tmp_path, "a-story", script="new_session.py")
    said = "the name 'a-story' is taken by case_studies/sessions/a-story.yml\n  hint: choose another name\n"
    assert (again.returncode, again.stdout, again.stderr) == (1, "", said)
    last = "new_session.py: error: NAME is missing, for example:  make session NAME=choosing-a-subfield"
    unnamed = run(tmp_path, script="new_session.py")
    assert (unnamed.returncode, unnamed.stderr.strip().split("\n")[-1]) == (2, last)

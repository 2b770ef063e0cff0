"""docs/contribute/problems.md and fields.md: current, complete, and their examples do what they say."""

from pathlib import Path

import pytest
from builders import casebook
from test_golden import codes
from test_model import RECORDS

from casebook.contributing import fields_page, problems_page
from casebook.contributing.fields import fields_of
from casebook.contributing.problems_page import DRAFT, IN_WORDS, Code, groups
from casebook.contributing.writing import stale
from casebook.loading.advice import advise
from casebook.loading.chapters import read_page
from casebook.loading.load import load_files
from casebook.loading.reading import read_files
from casebook.problem import MEANINGS, Problem

ROOT = Path(__file__).resolve().parent.parent
CODES = [code for group in groups() for code in group.codes]
SHOWN = [code for code in CODES if code.file != IN_WORDS]
BESIDE = "=== case_studies/gone.yml\nstatus: withdrawn\nwithdrawn: {date: 2026-11-24, reason: asked}\n"
"""What the examples need beside the base."""
OF_A_WHOLE_CASE = {"required", "no-source", "no-decision-or-mistake"}
"""What is missing in a few lines of a published case; it would hide what they are about."""


def problems_of(code: Code, example: str, root: Path) -> list[Problem]:
    """What is wrong with the file of an example, advice included."""
    tree = BESIDE if code.file == DRAFT else f"{BESIDE}=== {DRAFT}\nstatus: draft\n"
    has_status = "status:" in example or code.file != DRAFT
    text = example if has_status else f"status: draft\n{example}"
    files = read_files(casebook(root, f"{tree}=== {code.file}\n{text}"))
    return [problem for problem in (*load_files(files)[1], *advise(files)) if code.file.startswith(problem.where.path)]


def test_the_pages_are_current() -> None:
    assert stale(ROOT, problems_page.texts()) == [], "run  python scripts/problems_page.py"
    assert stale(ROOT, fields_page.texts()) == [], "run  python scripts/fields_page.py"


def test_every_code_is_explained_once() -> None:
    assert sorted(code.code for code in CODES) == sorted(codes())


def test_every_code_has_an_anchor_of_its_own() -> None:
    headings = [line.lstrip("# ") for line in page(MEANINGS) if line.startswith("#")]
    assert [heading for heading in headings if heading in codes()] == [code.code for code in CODES]
    assert len(set(headings)) == len(headings)


def page(path: str) -> list[str]:
    return (ROOT / path).read_text("utf-8").split("\n")


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.code)
def test_the_bad_example_gives_the_problem(code: Code, tmp_path: Path) -> None:
    found = problems_of(code, code.bad, tmp_path)
    assert {problem.level.name.lower() for problem in found if problem.code == code.code} == {code.level}


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.code)
def test_the_good_example_gives_no_problem(code: Code, tmp_path: Path) -> None:
    found = {problem.code for problem in problems_of(code, code.good, tmp_path)}
    is_published = "status: published" in code.good
    assert found - (OF_A_WHOLE_CASE - {code.code} if is_published else set()) - {"undated-event"} == set()


def test_what_is_said_in_words_has_a_golden_file_or_a_test_elsewhere() -> None:
    in_words = {code.code for code in CODES if code.file == IN_WORDS}
    files = {"empty-file", "not-a-file", "not-utf8", "too-big", "unknown-folder", "unreadable", "wrong-ending"}
    assert in_words == {*files, "more-problems", "same-name", "too-many-parts", "unused-lesson"}


def test_every_field_has_an_item() -> None:
    rows = [line.split("`")[1] for line in page(fields_page.PAGE) if line.startswith("- **`")]
    assert sorted(rows) == sorted(field.key for record in RECORDS for field in fields_of(record))


def test_every_word_of_a_fixed_set_has_its_label() -> None:
    lines = set(page(fields_page.PAGE))
    words = [word for record in RECORDS for field in fields_of(record) for word in field.kind.words]
    assert [word for word in words if f"- `{word}`: {word.label}" not in lines] == []


def test_the_pages_can_be_read_by_the_check() -> None:
    for path in sorted((ROOT / "docs/contribute").glob("*.md")):
        read = read_page(ROOT, path.relative_to(ROOT).as_posix())
        front_matter = read.front_matter.tree
        assert isinstance(front_matter, dict), path
        assert sorted(front_matter) == ["description", "title"], path
        assert (read.front_matter.problems, read.raw_html) == ([], ()), path


@pytest.mark.parametrize("path", ["case_studies/README.md", "docs/contribute/add-a-lesson.md"])
def test_the_example_of_a_guide_is_valid(path: str, tmp_path: Path) -> None:
    example = (ROOT / path).read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    named = "lessons/a-new-lesson" if "lesson" in Path(path).name else "a-draft"
    text = example.replace("test-fit-cheaply", "test-fit").replace("ask-for-context-early", "ask-early")
    _, problems = load_files(read_files(casebook(tmp_path, f"=== case_studies/{named}.yml\n{text}")))
    assert {problem.code for problem in problems} <= {"unused-lesson"}

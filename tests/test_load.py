"""The one door: a tree of files becomes a casebook, or a list of all that is wrong with it."""

import pkgutil
import time
from pathlib import Path

import pytest
import yaml
from builders import BASE, casebook, patient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook import model
from casebook.loading import checks
from casebook.loading.checks.registry import CHECKS, FILE_CHECKS
from casebook.loading.load import Casebook, load, load_files, load_good_files
from casebook.loading.reading import read_files
from casebook.problem import Problem, Where

WITHDRAWN = """\
=== case_studies/gone.yml
title: A title
status: withdrawn
withdrawn: {date: 2026-11-24, reason: asked}
aliases: [an-old-name]
background: Words.
"""


def loaded(root: Path, *, drafts: bool = False) -> Casebook:
    made, problems = load(root, drafts=drafts)
    assert made is not None, "\n".join(map(str, problems))
    return made


def test_the_base_whole(tmp_path: Path) -> None:
    made = loaded(casebook(tmp_path))
    assert {name: lesson.title for name, lesson in made.lessons.items()} == {
        "ask-early": "Ask early",
        "test-fit": "Test fit before long commitments",
    }
    assert list(made.categories) == ["programme-as-goal"]
    assert made.tag_groups["stage"].tags == {"learning": "Learning"}
    assert made.sessions["leaving"].minutes == 60
    assert made.chapters["theory-of-change"].links == (("lesson", "ask-early"), ("case", "a-story#leave"))
    assert (made.withdrawn, made.redirects, made.synonyms) == ({}, (), ())
    assert made.cases == {
        "a-story": model.CaseStudy(
            title="A year of changing subfields",
            summary="Somebody moves between subfields for a year and returns to the first.",
            subject=model.Subject(name="Robin Example"),
            permission=model.Permission(basis=model.Basis.PUBLIC_WRITEUP),
            status=model.Status.PUBLISHED,
            published="2026-11-24",
            tags={"stage": ["learning"]},
            timeline=[
                model.Event(
                    id="leaves-evals", date="2023-03", kind=model.EventKind.DECISION, title="Decides to leave evals"
                ),
            ],
            decisions=[model.Decision(id="leave", at="leaves-evals", title="Leave evals")],
            mistakes=[
                model.Mistake(
                    id="badge-first",
                    title="Aiming at the programme instead of the work",
                    category="programme-as-goal",
                    lessons=["ask-early"],
                ),
            ],
            lessons=[model.CitedLesson(text="A cheap trial would have told them in two weeks.", lesson="test-fit")],
            sources=[
                model.Source(title="My first year", url="https://example.org/my-first-year", read=model.Read.WHOLE),
            ],
        ),
    }


def test_a_draft_is_there_only_where_it_is_asked_for(tmp_path: Path) -> None:
    root = casebook(tmp_path, "=== case_studies/a-draft.yml\nstatus: draft\n")
    assert list(loaded(root).cases) == ["a-story"]
    assert list(loaded(root, drafts=True).cases) == ["a-draft", "a-story"]


def test_nothing_is_left_of_a_withdrawn_case(tmp_path: Path) -> None:
    made = loaded(casebook(tmp_path, WITHDRAWN))
    assert list(made.cases) == ["a-story"]
    assert made.withdrawn == {
        "gone": model.CaseStudy(
            status=model.Status.WITHDRAWN,
            withdrawn=model.Withdrawn(date="2026-11-24", reason=model.WithdrawalReason.ASKED),
            aliases=["an-old-name"],
        ),
    }


def test_chapters_stand_in_the_order_of_their_weight(tmp_path: Path) -> None:
    last = "=== docs/guide/last.md\n---\ntitle: Last\nweight: 10\n---\n"
    first = "=== docs/guide/first.md\n---\ntitle: First\nweight: -1\n---\n"
    root = casebook(tmp_path, last + first)
    assert list(loaded(root).chapters) == ["first", "theory-of-change", "last"]


def test_there_is_no_casebook_where_there_is_an_error(tmp_path: Path) -> None:
    made, problems = load(casebook(tmp_path, "=== case_studies/a-draft.yml\nstatus: draft\ntitle:\n"))
    assert (made, [problem.code for problem in problems]) == (None, ["empty"])


def test_what_is_good_is_there_without_what_is_broken_and_what_needs_it(tmp_path: Path) -> None:
    lesson = "title: Rest\nshort: Rest.\nbody: Rest.\n"
    root = casebook(
        tmp_path,
        f"=== case_studies/lessons/rest.yml\n{lesson}=== case_studies/lessons/sleep.yml\n{lesson}related: [rest]\n"
        "=== case_studies/lessons/ask-early.yml\ntitle: [\n",
    )
    made = load_good_files(read_files(root))
    assert list(made.lessons) == ["rest", "sleep"]
    assert (made.cases, made.sessions, made.chapters) == ({}, {}, {})
    assert (list(made.categories), list(made.tag_groups)) == (["programme-as-goal"], ["stage"])


def test_what_is_good_is_there_whole_where_only_what_nobody_reads_is_wrong(tmp_path: Path) -> None:
    whole = loaded(casebook(tmp_path))
    root = casebook(tmp_path, "=== case_studies/a-file.yaml\ntitle: A file with another ending\n")
    assert load_good_files(read_files(root)) == whole


def test_what_is_good_is_there_where_something_is_wrong_that_no_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = loaded(casebook(tmp_path))
    elsewhere = Problem(Where("elsewhere.yml", 1), "wrong", "something must be elsewhere")
    monkeypatch.setattr("casebook.loading.load.CHECKS", [*CHECKS, lambda _: iter([elsewhere])])
    files = read_files(tmp_path)
    assert (load_files(files), load_good_files(files)) == ((None, [elsewhere]), whole)


def test_problems_are_sorted_and_said_once(tmp_path: Path) -> None:
    tree = (BASE.parent / "cases" / "bad-case-study.yml").read_text("utf-8").partition("=== problems")[0]
    problems = load(casebook(tmp_path, tree))[1]
    assert problems == sorted(set(problems))
    assert len({problem.where.line for problem in problems}) > 20


def test_every_rule_says_what_it_is() -> None:
    rules = [*CHECKS, *(rule for rule, _ in FILE_CHECKS)]
    assert [rule.__name__ for rule in rules if not rule.__doc__] == []
    assert len({rule.__name__ for rule in rules}) == len(rules)


def test_every_module_of_rules_is_read() -> None:
    modules = {module.name for module in pkgutil.iter_modules(checks.__path__)}
    assert modules - {"registry"} == set(checks.__all__) - {"CHECKS"}


SCALARS = st.sampled_from(
    [
        *("", "-", "#", "{}", "a-story", "ask-early", "leave", "a-story#leave", "stage", "learning", "/lessons/x/#y"),
        *("draft", "published", "withdrawn", "anonymous", "given", "2023-02-30", "https://example.org/", "10"),
        *("[a](case:x#y)", "[b](tag:z) <b>", "[c](case:a-story#)", "![d](e)"),
    ],
)
NODES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "at", "x", "cases", "lesson"]), inner)
    ),
    max_leaves=6,
)
FILES = {path.relative_to(BASE).as_posix(): path.read_text("utf-8") for path in BASE.rglob("*.yml")}


def places(node: object, place: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place, *(found for key, value in parts for found in places(value, (*place, key)))]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the base in which something stands for something else."""
    name = draw(st.sampled_from(sorted(FILES)))
    tree = yaml.load(FILES[name], Loader=yaml.BaseLoader)  # noqa: S506  it makes text only
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(tree)))
        new = draw(NODES)
        if not place:
            tree = new
            continue
        node = tree
        for key in place[:-1]:
            node = node[key]
        node[place[-1]] = new
    return name, yaml.dump(tree, allow_unicode=True, sort_keys=False)


@settings(patient, suppress_health_check=list(HealthCheck), max_examples=150)
@given(mutation=mutations())
def test_load_never_raises(tmp_path: Path, mutation: tuple[str, str]) -> None:
    name, text = mutation
    casebook(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    made, problems = load(tmp_path, drafts=True)
    assert (made is None) == any(problem.level == 0 for problem in problems)


def test_a_file_made_to_be_slow_is_not(tmp_path: Path) -> None:
    tree = """
=== case_studies/a.yml
status: draft
background: {9000 times [a](x)}
=== case_studies/b.yml
status: draft
background: {15000 times <b>}
=== case_studies/c.yml
status: draft
background: {60000 times >}
"""
    start = time.process_time()
    load(casebook(tmp_path, tree))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["case_studies/lessons", "case_studies", "docs", "docs/guide"])
def test_a_file_in_the_place_of_a_folder_is_no_crash(tmp_path: Path, name: str) -> None:
    problems = load(casebook(tmp_path, f"=== {name} (missing)\n=== {name} (pipe)\n"))[1]
    assert problems != [] or name.startswith("docs")

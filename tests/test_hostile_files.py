"""Every hostile file is refused by name and line, and every good one that looks hostile is accepted."""

import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import BASE, casebook, patient
from hostile.files import CASE, FILES
from hypothesis import given
from hypothesis import strategies as st

from casebook.contributing.ids import write_ids
from casebook.loading.advice import advise
from casebook.loading.disk import MAX_FOLDERS, read_bytes, walked
from casebook.loading.load import load, load_files
from casebook.loading.reading import read_files
from casebook.problem import Problem, Where, as_github, as_record, as_text, errors

VERDICTS = Path(__file__).parent / "hostile" / "files.txt"
SCRIPT = BASE.parent.parent / "scripts" / "check.py"
MIB = 1024 * 1024
SECONDS = 6
"""Of work, not of the clock. Two are promised, on a machine that does nothing else."""
ORDINARY_LINE = re.compile(r"[^\n]+\n(?:  (?:\||hint:) [^\n]*\n)*")


@contextlib.contextmanager
def little_work() -> Iterator[None]:
    """Ends what takes too long, instead of waiting for it."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds of work")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return casebook(tmp_path_factory.mktemp("hostile"))


@contextlib.contextmanager
def laid_over(root: Path, path: str, content: bytes) -> Iterator[None]:
    """A file in its place, and afterwards the base's own, or none."""
    there, folders = root / path, [folder for folder in (root / path).parents if not folder.exists()]
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(content)
    try:
        yield
    finally:
        if (BASE / path).exists():
            shutil.copy(BASE / path, there)
        else:
            there.unlink()
        for folder in folders:
            folder.rmdir()


def checked(root: Path) -> list[Problem]:
    """What the check does with a casebook."""
    with little_work():
        files = read_files(root)
        write_ids(root, files)
        advise(files)
        return load_files(files)[1]


def verdict(problems: list[Problem], path: str) -> str:
    """The lines and codes, those of other files with their names."""
    said = [f"{'' if p.where.path == path else f'{p.where} '}{p.where.line}:{p.code}" for p in problems]
    return " ".join(list(dict.fromkeys(said))[:4]) or "accepted"


@pytest.fixture(scope="module")
def verdicts(root: Path) -> dict[str, list[Problem]]:
    """All files, each by itself in a small valid casebook."""
    found: dict[str, list[Problem]] = {}
    for name, (path, content) in FILES.items():
        with laid_over(root, path, content):
            found[name] = checked(root)
    return found


def test_there_are_more_than_three_hundred() -> None:
    assert len(FILES) > 300


def test_the_place_and_code_of_each_are_known(verdicts: dict[str, list[Problem]]) -> None:
    lines = "".join(f"{name}: {verdict(found, FILES[name][0])}\n" for name, found in verdicts.items())
    if os.environ.get("UPDATE_GOLDEN"):
        VERDICTS.write_text(lines, "utf-8")
    assert lines == VERDICTS.read_text("utf-8")


def test_what_is_hostile_is_refused_and_what_only_looks_so_is_not(verdicts: dict[str, list[Problem]]) -> None:
    refused = {name for name, found in verdicts.items() if errors(found)}
    assert sorted(refused) == sorted(name for name in FILES if not name.startswith("good-"))


def test_a_refused_file_is_itself_named(verdicts: dict[str, list[Problem]]) -> None:
    """Where it takes something away that others need, these are named too."""
    named = {name: {problem.where.path for problem in errors(found)} for name, found in verdicts.items()}
    hostile = [name for name in FILES if not name.startswith("good-")]
    assert [name for name in hostile if FILES[name][0] not in named[name]] == ["other-folder-unknown"]  # its folder is


def test_every_line_is_inside_its_file(verdicts: dict[str, list[Problem]]) -> None:
    for name, found in verdicts.items():
        path, content = FILES[name]
        assert [p for p in found if p.where.path == path and not 1 <= p.where.line <= content.count(b"\n") + 1] == []


def test_what_is_said_can_forge_no_line_and_colour_no_terminal(verdicts: dict[str, list[Problem]]) -> None:
    for problem in {problem for found in verdicts.values() for problem in found}:
        text = as_text(problem)
        assert all(line.isprintable() for line in text.split("\n"))
        assert ORDINARY_LINE.fullmatch(f"{text}\n")
        assert not any(line.lstrip().startswith("::") or "##[" in line for line in text.split("\n"))
        annotation = as_github(problem)
        assert annotation.isprintable()
        assert annotation.count("::") >= 2
        assert re.match(r"::(error|warning) file=[^:,]*,line=\d+,title=[a-z0-9-]+::", annotation)
        assert json.loads(json.dumps(as_record(problem))) == as_record(problem)


def test_a_hundred_problems_of_a_file_are_enough(verdicts: dict[str, list[Problem]]) -> None:
    assert max(len([p for p in found if p.where.path == FILES[name][0]]) for name, found in verdicts.items()) == 101


def test_all_together_are_refused_by_the_command_in_little_time_and_memory(tmp_path: Path) -> None:
    """Each under a name of its own, with all that is no file; none may hang, and there is no traceback."""
    (casebook(tmp_path) / "mkdocs.yml").touch()
    mine = [content for name, (_, content) in FILES.items() if name.startswith(("structure-", "encoding-"))]
    for number, content in enumerate(mine):
        (tmp_path / f"case_studies/x-{number}.yml").write_bytes(content)
    for folder in ("case_studies", "case_studies/lessons", "docs", "docs/guide"):
        os.mkfifo(tmp_path / folder / "pipe.yml")
        os.mkfifo(tmp_path / folder / "pipe.md")
        (tmp_path / folder / "null.yml").symlink_to("/dev/zero")
        (tmp_path / folder / "loop.md").symlink_to("loop.md")
        (tmp_path / folder / "up").symlink_to("..")
    with (tmp_path / "case_studies/sparse.yml").open("wb") as sparse:
        sparse.truncate(10 * 1024 * MIB)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (512 * MIB, 512 * MIB))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    command = [sys.executable, str(SCRIPT), "--root", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, preexec_fn=limit)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (1, False)
    named = {line.partition(":")[0] for line in done.stdout.splitlines() if not line.startswith("  ")}
    assert {"case_studies/pipe.yml", "case_studies/sparse.yml", "docs/up", "docs/loop.md", "docs/pipe.yml"} <= named
    assert {f"case_studies/x-{number}.yml" for number in range(len(mine))} <= named


TEXTS = st.text(alphabet=st.sampled_from("ab:-|>'\"[]{},#&*!%@`?\\ \t\n<()~^é\u202e\u200d\x00")) | st.text()


@patient
@given(
    st.binary(max_size=300)
    | TEXTS.map(str.encode)
    | TEXTS.map(lambda text: f"status: draft\nbackground: {text}".encode())
)
def test_any_bytes_are_a_casebook_or_problems(root: Path, raw: bytes) -> None:
    with laid_over(root, CASE, raw):
        made, problems = load(root)
        assert (made is None) == bool(errors(problems))


KEYS = st.sampled_from(["id", "title", "tags", "from", "to", "short", "aliases", "stage", "text", "lesson", "status"])
SCALARS = st.sampled_from(["a", "ask-early", "a-story", "'1'", "''", '"\\n"', "nul", "../x", "9" * 30])
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}"
        )
    ),
    max_leaves=8,
)
SHARED = ["case_studies/mistakes.yml", "case_studies/tags.yml", "case_studies/redirects.yml"]
PATHS = ["case_studies/x.yml", *SHARED, "case_studies/lessons/x.yml", "case_studies/sessions/x.yml"]


@patient
@given(st.sampled_from(PATHS), TREES)
def test_any_tree_in_any_file_is_a_casebook_or_problems(root: Path, path: str, tree: str) -> None:
    with laid_over(root, path, f"{tree}\n".encode()):
        problems = checked(root)
    assert all(as_text(problem) and as_github(problem) for problem in problems)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=20).filter(
    lambda name: name not in (".", "..")
)


@patient
@given(
    NAMES,
    st.sampled_from(["case_studies/{}", "case_studies/{}.yml", "case_studies/lessons/{}.yml", "docs/{}.md", "docs/{}"]),
)
def test_any_name_of_a_file_is_no_exception(root: Path, name: str, place: str) -> None:
    path = place.format(name)
    if (root / path).exists():
        return
    with laid_over(root, path, b"status: draft\n"):
        problems = checked(root)
    assert all(line.isprintable() for problem in problems for line in as_text(problem).split("\n"))


def test_no_more_is_read_than_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows while it is read."""
    (tmp_path / "a").write_bytes(b"a" * 100)
    before = (tmp_path / "a").stat()
    status = os.stat_result((*before[:6], 5, *before[7:]))
    monkeypatch.setattr(os, "fstat", lambda _: status)
    found = read_bytes(tmp_path, "a", 10)
    assert isinstance(found, Problem)
    assert found.code == "too-big"


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.yml", 10) == Problem(
        Where("a.yml", 1),
        "unreadable",
        "the file must be readable; no such file or directory",
        "let everybody read the file",
    )


def test_a_folder_that_must_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    root = casebook(tmp_path)
    monkeypatch.setattr(os, "scandir", refuse)
    assert {(p.where.path, p.code) for p in read_files(root).problems} == {
        (folder, "unreadable") for folder in ("case_studies", "case_studies/lessons", "case_studies/sessions", "docs")
    }


def test_folders_are_not_walked_without_end(tmp_path: Path) -> None:
    deep = tmp_path / "docs" / "/".join("a" * (MAX_FOLDERS + 5))
    deep.mkdir(parents=True)
    (deep / "a.md").touch()
    problems: list[Problem] = []
    assert list(walked(tmp_path, "docs", problems)) == []
    assert [(problem.where.path, problem.code) for problem in problems] == [
        (f"docs/{'/'.join('a' * (MAX_FOLDERS + 1))}", "too-deep")
    ]


def test_lists_for_editors_are_written_through_no_link(tmp_path: Path) -> None:
    root = casebook(tmp_path / "project")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("precious")
    (root / "case_studies/schema/ids").mkdir(parents=True, exist_ok=True)
    (root / "case_studies/schema/ids/.lessons.json.new").symlink_to(elsewhere / "precious")
    write_ids(root, read_files(root))
    assert (elsewhere / "precious").read_text() == "precious"
    shutil.rmtree(root / "case_studies/schema")
    (root / "case_studies/schema").symlink_to(elsewhere)
    write_ids(root, read_files(root))
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]

"""Builds that are killed, that meet a full disk or another build, and that run elsewhere.

Whatever happens, the last good site stays whole, and the next build makes what one from nothing makes. `make fault`
does the same many more times, at moments that it draws.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small
from small import RETOLD, Tree

from casebook.contributing.checking import check
from casebook.showing.lock import Lock

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no second process")]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a project that was built, and of an edit that is not built yet; it is laid at `project` beside it."""
    folder = tmp_path_factory.mktemp("builds")
    root = small.project(folder / "project")
    built = small.build(root)
    assert built.returncode == 0, built.stdout + built.stderr
    small.edit(root)
    return small.restore(root, folder / "saved")


@pytest.fixture
def root(saved: Path) -> Path:
    """The project, where it was built."""
    return small.restore(saved, saved.with_name("project"))


@pytest.fixture(scope="module")
def wanted(saved: Path) -> Tree:
    """The site with the edit, built from nothing."""
    root = small.restore(saved, saved.with_name("project"))
    assert small.build(root, site="elsewhere").returncode == 0
    return small.files(root / "elsewhere")


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


STAGES = [
    "look for changes",
    "link them, and find the pages to write",
    "read the hand-written pages",
    "render the theme's frames",
    "write the pages, data, feeds and cards",
]


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_build_leaves_the_site_whole_and_the_next_one_makes_what_it_should(
    stage: str, saved: Path, root: Path, wanted: Tree
) -> None:
    small.kill(root, stage)
    assert small.files(root / "site") in (small.files(saved / "site"), wanted)
    again = small.build(root)
    assert (again.returncode, "waiting" in again.stderr) == (0, False), again.stdout + again.stderr
    assert small.files(root / "site") == wanted
    assert names(root) == names(saved)


FAILING = """
import time

second, patience = sys.argv[1] + ".second", time.monotonic() + 60

def failing(work):
    def working(*what):
        while os.getpid() == first and not os.path.exists(second) and time.monotonic() < patience:
            time.sleep(0.01)
        made = work(*what)
        if os.getpid() != first:
            open(second, "w").close()
            HOW
        return made
    return working
"""
"""The first process does nothing before the second has: else it may have done all when the second begins."""
SECOND = f"""{small.TWO}{FAILING}
from casebook.showing.site_folder import SiteFolder

SiteFolder.write = failing(SiteFolder.write)
"""


HOW = {
    "nothing": "pass",
    "it ends": "os._exit(3)",
    "it is killed": "os.kill(os.getpid(), 9)",
    "the disk is full": "raise OSError(28, 'No space left on device')",
}


EARLY = "writing.MIN_FILES_TO_BEGIN_EARLY = 0"


@pytest.mark.parametrize(("how", "when"), [*((how, "") for how in HOW), ("nothing", EARLY), ("it is killed", EARLY)])
def test_whatever_happens_to_the_second_process_the_site_is_the_same(
    how: str, when: str, root: Path, wanted: Tree
) -> None:
    built = small.build(root, f"{SECOND.replace('HOW', HOW[how])}{when}")
    assert (built.returncode, (root / "mkdocs.yml.second").exists()) == (0, True), built.stdout + built.stderr
    assert small.files(root / "site") == wanted


CONVERTING = f"""{FAILING}
beside.is_possible = lambda: True
[hooks] = config.hooks.values()
hooks.rest_of_the_program()
markdown = sys.modules["mkdocs_markdown"]
markdown.MIN_PAGES_FOR_TWO = 0
markdown.Conversion._converted = failing(markdown.Conversion._converted)
"""


@pytest.mark.parametrize("how", ["nothing", "it ends", "it is killed"])
def test_whatever_happens_to_who_converts_markdown_the_site_is_the_same(how: str, root: Path, wanted: Tree) -> None:
    shutil.rmtree(root / ".cache")
    built = small.build(root, CONVERTING.replace("HOW", HOW[how]))
    assert (built.returncode, (root / "mkdocs.yml.second").exists()) == (0, True), built.stdout + built.stderr
    assert small.files(root / "site") == wanted


def test_what_there_is_to_say_of_markdown_is_said_once_whoever_converts_it(root: Path) -> None:
    shutil.rmtree(root / ".cache")
    pages = [path for path in (root / "docs").rglob("*.md") if path.name in {"index.md", "about.md"}]
    for page in pages:
        page.write_text(f"{page.read_text('utf-8')}\n\n[Nowhere](no-such-page.md)\n", "utf-8")
    heard = "import logging\nlogging.basicConfig()\n"
    built = small.build(root, heard + CONVERTING.replace("HOW", HOW["nothing"]))
    assert (built.returncode, (root / "mkdocs.yml.second").exists()) == (0, True), built.stdout + built.stderr
    assert (len(pages) > 1, built.stderr.count("a link 'no-such-page.md'")) == (True, len(pages))


LAYING = f"""{FAILING}
from casebook.showing import search_bodies

beside.is_possible = lambda: True
search_bodies.MIN_PAGES_FOR_TWO = 0
lay = search_bodies._lay
search_bodies._lay = failing(lambda *what: list(lay(*what)))
"""


@pytest.mark.parametrize("how", ["it is killed", "the disk is full"])
def test_whatever_happens_to_who_lays_out_what_is_indexed_the_index_is_the_same(
    how: str, committed: tuple[Path, Tree], tmp_path: Path
) -> None:
    root = small.restore(committed[0], tmp_path / "project")
    built = small.build(root, LAYING.replace("HOW", HOW[how]), CASEBOOK_SEARCH="on")
    assert (built.returncode, (root / "mkdocs.yml.second").exists()) == (0, True), built.stdout + built.stderr
    assert small.files(root / "site") == committed[1]


def test_a_full_disk_leaves_the_site_whole_and_is_said_in_one_line(saved: Path, root: Path) -> None:
    command = [sys.executable, str(small.ROOT / "tests/full_disk.py"), str(root), str(saved), "few"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {place.split(":")[0] for place, *_ in found} >= {"lock.py", "kept.py", "site_folder.py", "files.py"}
    assert [line for line in found if not small.is_well(*line)] == []


def test_a_second_build_waits_for_the_first_and_says_so(root: Path, wanted: Tree) -> None:
    lock = Lock(root / "site.lock")
    lock.take(print)
    second = small.begin(root)
    assert second.stderr is not None
    assert second.stderr.readline() == f"waiting for another build (process {os.getpid()}) to end\n"
    lock.release()
    second.communicate(timeout=60)
    assert (second.returncode, small.files(root / "site")) == (0, wanted)


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "clock and time zone": {"TZ": "Pacific/Kiritimati", "PYTHONPATH": "later"},
    "locale": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "hash seed": {"PYTHONHASHSEED": "4242"},
    "umask": {},
    "path": {},
}


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree]:
    """A project in git, and its site with a search index."""
    root = small.project(tmp_path_factory.mktemp("committed") / "project")
    small.commit(root, "2026-11-24T12:00:00Z")
    built = small.build(root, site="../built/site", CASEBOOK_SEARCH="on")
    assert built.returncode == 0, built.stdout + built.stderr
    return root, small.files(root.parent / "built/site")


@pytest.mark.parametrize("what", ENVIRONMENTS)
def test_the_same_commit_makes_the_same_site_to_the_byte(
    what: str, committed: tuple[Path, Tree], tmp_path: Path
) -> None:
    root = small.restore(committed[0], tmp_path / ("a long way/down, Ünter" if what == "path" else "there"))
    if "clock" in what:
        (tmp_path / "sitecustomize.py").write_text(small.LATER, "utf-8")
    more = {name: str(tmp_path) if value == "later" else value for name, value in ENVIRONMENTS[what].items()}
    mask = os.umask(0o077 if what == "umask" else 0o022)
    built = small.build_from_the_start(root, CASEBOOK_SEARCH="on", **more)
    os.umask(mask)
    assert built.returncode == 0, built.stdout + built.stderr
    assert small.files(root / "site") == committed[1]
    assert {mode for mode, _ in committed[1].values()} == {0o100644, 0o40755}


def test_a_commit_renews_the_pages_that_it_touches_and_a_new_day_all_that_are_cited_with_it(
    committed: tuple[Path, Tree], tmp_path: Path
) -> None:
    root = small.restore(committed[0], tmp_path / "project")
    assert small.build(root).returncode == 0
    first = inodes(root)
    small.commit(root, "2026-11-24T22:00:00Z")
    assert small.build(root).returncode == 0
    assert inodes(root) == first
    small.edit(root)
    small.commit(root, "2026-11-24T23:00:00Z")
    assert small.build(root).returncode == 0
    second = inodes(root)
    new = {path for path in first if second[path] != first[path]}
    assert new == {"case-studies/another/", "lessons/ask-early/", "mistakes/programme-as-goal/"}
    small.commit(root, "2026-11-25T00:00:00Z")
    assert small.build(root).returncode == 0
    third = inodes(root)
    assert {path for path in first if third[path] == second[path]} == {"case-studies/another-before/"}
    assert "25 November 2026" in (root / "site/lessons/ask-early/index.html").read_text("utf-8")


def inodes(root: Path) -> dict[str, int]:
    """Address of a framed page -> the file that it is."""
    site = root / "site"
    kinds = ("case-studies", "lessons", "mistakes", "tags", "sessions")
    found = [path for kind in kinds for path in (site / kind).glob("*/**/index.html")]
    return {f"{path.parent.relative_to(site).as_posix()}/": path.stat().st_ino for path in found}


def test_what_is_withdrawn_is_in_no_page_file_or_cache(root: Path) -> None:
    assert small.build(root).returncode == 0
    assert holds(root / "site") > 0
    text = (root / small.CASE).read_text("utf-8")
    (root / small.CASE).write_text(f"{text}\n{RETOLD}: a key that nobody knows\n", "utf-8")
    check(root)
    assert holds(root / ".cache") > 1  # what is kept of the file, and what was said of it
    (root / small.CASE).write_text("status: withdrawn\nwithdrawn: {date: 2026-11-25, reason: asked}\n", "utf-8")
    small.kill(root, "copy what stays as it is")
    built = small.build(root, CASEBOOK_SEARCH="on")
    assert built.returncode == 0, built.stdout + built.stderr
    assert holds(root) == 0


def holds(folder: Path) -> int:
    """In how many files the text of a case stands."""
    return sum(RETOLD.encode() in content for _, content in small.files(folder).values())

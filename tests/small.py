"""A whole project of three cases, which is built in a second: for tests that build it again and again."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import warm
from builders import casebook

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("hooks", "overrides", "docs/javascripts", "docs/stylesheets", "docs/assets", "docs/api")
_NAV = re.compile(r"^nav:.*?(?=^# Found|^plugins:)", re.MULTILINE | re.DOTALL)
_CASES = """\
=== docs/about.md
# About
=== case_studies/another.yml
title: Another path
summary: It is short.
subject: {name: A Name, named_as: pseudonym}
permission: {basis: self_submitted, date: 2026-11-20}
status: published
published: 2026-11-21
aliases: [another-before]
background: THE-TEXT-OF-IT is here.
mistakes:
  - {id: waited, title: They waited, category: programme-as-goal, what: "They waited for a year.", lessons: [ask-early]}
lessons:
  - {text: "Ask early, and ask again.", lesson: ask-early}
=== case_studies/gone.yml
status: withdrawn
withdrawn: {date: 2026-11-22, reason: asked}
"""

BUILD = """
import os, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

config = load_config(sys.argv[1], site_dir=sys.argv[2], strict=False)
from casebook import beside
from casebook.loading import reading, second
from casebook.showing import writing
first = os.getpid()
{change}
config.plugins.on_startup(command="build", dirty=False)
try:
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
except Abort as stopped:
    stopped.show()
    sys.exit(1)
"""
"""Builds as `mkdocs build` does, after a change to the program."""
TWO = """
second.MIN_FILES_FOR_SECOND = second.MIN_FILES_FOR_TWO = writing.MIN_FILES_FOR_TWO = 0
beside.is_possible = lambda: True
"""
"""However few pages there are, two processes write them."""


Tree: TypeAlias = dict[str, tuple[int, bytes]]
"""Path -> mode and bytes."""
CASE = "case_studies/another.yml"
RETOLD = "THE-TEXT-OF-IT"
"""Stands in that case, and nowhere else."""


def project(root: Path) -> Path:
    """Writes the project. Gives `root`."""
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    casebook(root, _CASES)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(_NAV.sub("nav: [index.md, guide/, case-studies/index.md]\n", config), "utf-8")
    return root


def environment(**more: str) -> dict[str, str]:
    """What a build of a test sees of this process's environment, and more."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "CASEBOOK_SEARCH": "off"}
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**inherited, **quiet, **more}


def command(root: Path, change: str = "") -> list[str]:
    """The command line that builds the project at `root`."""
    return [sys.executable, "-c", BUILD.format(change=change), str(root / "mkdocs.yml"), str(root / "site")]


def build(root: Path, change: str = "", site: str = "site", **more: str) -> subprocess.CompletedProcess[str]:
    """A build of the project, done."""
    code = BUILD.format(change=change)
    return warm.run(code, str(root / "mkdocs.yml"), str(root / site), **environment(**more))


def build_from_the_start(root: Path, change: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The same, by a Python that starts in the environment that is given."""
    return subprocess.run(
        command(root, change), cwd="/", env=environment(**more), capture_output=True, text=True, check=False
    )


LATER = """
import datetime, time

true, later = time.time, 400 * 86400
time.time = lambda: true() + later


class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=later)


datetime.datetime = Later
"""
"""What Python reads at its start, so that its clock goes 400 days ahead."""


def commit(root: Path, when: str) -> None:
    """Commits everything, at a time such as `2026-11-24T12:00:00Z`."""
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": when}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    git = ["git", "-C", str(root), "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false"]
    for command_ in (["init", "-q"], ["add", "case_studies", "docs"], ["commit", "-q", "--allow-empty", "-m", "All"]):
        subprocess.run([*git, *command_], env={**os.environ, **who}, check=True, capture_output=True)


def edit(root: Path) -> None:
    """Changes a sentence of a case."""
    case = root / CASE
    case.write_text(case.read_text("utf-8").replace("It is short.", "It is short now."), "utf-8")


def restore(saved: Path, root: Path) -> Path:
    """Lays a copy of a project where it was built: what is kept from build to build holds only there."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(saved, root)
    return root


def begin(root: Path, change: str = "", **more: str) -> "subprocess.Popen[str]":
    """A build that has begun."""
    pipe = subprocess.PIPE
    env = environment(**more)
    return subprocess.Popen(command(root, change), cwd="/", env=env, stdout=pipe, stderr=pipe, text=True)


def kill(root: Path, stage: str, seconds: float = 0, **more: str) -> None:
    """Begins to build with two processes, and kills the first when a stage has ended, or so many seconds later.

    When this returns, the second has ended, too.
    """
    running = begin(root, TWO, CASEBOOK_TIMINGS="1", **more)
    assert running.stderr is not None
    said = ""
    while f"stage: {stage} " not in said:
        said += (line := running.stderr.readline())
        assert line, said
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
    running.communicate(timeout=20)  # it ends when nobody is left who could write


def is_well(_: str, status: int, said: str, is_whole: bool, beside: list[str]) -> bool:  # noqa: FBT001  as it is written
    """Whether a build on a full disk went as it should: nothing was kept for the next one, or it said why it ended.

    Args:
        status, said, is_whole, beside: as full_disk.py says them.
    """
    is_said = re.fullmatch(r"/\S+: no space left on device; the site was left as it was", said.splitlines()[-1])
    return is_whole and not beside and "Errno" not in said and (bool(is_said) if status == 1 else status == 0)


def files(folder: Path) -> Tree:
    """Every file and folder below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }

"""A whole project of three cases, which is built in a second: for tests that build it again and again."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from builders import casebook

from casebook.showing.version_day import SETTING

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
[hooks] = config.hooks.values()
from casebook.loading import reading
from casebook.showing import framed
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
TWO = "reading.MIN_FILES_FOR_TWO = framed.MIN_PAGES_FOR_TWO = 0; hooks.beside.is_possible = lambda: True\n"
"""However few pages there are, two processes write them."""


def project(root: Path) -> Path:
    """Writes the project. Gives `root`."""
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    casebook(root, _CASES)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(_NAV.sub("nav: [index.md, guide/, case-studies/index.md]\n", config), "utf-8")
    return root


def environment(**more: str) -> dict[str, str]:
    """What a build of a test sees of this process's environment, and more."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "CASEBOOK_SEARCH": "off"}
    inherited = {name: value for name, value in os.environ.items() if name != SETTING}
    return {**inherited, **quiet, **more}


def command(root: Path, change: str = "", site: str = "site") -> list[str]:
    """The command line that builds the project at `root`."""
    return [sys.executable, "-c", BUILD.format(change=change), str(root / "mkdocs.yml"), str(root / site)]


def build(root: Path, change: str = "", site: str = "site", **more: str) -> subprocess.CompletedProcess[str]:
    """A build of the project, done."""
    return subprocess.run(
        command(root, change, site), cwd="/", env=environment(**more), capture_output=True, text=True, check=False
    )


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Path -> mode and bytes, of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }

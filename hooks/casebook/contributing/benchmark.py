"""How long a build takes, stage by stage: cold, with nothing changed, and after one edit, on synthetic cases.

The stages are what the program says of itself (`CASEBOOK_TIMINGS=1`); what is left of the whole is the start of Python
and of the site generator, and the work of the latter between our stages.
"""

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from casebook.contributing.synthetic import synthetic_cases
from casebook.loading.files import FOLDER
from casebook.loading.reading import read_files
from casebook.settings import SEARCH, TIMINGS

PARTS = ("mkdocs.yml", "docs", "overrides", "hooks", FOLDER)
WHOLE, CPU = "the whole", "CPU of all processes"
_STAGE = re.compile(r"^stage: (.+) ([\d.]+) s$", re.MULTILINE)

Run: TypeAlias = dict[str, float]
"""Stage -> seconds."""


def lay_out(root: Path, project: Path, count: int) -> None:
    """Copies a project, and adds so many synthetic cases to it."""
    for part in PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, project / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, project / part)
    for slug, text in synthetic_cases(read_files(root), count):
        (project / FOLDER / f"{slug}.yml").write_text(text, "utf-8")


def measure(project: Path, runs: int, *, search: bool) -> dict[str, list[Run]]:
    """Kind of build -> what each of the runs took."""
    return {
        "cold": [build(project, search=search, cold=True) for _ in range(runs)],
        "unchanged": [build(project, search=search) for _ in range(runs)],
        "one edit": [_edit_and_build(project, number, search=search) for number in range(runs)],
    }


def _edit_and_build(project: Path, number: int, *, search: bool) -> Run:
    case = min((project / FOLDER).glob("synthetic-*.yml"))
    case.write_text(
        case.read_text("utf-8").replace("background: |\n", f"background: |\n  Edit {number}.\n", 1), "utf-8"
    )
    return build(project, search=search)


def build(project: Path, *, search: bool, cold: bool = False) -> Run:
    """Builds a project and says what it took; where `cold`, from nothing.

    Raises:
        RuntimeError: it could not be built.
    """
    if cold:
        shutil.rmtree(project / ".cache", ignore_errors=True)
        shutil.rmtree(project / "site", ignore_errors=True)
    settings = {TIMINGS: "1", SEARCH: "on" if search else "off", "NO_MKDOCS_2_WARNING": "1"}
    before, start = _cpu(), time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(project / "mkdocs.yml")]
    done = subprocess.run(  # noqa: S603  our own command line
        command, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    whole = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {stage: float(seconds) for stage, seconds in _STAGE.findall(done.stderr)} | {
        WHOLE: whole,
        CPU: _cpu() - before,
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(count: int, measured: Mapping[str, list[Run]]) -> Iterator[str]:
    """The medians as a Markdown table: a row for each stage, a column for each kind of build."""
    kinds = list(measured)
    yield f"| {count} synthetic cases, seconds | {' | '.join(kinds)} |"
    yield f"|---|{'---:|' * len(kinds)}"
    stages = dict.fromkeys(stage for runs in measured.values() for run in runs for stage in run)
    for stage in [*(stage for stage in stages if stage not in (WHOLE, CPU)), WHOLE, CPU]:
        yield f"| {stage} | {' | '.join(_median(measured[kind], stage) for kind in kinds)} |"


def _median(runs: Iterable[Run], stage: str) -> str:
    seconds = [run[stage] for run in runs if stage in run]
    return f"{statistics.median(seconds):.2f}" if seconds else "-"

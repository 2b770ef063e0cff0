"""Runs the jobs of the workflows here, step by step, as GitHub would: without GitHub, and without a network.

A step that `uses` an action is passed over. What a script calls that is not here (`gh`, `make`) is a stand-in that is
first on the PATH: it notes how it was called, and answers what the test says.
"""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(ROOT.glob(".github/workflows/*.yml"))
}
JOBS = [(workflow, job) for workflow, whole in WORKFLOWS.items() for job in whole["jobs"]]
PARTS = ("case_studies", "docs", "hooks", "overrides", "scripts", "mkdocs.yml", ".gitignore")
TOKEN = "ghs_only-for-steps-that-ask-for-it"  # noqa: S105  no token
STAND_IN = """\
#!{python}
import json, os, subprocess, sys
name = os.path.basename(sys.argv[0])
words = sys.argv[1:]
noted = {{key: value for key, value in os.environ.items() if key.startswith("CASEBOOK_") or key == "GH_TOKEN"}}
body = open(words[words.index("--body-file") + 1]).read() if "--body-file" in words else ""
with open({calls!r}, "a") as calls:
    print(json.dumps([name, words, noted, body]), file=calls)
if [name, *words] == ["make", "build"]:
    sys.exit(subprocess.call([".venv/bin/mkdocs", "build", "--quiet"]))
for start, code, answer in json.load(open({answers!r})):
    if " ".join([name, *words]).startswith(start):
        if "--jq" in words and not code:
            pick = ["jq", "-r", words[words.index("--jq") + 1]]
            answer = subprocess.run(pick, input=answer, capture_output=True, text=True, check=True).stdout
        print(answer.rstrip("\\n"))
        sys.exit(code)
"""

Answer = tuple[str, int, str]
"""How a command begins, its exit status, and what it prints (JSON, where it is called with --jq)."""


@dataclasses.dataclass(frozen=True)
class Call:
    """A call of a stand-in."""

    name: str
    words: list[str]
    environment: dict[str, str]
    """Those of its variables that matter here."""
    body: str
    """What the file held that --body-file named."""

    def __str__(self) -> str:
        return " ".join([self.name, *self.words])


@dataclasses.dataclass
class Done:
    """What a job did."""

    project: Path
    steps: dict[str, int] = dataclasses.field(default_factory=dict)
    """Name -> exit status of the scripts that were run."""
    log: str = ""
    outputs: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    summary: str = ""
    calls: list[Call] = dataclasses.field(default_factory=list)


OF_AN_AUDIT = ("python", "cyclonedx-py", "pip-audit")
"""Commands that ask the network, which is not here."""


def scripts(workflow: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job that are scripts."""
    return [step for step in WORKFLOWS[workflow]["jobs"][job]["steps"] if "run" in step]


def git(folder: Path, *words: str) -> str:
    """Runs git, with an author and without anybody's own settings."""
    who = {f"GIT_{role}_{what}": "somebody" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-c", "safe.directory=*", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout


def repository(folder: Path) -> Path:
    """A repository that stands for the one on GitHub: the project in one commit on main."""
    shutil.copytree(_made().name, folder, dirs_exist_ok=True)
    return folder / "work"


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """The folder of such a repository, of which each is a copy."""
    made = tempfile.TemporaryDirectory()
    folder = Path(made.name)
    work = folder / "work"
    work.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, work / part)
    git(work, "init", "--quiet", "--initial-branch=main")
    commit(work, "The project")
    git(folder, "clone", "--quiet", "--bare", "work", "origin.git")
    git(work, "remote", "add", "origin", "../origin.git")
    return made


def commit(work: Path, message: str) -> None:
    """Commits all that is there."""
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", message)


def check_out(work: Path, depth: int = 1) -> Path:
    """What actions/checkout makes of `work`: a shallow clone, here with the .venv that runs the tests."""
    git(work, "push", "--quiet", "origin", "HEAD:checked-out")
    project = work.parent / "project"
    shutil.rmtree(project, ignore_errors=True)
    address = (work.parent / "origin.git").as_uri()
    git(work.parent, "clone", "--quiet", f"--depth={depth}", "--branch=checked-out", address, "project")
    (project / ".venv").symlink_to(sys.prefix)
    for part in ("hooks", "overrides"):
        shutil.copytree(ROOT / part, project / part, dirs_exist_ok=True)  # the same, and compiled already
    return project


def run(
    name: str, project: Path, context: dict[str, str], answers: list[Answer], event: dict[str, Any] | None = None
) -> Done:
    """Runs the scripts of a job (WORKFLOW/JOB) in order. After one has failed, only those run that ask for it."""
    workflow, job = name.split("/")
    place = project.parent / f"{project.name}-{job}"
    shutil.rmtree(place, ignore_errors=True)
    files = {name: place / name for name in ("calls", "answers", "event", "summary", "output")}
    for folder in ("bin", "temp", "home"):
        (place / folder).mkdir(parents=True)
    for file in files.values():
        file.touch()
    files["answers"].write_text(json.dumps(answers))
    files["event"].write_text(json.dumps(event or {}))
    stand_in = STAND_IN.format(python=sys.executable, calls=str(files["calls"]), answers=str(files["answers"]))
    for command in ("gh", "make", *OF_AN_AUDIT):
        (place / "bin" / command).write_text(stand_in)
        (place / "bin" / command).chmod(0o755)
    environment = {
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "HOME": str(place / "home"),
        "RUNNER_TEMP": str(place / "temp"),
        "GITHUB_EVENT_PATH": str(files["event"]),
        "GITHUB_OUTPUT": str(files["output"]),
        "GITHUB_STEP_SUMMARY": str(files["summary"]),
        "GITHUB_REPOSITORY": "example/casebook",
        "GITHUB_REF_NAME": "main",
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "CASEBOOK_SEARCH": "off",
        **{name: os.environ[name] for name in ("http_proxy",) if name in os.environ},
    }
    context = {**context, "github.token": TOKEN}
    done = Done(project)
    whole = WORKFLOWS[workflow]["jobs"][job]
    if not _holds(whole.get("if"), context, has_failed=False):
        return done
    for step in scripts(workflow, job):
        if not _holds(step.get("if"), context, has_failed=any(done.steps.values())):
            continue
        env = {key: _filled(value, context) for key, value in {**whole.get("env", {}), **step.get("env", {})}.items()}
        script = place / "script.sh"
        script.write_text(step["run"])
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        ran = subprocess.run(shell, cwd=project, env={**environment, **env}, capture_output=True, check=False)
        done.steps[step["name"]] = ran.returncode
        done.log += (ran.stdout + ran.stderr).decode()
        said = dict(line.split("=", 1) for line in files["output"].read_text().splitlines())
        done.outputs[step.get("id", "")] = said
        files["output"].write_text("")
        context |= {f"steps.{step.get('id')}.outputs.{key}": value for key, value in said.items()}
    done.summary = files["summary"].read_text()
    done.calls = [Call(*json.loads(line)) for line in files["calls"].read_text().splitlines()]
    return done


def _filled(text: str, context: dict[str, str]) -> str:
    """A text with the values of its expressions. An expression that the test gives no value is an error."""
    return re.sub(r"\$\{\{ *(.+?) *\}\}", lambda match: context[match[1]], str(text))


def _holds(condition: str | None, context: dict[str, str], *, has_failed: bool) -> bool:
    """Whether a job or step is run."""
    if condition == "failure()":
        return has_failed
    if condition is None or has_failed:
        return not has_failed
    name, _, wanted = condition.partition(" == ")
    value = context.get(name, "")
    return value == wanted.strip("'") if wanted else bool(value)

"""The workflows keep to the rules that make them safe, and so do the files of the project that stand beside them."""

import fnmatch
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from workflows import JOBS, ROOT, TOKEN, WORKFLOWS, git, scripts

WRITES = {
    ("deploy", "deploy"): {"pages": "write", "id-token": "write"},
    ("deploy", "list"): {"contents": "write", "pull-requests": "write"},
    ("links", "sources"): {"contents": "write", "pull-requests": "write"},
    ("case-from-issue", "draft"): {"contents": "write", "pull-requests": "write", "issues": "write"},
}
"""Jobs that may do more than read."""
READS = {("deploy", "build"): {"contents": "read", "pages": "read"}}
BIN = Path(sys.prefix, "bin")


def text_of(workflow: str) -> str:
    return (ROOT / f".github/workflows/{workflow}.yml").read_text("utf-8")


def test_there_are_four_workflows_and_none_runs_foreign_code_with_rights() -> None:
    triggers = {name: whole[True] for name, whole in WORKFLOWS.items()}  # `on` is a boolean to YAML
    assert triggers == {
        "audit": {"schedule": [{"cron": "17 5 * * 1"}], "workflow_dispatch": None},
        "check": {"pull_request": None},
        "deploy": {"push": {"branches": ["main"]}, "workflow_dispatch": None},
        "links": {"schedule": [{"cron": "23 4 7 * *"}], "workflow_dispatch": None},
        "case-from-issue": {"issues": {"types": ["labeled"]}},
    }


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_grants_nothing_but_to_its_jobs(workflow: str) -> None:
    whole = WORKFLOWS[workflow]
    assert whole["permissions"] == {}
    assert set(whole["concurrency"]) == {"group", "cancel-in-progress"}
    assert whole["defaults"] == {"run": {"shell": "bash"}}
    assert whole.get("env") is None


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_job_has_the_least_rights_and_an_end(workflow: str, job: str) -> None:
    whole = WORKFLOWS[workflow]["jobs"][job]
    expected = WRITES.get((workflow, job)) or READS.get((workflow, job)) or {"contents": "read"}
    assert whole["permissions"] == expected
    assert 5 <= whole["timeout-minutes"] <= 60
    assert TOKEN not in whole.get("env", {}).values()
    assert not any("token" in str(value) for value in whole.get("env", {}).values())


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_actions_are_github_s_own_and_pinned_by_commit_with_the_version_beside_it(workflow: str) -> None:
    uses = re.findall(r"uses:(.*)", text_of(workflow))
    pinned = re.compile(r" actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in uses if not pinned.fullmatch(line)] == []


def test_an_action_has_one_version() -> None:
    uses = {line for workflow in WORKFLOWS for line in re.findall(r"uses: (.*)", text_of(workflow))}
    names = [line.partition("@")[0] for line in uses]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_no_checkout_leaves_the_token_behind(workflow: str, job: str) -> None:
    steps = WORKFLOWS[workflow]["jobs"][job]["steps"]
    checkouts = [step["with"]["persist-credentials"] for step in steps if "checkout" in step.get("uses", "")]
    assert all(kept is False for kept in checkouts)
    assert len(checkouts) == (job != "deploy")


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_script_holds_no_expression_and_gets_the_token_only_for_gh(workflow: str, job: str) -> None:
    for step in scripts(workflow, job):
        assert "${{" not in step["run"]
        assert ("GH_TOKEN" in step.get("env", {})) == bool(re.search(r"^ *(url=\$\()?gh ", step["run"], re.MULTILINE))


def test_no_secret_is_used_and_of_an_event_only_numbers_and_the_label() -> None:
    expressions = {found for workflow in WORKFLOWS for found in re.findall(r"\$\{\{ *(.+?) *\}\}", text_of(workflow))}
    assert expressions == {
        "github.event.issue.number",
        "github.ref",
        "github.repository",
        "github.server_url",
        "github.token",
        "matrix.python",
        "steps.deployment.outputs.page_url",
        "steps.pages.outputs.epoch",
        "steps.pages.outputs.url",
        "steps.pull.outputs.url",
        "vars.CASEBOOK_CONTACT",
    }
    assert not any("secrets." in text_of(workflow) for workflow in WORKFLOWS)


def test_zizmor_finds_nothing() -> None:
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--pedantic", str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_locked_package_is_looked_up_each_week() -> None:
    steps = {step["name"]: step["run"] for step in scripts("audit", "audit")}
    locked = sorted(path.name for path in ROOT.glob("requirements*.txt"))
    assert sorted(re.findall(r"-r (\S+)", steps["Look"])) == locked
    assert "--require-hashes" in steps["Install"]
    assert "|| " not in "".join(steps.values())
    for name in locked:
        text = (ROOT / name).read_text("utf-8")
        assert len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) == len(
            re.findall(r"^[a-z0-9]\S*==.* \\\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        )


def test_the_form_s_label_is_the_one_that_the_workflow_waits_for() -> None:
    written = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/case-study.yml").read_text("utf-8"))
    condition = WORKFLOWS["case-from-issue"]["jobs"]["draft"]["if"]
    assert [condition] == [f"github.event.label.name == '{label}'" for label in written["labels"]]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs git's list of the files")
def test_all_code_and_nothing_else_has_an_owner() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    patterns = [line.split()[0] for line in lines if line and not line.startswith("#")]
    files = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    prose = re.compile(r"case_studies/|docs/.*\.md$|[A-Z_-]+\.md$|LICENSE|CITATION\.cff$")
    owned = {file for file in files if any(fnmatch.fnmatch(f"/{file}", _glob(pattern)) for pattern in patterns)}
    assert {file for file in files if not prose.match(file)} - owned == set()
    assert {file for file in owned if prose.match(file)} <= {"LICENSE", "LICENSE-CONTENT"}
    assert [p for p in patterns if not any(fnmatch.fnmatch(f"/{file}", _glob(p)) for file in files)] == []


def _glob(pattern: str) -> str:
    return f"{pattern}*" if pattern.endswith("/") else pattern


def test_new_versions_wait_at_least_a_week() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    waits = {update["package-ecosystem"]: update["cooldown"]["default-days"] for update in updates}
    assert waits == {"uv": 14, "github-actions": 14}


def test_what_runs_before_a_commit_is_in_the_venv_and_passes() -> None:
    (group,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    entries = {hook["id"]: hook["entry"].split() for hook in group["hooks"]}
    assert (group["repo"], list(entries)) == ("local", ["check", "typos", "ruff-check", "ruff-format"])
    for program, *words in entries.values():
        assert Path(program).parent == Path(".venv/bin")
        command = [str(BIN / Path(program).name), *words, "--help"]
        assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0, command

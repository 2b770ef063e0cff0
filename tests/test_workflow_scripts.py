"""Every script in the workflows does what it says, with what is good, bad and hostile.

Each scenario runs a whole job with `workflows.run`; the tests then look at what it did. What only GitHub can show
(whether the actions, the token and the permissions work together) is not tested here.
"""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from workflows import JOBS, ROOT, TOKEN, Answer, Done, check_out, commit, git, repository, run, scripts

from casebook.contributing.issue_form import PROMISES, PROMISES_LABEL, questions
from casebook.contributing.summary import plain

pytestmark = pytest.mark.slow
needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="needs jq, which GitHub's machines have")

Scenario = Callable[[Path], Done]
CASE = """\
title: Two weeks of trying
summary: Somebody tries a field for two weeks, and stays.
subject: {name: Robin Example}
permission: {basis: public_writeup}
status: published
tags: {stage: [considering]}
decisions: [{id: try-it, title: "Try it, [for](https://example.org) *two* weeks @everybody"}]
lessons: [{text: Try it., lesson: test-fit-cheaply}]
sources: [{title: A post, url: "https://example.org/post", read: whole}]
"""
PULL_REQUEST = {"github.ref": "refs/pull/7/merge"}
NEW = "case_studies/two-weeks.yml"


def pull_request(text: str) -> Scenario:
    """A case study is proposed; GitHub checks out its merge with main, which has moved on."""

    def scenario(folder: Path) -> Done:
        work = repository(folder)
        git(work, "switch", "--quiet", "--create", "proposal")
        (work / NEW).write_text(text)
        commit(work, "A case study")
        git(work, "switch", "--quiet", "main")
        (work / "case_studies/README.md").write_text("Something else.\n")
        commit(work, "Main moves on")
        git(work, "merge", "--quiet", "--no-ff", "proposal")
        return run("check/check", check_out(work, depth=2), PULL_REQUEST, [])

    return scenario


def suite(folder: Path) -> Done:
    return run("check/test", check_out(repository(folder)), PULL_REQUEST, [])


def deployment(contact: str, ref: str = "refs/heads/main") -> Scenario:
    def scenario(folder: Path) -> Done:
        context = {
            "github.ref": ref,
            "github.repository": "example/casebook",
            "github.server_url": "https://github.com",
            "vars.CASEBOOK_CONTACT": contact,
        }
        pages = '{"html_url": "https://example.github.io/casebook"}'
        answers: list[Answer] = [("gh api repos/example/casebook/pages", 0, pages)]
        return run("deploy/build", check_out(repository(folder)), context, answers)

    return scenario


def form(answers: dict[str, str], promises: str = "x") -> str:
    """The body that GitHub makes of the form."""
    given = "".join(f"### {q.label}\n\n{answers.get('-'.join(q.path), '_No response_')}\n\n" for q in questions())
    return given + f"### {PROMISES_LABEL}\n\n" + "\n".join(f"- [{promises}] {promise}" for promise in PROMISES.values())


HOSTILE = (
    "$(touch pwned) `touch pwned` ${{ github.token }} '; touch pwned; ' \" && touch pwned #\r\n"
    "END\ntouch pwned\n::error::pwned\n::add-mask::pwned\nurl=https://pwned.example\n```\n@everybody\n"
    "---\nstatus: published"
)
WHOLE = {
    "permission-basis": "Yes, it is my own story",
    "title": "Two weeks of trying",
    "summary": "Somebody tries a field for two weeks, and stays.",
    "subject-named_as": "By their name",
    "subject-name": "Robin Example",
    "decisions-title": "Try it for two weeks",
    "lessons-text": "Try it.",
}
BODIES = {
    "whole": form(WHOLE),
    "hostile": form({"-".join(q.path): HOSTILE for q in questions() if not q.choices}, promises=" "),
    "shapeless": HOSTILE,
    "empty": None,
}
OPENED = "https://github.com/example/casebook/pull/13"
OF_A_FORK = '[{"url": "https://github.com/example/casebook/pull/9", "isCrossRepository": true}]'
OURS = f'[{{"url": "{OPENED}", "isCrossRepository": false}}]'
LABELLED = {"github.event.label.name": "case-study", "github.event.issue.number": "12"}


def issue(
    body: str | None, pulls: str = "[]", *, again: bool = False, create: int = 0, label: str = "case-study"
) -> Scenario:
    """Somebody sent the form; or a maintainer gives the label again."""

    def scenario(folder: Path) -> Done:
        project = check_out(repository(folder))
        event = {"action": "labeled", "issue": {"number": 12, "title": HOSTILE, "body": body}}
        answers: list[Answer] = [("gh pr list", 0, pulls), ("gh pr create", create, OPENED)]
        context = {**LABELLED, "github.event.label.name": label}
        if again:
            run("case-from-issue/draft", project, context, answers, event)
            project = check_out(folder / "work")
        return run("case-from-issue/draft", project, context, answers, event)

    return scenario


SCENARIOS: dict[str, Scenario] = {
    "good": pull_request(CASE),
    "bad": pull_request(CASE.replace("test-fit-cheaply", "test-fit-cheeply")),
    "tests": suite,
    "deployed": deployment("stories@example.org"),
    "no contact": deployment(""),
    "another branch": deployment("stories@example.org", "refs/heads/other"),
    **{name: issue(body) for name, body in BODIES.items()},
    "of a fork": issue(BODIES["whole"], OF_A_FORK),
    "again": issue(BODIES["whole"], OURS, again=True),
    "again without a pull request": issue(BODIES["whole"], again=True),
    "another label": issue(BODIES["whole"], label="bug"),
    "refused": issue(BODIES["hostile"], create=1),
}


@pytest.fixture(scope="module")
def did(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Done]:
    """What happened in a scenario, which is run once."""
    return cache(lambda name: SCENARIOS[name](tmp_path_factory.mktemp("scenario")))


Did = Callable[[str], Done]


@needs_jq
def test_every_script_of_every_workflow_is_run_here(did: Did) -> None:
    run_here = {step for name in SCENARIOS for step in did(name).steps}
    assert run_here == {step["name"] for workflow, job in JOBS for step in scripts(workflow, job)}


def test_a_good_proposal_is_checked_and_built_and_summed_up(did: Did) -> None:
    done = did("good")
    assert done.steps == {"Install": 0, "Say what changed": 0, "Check": 0, "Build": 0, "Say where it is": 0}
    assert [str(call) for call in done.calls] == ["make setup", "make build"]
    assert (done.project / "site/case-studies/two-weeks/index.html").is_file()
    assert done.log == "checked: all good\n"
    lesson = yaml.safe_load((ROOT / "case_studies/lessons/test-fit-cheaply.yml").read_text("utf-8"))["title"]
    assert done.summary == (
        "## What is wrong\n\nNothing: all good.\n\n"
        "## Where the case studies appear\n\n### two-weeks\n\n"
        "New, status published: Two weeks of trying (/case-studies/two-weeks/)\n\n"
        f"- Lessons: {plain(lesson)} (/lessons/test-fit-cheaply/)\n"
        "- Tags: /tags/stage/considering/\n\n\n"
        "## The site\n\n"
        "To see the pages, download *site* at the foot of this page, unzip it, run `python3 -m http.server 8000` in "
        "its\nfolder, and open <http://127.0.0.1:8000>.\n"
    )


def test_a_bad_proposal_is_annotated_and_summed_up_and_not_built(did: Did) -> None:
    done = did("bad")
    assert done.steps == {"Install": 0, "Say what changed": 0, "Check": 1}
    assert not (done.project / "site").exists()
    message = "lesson 'test-fit-cheeply' does not exist%0Ahint: did you mean 'test-fit-cheaply'?"
    assert done.log == (
        f"::error file={NEW},line=8,title=unknown-lesson::{message}"
        "%0Awhat it means: docs/contribute/problems.md#unknown-lesson\n"
        "checked: 1 to mend, 0 to look at\nwhat each code means: docs/contribute/problems.md\n"
    )
    assert done.summary.startswith(
        "## What is wrong\n\n**1 to mend, 0 to look at.**\n\n"
        "- **case\\_studies/two-weeks\\.yml\\:8** unknown-lesson: lesson 'test-fit-cheeply' does not exist\n"
        "  <br>did you mean 'test-fit-cheaply'?\n\n"
    )


def test_the_tests_are_run(did: Did) -> None:
    assert ([str(call) for call in did("tests").calls], did("tests").steps) == (["make test"], {"Test": 0})


@needs_jq
def test_a_deployment_knows_its_address_repository_and_contact(did: Did) -> None:
    done = did("deployed")
    assert done.steps == {"Learn the address": 0, "Build": 0}
    asked, build = done.calls
    assert (str(asked), asked.environment["GH_TOKEN"]) == ("gh api repos/example/casebook/pages --jq .html_url", TOKEN)
    assert build.environment == {
        "CASEBOOK_SITE_URL": "https://example.github.io/casebook/",
        "CASEBOOK_REPO_URL": "https://github.com/example/casebook",
        "CASEBOOK_CONTACT": "stories@example.org",
        "CASEBOOK_SEARCH": "off",
    }
    home, about = ((done.project / "site" / page).read_text("utf-8") for page in ("index.html", "about/index.html"))
    assert '<link rel="canonical" href="https://example.github.io/casebook/">' in home
    assert "mailto:stories@example.org" in about


@needs_jq
def test_a_deployment_without_a_contact_is_refused_before_there_is_a_site(did: Did) -> None:
    done = did("no contact")
    assert done.steps == {"Learn the address": 0, "Build": 1}
    assert "set CASEBOOK_CONTACT to an e-mail address or a page" in done.log
    assert not (done.project / "site").exists()


def test_nothing_but_main_is_deployed(did: Did) -> None:
    assert did("another branch").steps == {}


def on_branch(done: Done, branch: str = "issue-12") -> str:
    """The files that a branch adds or changes, and its commit's author and message."""
    origin = done.project.parent / "origin.git"
    return git(origin, "log", "--format=%an: %s", "--name-status", f"main..{branch}")


def draft(done: Done) -> str:
    return git(done.project.parent / "origin.git", "show", "issue-12:case_studies/issue-12.yml")


@needs_jq
@pytest.mark.parametrize("name", [*BODIES, "of a fork"])
def test_an_issue_becomes_a_draft_pull_request_and_is_answered(did: Did, name: str) -> None:
    done = did(name)
    assert done.steps == dict.fromkeys(["Install", "Write the draft", "Push it", "Open a pull request", "Answer"], 0)
    message = "Draft a case study from issue #12"
    assert on_branch(done) == f"github-actions[bot]: {message}\n\nA\tcase_studies/issue-12.yml\n"
    setup, login, listed, create, answer = done.calls
    assert [str(setup), str(login)] == ["make setup", "gh auth setup-git"]
    assert listed.words[:6] == ["pr", "list", "--head", "issue-12", "--state", "all"]
    title = "Case study from issue #12"
    assert create.words[:-1] == [
        *("pr", "create", "--draft", "--base", "main", "--head", "issue-12", "--title", title, "--body-file")
    ]
    assert answer.words[:-1] == ["issue", "comment", "12", "--body-file"]
    assert "Closes #12" in create.body
    assert f"nothing of it is on the site: {OPENED}\n" in answer.body
    assert [call.environment.get("GH_TOKEN") for call in done.calls] == [None, TOKEN, TOKEN, TOKEN, TOKEN]


@needs_jq
def test_a_whole_answer_leaves_what_only_an_editor_can_do(did: Did) -> None:
    assert yaml.safe_load(draft(did("whole")))["title"] == "Two weeks of trying"
    body = did("whole").calls[3].body
    assert body.split("What the import said:\n\n")[1] == (
        "    wrote case_studies/issue-12.yml\n    nothing is missing: read it, then publish it\n"
    )


@needs_jq
@pytest.mark.parametrize("name", ["hostile", "shapeless", "refused"])
def test_a_hostile_issue_is_only_ever_text(did: Did, name: str) -> None:
    done = did(name)
    assert list(done.project.parent.rglob("pwned*")) == []
    assert "pwned" not in done.log
    assert "pwned" not in str([call.words for call in done.calls])
    assert [line for line in done.log.splitlines() if line.startswith("::")] == []
    assert done.outputs.get("pull", {}) == ({} if name == "refused" else {"url": OPENED})
    read: Any = yaml.safe_load(draft(done))
    assert read["status"] == "draft"
    assert name == "shapeless" or read["background"].rstrip("\n") == HOSTILE.replace("\r\n", "\n")
    for call in done.calls:
        before, _, said = call.body.partition("What the import said:\n\n")
        assert "pwned" not in before
        assert [line for line in said.splitlines() if not line.startswith("    ")] == []


@needs_jq
def test_a_draft_that_is_there_is_left_alone(did: Did) -> None:
    done = did("again")
    assert done.steps == dict.fromkeys(["Install", "Write the draft", "Push it", "Open a pull request"], 0)
    assert [str(call).split(" --")[0] for call in done.calls] == ["make setup", "gh auth setup-git", "gh pr list"]
    assert on_branch(done).count("Draft a case study") == 1


@needs_jq
def test_a_run_that_broke_off_is_taken_up(did: Did) -> None:
    done = did("again without a pull request")
    assert done.steps["Answer"] == 0
    assert on_branch(done).count("Draft a case study") == 1


@needs_jq
def test_whoever_sent_a_story_is_told_when_it_did_not_work(did: Did) -> None:
    done = did("refused")
    assert list(done.steps.values()) == [0, 0, 0, 1, 0]
    assert list(done.steps)[-1] == "Answer that it did not work"
    assert str(done.calls[-1]).startswith("gh issue comment 12 --body-file ")
    assert done.calls[-1].body.startswith("Thank you for this story. It could not be made into a draft by itself.")


def test_another_label_does_nothing(did: Did) -> None:
    assert did("another label").steps == {}

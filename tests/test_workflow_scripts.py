"""Every script in the workflows does what it says, with what is good, bad and hostile.

Each scenario runs a whole job with `workflows.run`; the tests then look at what it did. What only GitHub can show
(whether the actions, the token and the permissions work together) is not tested here.
"""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


def listing(new: str = "", *, is_protected: bool = False, moves_on: bool = False, pulls: str = "[]") -> Scenario:
    """Main is deployed, and the list of published addresses is renewed."""

    def scenario(folder: Path) -> Done:
        work = repository(folder)
        command = [sys.executable, str(ROOT / "scripts/permalinks.py"), "--update", "--root", str(work)]
        subprocess.run(command, check=True, capture_output=True)
        git(work, "commit", "--quiet", "--allow-empty", "--all", "--message", "All that is published so far")
        if new:
            (work / "case_studies/two-weeks.yml").write_text(new)
            commit(work, "A case study")
        git(work, "push", "--quiet", "origin", "main")
        project = check_out(work)
        if moves_on:
            (work / "case_studies/README.md").write_text("Something else.\n")
            commit(work, "Main moves on")
            git(work, "push", "--quiet", "origin", "main")
        if is_protected:
            hook = folder / "origin.git/hooks/update"
            hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ]\n')
            hook.chmod(0o755)
        answers: list[Answer] = [("gh pr list", 0, pulls), ("gh pr create", 0, OPENED)]
        return run("deploy/list", project, {}, answers)

    return scenario


class Answering(BaseHTTPRequestHandler):
    """Answers `/410` with 410, whoever's it is: it stands for the network."""

    def answer(self) -> None:
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815  the server's names

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def http_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
            yield "http://answers.casebook.test"
        server.shutdown()


def sources_asked(pulls: str = "[]", *, others: str = "200") -> Scenario:
    """All sources are there, but for one that is gone; all other links answer the same."""

    def scenario(folder: Path) -> Done:
        work = repository(folder)
        with http_server() as host:
            for path in (work / "case_studies").glob("*.yml"):
                answer = "410" if path.name == "doing-the-thing-unready.yml" else "200"
                text = re.sub(r"(url|archived): https?://\S+", rf"\1: {host}/{answer}", path.read_text())
                path.write_text(re.sub(r"\]\(https?://[^)\s]+", f"]({host}/{others}", text))
            for path in [*(work / "docs").rglob("*.md"), *(work / "case_studies").glob("*/*.yml")]:
                path.write_text(re.sub(r"\]\(https?://[^)\s]+", f"]({host}/{others}", path.read_text()))
            commit(work, "Sources that can be asked here")
            git(work, "push", "--quiet", "origin", "main")
            answers: list[Answer] = [("gh pr list", 0, pulls), ("gh pr create", 0, OPENED)]
            context = {
                "github.ref": "refs/heads/main",
                "github.repository": "example/casebook",
                "github.server_url": "https://github.com",
            }
            return run("links/sources", check_out(work), context, answers)

    return scenario


def audit(folder: Path) -> Done:
    return run("audit/audit", check_out(repository(folder)), {}, [])


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
    "listed": listing(CASE),
    "nothing to list": listing(),
    "listed by proposal": listing(CASE, is_protected=True),
    "listed by proposal again": listing(CASE, is_protected=True, pulls=OURS),
    "listed later": listing(CASE, moves_on=True),
    "sources": sources_asked(),
    "sources again": sources_asked(OURS),
    "other links are gone": sources_asked(others="404"),
    "audit": audit,
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


def listed(done: Done, branch: str = "main") -> str:
    """What a branch adds to what was checked out: authors, messages and files."""
    origin = done.project.parent / "origin.git"
    return git(origin, "log", "--format=%an: %s", "--name-status", f"checked-out..{branch}")


LIST = {"Install": 0, "Add what is new": 0, "Put it on main, or propose it": 0}
LISTED = "github-actions[bot]: List the addresses that are published now\n\nM\tcase_studies/permalinks.txt\n"


def test_new_addresses_are_added_on_main(did: Did) -> None:
    done = did("listed")
    assert (done.steps, listed(done)) == (LIST, LISTED)
    added = git(done.project.parent / "origin.git", "diff", "--unified=0", "checked-out", "main").splitlines()
    assert [line for line in added if line[0] in "+-" and "permalinks.txt" not in line] == [
        "+/case-studies/two-weeks/",
        *(f"+/case-studies/two-weeks/#{part}" for part in ("decisions", "lesson-test-fit-cheaply", "lessons")),
        *(f"+/case-studies/two-weeks/#{part}" for part in ("sources", "try-it")),
    ]
    assert [str(call) for call in done.calls] == ["make setup", "gh auth setup-git"]


def test_without_a_new_address_nothing_is_pushed(did: Did) -> None:
    done = did("nothing to list")
    assert (done.steps, listed(done), [str(call) for call in done.calls]) == (LIST, "", ["make setup"])


@needs_jq
def test_where_main_is_protected_new_addresses_are_proposed_once(did: Did) -> None:
    done = did("listed by proposal")
    assert (done.steps, listed(done), listed(done, "permalinks")) == (LIST, "", LISTED)
    assert [" ".join(call.words[:2]) for call in done.calls] == ["setup", "auth setup-git", "pr list", "pr create"]
    again = did("listed by proposal again")
    assert listed(again, "permalinks") == LISTED
    assert [" ".join(call.words[:2]) for call in again.calls] == ["setup", "auth setup-git", "pr list"]


def test_where_main_has_moved_on_its_own_deployment_lists_them(did: Did) -> None:
    done = did("listed later")
    assert (done.steps, listed(done).count("List the addresses")) == (LIST, 0)
    assert "Main has moved on" in done.log


SOURCES = {"Install": 0, "Ask": 0, "Propose what to write": 0}


@needs_jq
def test_a_source_that_is_gone_is_marked_in_a_pull_request_of_its_own(did: Did) -> None:
    done = did("sources")
    origin = done.project.parent / "origin.git"
    marked = git(
        origin, "diff", "--unified=0", "checked-out", "sources", "--", "case_studies/doing-the-thing-unready.yml"
    )
    assert done.steps == SOURCES
    assert re.findall(r"(?m)^[+-] +(\w+): \d{4}-\d\d-\d\d$", marked) == ["gone"] * marked.count("\n+ ")
    setup, _, _, create = done.calls
    assert str(setup) == "make setup"
    assert create.words[:6] == ["pr", "create", "--base", "main", "--head", "sources"]
    assert "## Sources that are gone\n\n- `case_studies/doing-the-thing-unready.yml:" in create.body
    assert create.body.endswith(done.summary)
    assert listed(done) == ""


def test_an_audit_lists_and_looks_at_all_that_is_locked(did: Did) -> None:
    done = did("audit")
    assert set(done.steps.values()) == {0}
    install, listed_, looked = map(str, done.calls)
    assert install.startswith(
        "python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit"
    )
    assert listed_ == "cyclonedx-py requirements requirements.txt --output-reproducible --output-file sbom.json"
    assert [word for word in looked.split() if word.endswith(".txt")] == [
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-audit.txt",
    ]


@needs_jq
def test_what_is_proposed_already_is_renewed(did: Did) -> None:
    done = did("sources again")
    assert done.steps == SOURCES
    assert [" ".join(call.words[:2]) for call in done.calls] == ["setup", "auth setup-git", "pr list", "pr edit"]


@needs_jq
def test_a_link_that_no_file_can_mark_fails_the_run_once_all_else_is_done(did: Did) -> None:
    done = did("other links are gone")
    assert done.steps == {**SOURCES, "Fail where only a person can mend something": 1}
    assert "## Other links that are gone, to be mended by hand\n\n- `" in done.summary
    assert str(done.calls[-1]).startswith("gh pr create")


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

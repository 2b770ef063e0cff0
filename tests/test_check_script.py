"""scripts/check.py, as people and machines call it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from builders import BASE, casebook

SCRIPT = BASE.parent.parent / "scripts" / "check.py"
BAD = """\
=== case_studies/a-draft.yml
status: draft
title: A: story
=== case_studies/lessons/unused.yml
title: Nobody cites this
short: It is there all the same.
body: "100 %, <b>and</b>"
=== docs/a,b.md
A <b>page</b>
"""
TEXT = """\
case_studies/a-draft.yml:2: yaml-syntax: column 9: the text holds a ': ', which makes a key of what is before it
  | title: A: story
  |         ^
  hint: put the whole text in double quotes
case_studies/lessons/unused.yml:3: raw-html: body must hold no raw HTML
  hint: write &lt; for <
docs/a,b.md:1: raw-html: a page must hold no raw HTML
  hint: write &lt; for <, or put code between lines of ```
"""
MEANINGS = "what each code means: docs/contribute/problems.md\n"


def check(*arguments: str | Path, cwd: Path = BASE, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=30)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").touch()
    return casebook(tmp_path, BAD)


def test_nothing_wrong_is_status_0() -> None:
    done = check("--root", BASE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "checked: all good\n")


def test_errors_are_status_1_and_said_on_standard_output(bad: Path) -> None:
    done = check("--root", bad)
    assert (done.returncode, done.stdout, done.stderr) == (1, TEXT, f"checked: 3 to mend, 0 to look at\n{MEANINGS}")


def test_warnings_are_status_0(bad: Path) -> None:
    (bad / "docs/a,b.md").unlink()
    (bad / "case_studies/a-draft.yml").unlink()
    (bad / "case_studies/lessons/unused.yml").write_text("title: Unused\nshort: Short.\nbody: Text.\n")
    done = check("--root", bad)
    assert (done.returncode, done.stderr) == (0, f"checked: 0 to mend, 1 to look at\n{MEANINGS}")
    assert done.stdout == (
        "case_studies/lessons/unused.yml:1: unused-lesson: warning: lesson 'unused' is cited by no case study\n"
        "  hint: cite it in a case study, or delete the file\n"
    )


def test_advice_is_given_only_where_it_is_asked_for_and_is_status_0(bad: Path) -> None:
    for path in ("docs/a,b.md", "case_studies/a-draft.yml", "case_studies/lessons/unused.yml"):
        (bad / path).unlink()
    (bad / "case_studies/a-draft.yml").write_text("status: draft\ntimeline: [{kind: work, title: Works}]\n")
    assert check("--root", bad).stderr == "checked: all good\n"
    done = check("--root", bad, "--advise")
    assert (done.returncode, done.stderr) == (
        0,
        f"checked: 0 to mend, 0 to look at, 1 to think about\n{MEANINGS}",
    )
    assert done.stdout == (
        "case_studies/a-draft.yml:2: undated-event: advice: nothing says when 'Works' was\n"
        "  hint: add  date:  or  when:  if the source tells; what it leaves undated stays undated\n"
    )
    assert check("--root", bad, "--advise", "--format", "github").stdout.startswith("::notice file=")
    assert json.loads(check("--root", bad, "--advise", "--format", "json").stdout)[0]["level"] == "advice"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--root", "nowhere"], "--root must be a folder; got 'nowhere'"),
        (["--root", BASE, "nothing.yml"], "'nothing.yml' does not exist"),
        (["--root", BASE, "/"], f"'/' must be inside {BASE}"),
        (["--root", BASE, "--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_wrong_use_is_status_2(arguments: list[str | Path], said: str) -> None:
    done = check(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_without_a_project_is_wrong_use(tmp_path: Path) -> None:
    done = check(cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("no mkdocs.yml here or in a folder above: change into the project, or pass --root\n")


def test_the_project_is_the_nearest_folder_above_with_a_mkdocs_yml(bad: Path) -> None:
    assert check(cwd=bad / "docs/guide").stdout == TEXT


@pytest.mark.parametrize("cwd", ["", "case_studies"])
@pytest.mark.parametrize("path", ["case_studies/a-draft.yml", "./case_studies/../case_studies/a-draft.yml"])
def test_a_path_says_only_what_is_wrong_there(bad: Path, path: str, cwd: str) -> None:
    done = check(path, cwd=bad / cwd)
    assert (done.returncode, done.stdout.splitlines()) == (1, TEXT.splitlines()[:4])


def test_a_folder_says_what_is_wrong_in_it(bad: Path) -> None:
    assert check("case_studies", cwd=bad).stdout.splitlines() == TEXT.splitlines()[:6]
    assert check(".", cwd=bad).stdout == TEXT
    assert check("docs/guide", cwd=bad).returncode == 0


def test_a_broken_link_is_looked_at_itself(bad: Path) -> None:
    (bad / "case_studies/link.yml").symlink_to("nowhere")
    assert check("case_studies/link.yml", cwd=bad).stdout.splitlines()[0] == (
        "case_studies/link.yml:1: not-a-file: the file must be an ordinary one; this is a link"
    )


def test_github_gets_workflow_commands_with_its_escapes(bad: Path) -> None:
    (bad / "case_studies/lessons/unused.yml").write_text("title: 100 %\nshort: S.\nbody: '[a](50%:b)'\n")
    assert check("--root", bad, "--format", "github").stdout == (
        "::error file=case_studies/a-draft.yml,line=2,title=yaml-syntax::"
        "column 9: the text holds a ': ', which makes a key of what is before it"
        "%0Ahint: put the whole text in double quotes"
        "%0Awhat it means: docs/contribute/problems.md#yaml-syntax\n"
        "::error file=case_studies/lessons/unused.yml,line=3,title=bad-link::a link must be a web address, "
        "mailto: and a mail address, or one of lesson:, case:, mistake:, tag:, term:; got '50%25:b'"
        "%0Ahint: write the whole address, such as https://example.org/post, or one of ours, such as lesson:ask-early"
        "%0Awhat it means: docs/contribute/problems.md#bad-link\n"
        "::error file=docs/a%2Cb.md,line=1,title=raw-html::a page must hold no raw HTML"
        "%0Ahint: write &lt; for <, or put code between lines of ```"
        "%0Awhat it means: docs/contribute/problems.md#raw-html\n"
    )


def test_json_is_a_list_of_records(bad: Path) -> None:
    assert json.loads(check("--root", bad, "--format", "json", "docs").stdout) == [
        {
            "path": "docs/a,b.md",
            "line": 1,
            "level": "error",
            "code": "raw-html",
            "message": "a page must hold no raw HTML",
            "hint": "write &lt; for <, or put code between lines of ```",
        },
    ]
    assert json.loads(check("--root", BASE, "--format", "json").stdout) == []


def on_a_terminal(root: Path, **environment: str) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, str(SCRIPT), "--root", str(root), "docs"]
    subprocess.run(
        command, cwd=root, stdout=theirs, stderr=subprocess.DEVNULL, env={**os.environ, **environment}, check=False
    )
    os.close(theirs)
    return os.read(ours, 10_000).decode().replace("\r\n", "\n")


def test_colours_are_for_terminals(bad: Path) -> None:
    plain = "".join(f"{line}\n" for line in TEXT.splitlines()[-2:])
    bold = plain.replace("docs/a,b.md:1", "\x1b[1mdocs/a,b.md:1\x1b[0m").replace(
        ": raw-html:", ": \x1b[31mraw-html\x1b[0m:"
    )
    assert on_a_terminal(bad, NO_COLOR="") == bold
    assert on_a_terminal(bad, NO_COLOR="1") == plain


def test_a_reader_that_goes_away_is_no_error(bad: Path) -> None:
    for number in range(3000):
        (bad / f"case_studies/draft-{number}.yml").write_text("status: draft\nunknown: key\n")
    command = f"set -o pipefail; {sys.executable} {SCRIPT} --root . | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=bad, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (
        1,
        1,
        f"checked: 3003 to mend, 0 to look at\n{MEANINGS}",
    )


def test_what_a_terminal_cannot_show_is_spelt_out(bad: Path) -> None:
    (bad / "case_studies/\x1b[31mred\n.yml").write_text("status: draft\ntitle: [ü]\n")
    done = check("--root", bad, "case_studies", PYTHONIOENCODING="ascii")
    assert done.stdout.splitlines()[0] == (
        "case_studies/\\x1b[31mred\\n.yml:1: bad-id: the file's name must be small letters, digits and single hyphens; "
        "got '\\x1b[31mred\\n'"
    )
    assert done.stderr == f"checked: 4 to mend, 0 to look at\n{MEANINGS}"

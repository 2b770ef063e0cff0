"""What the addresses of sources say, and what is written of it: asked of a server of our own, never of the web."""

import datetime
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from builders import casebook

from casebook.contributing.answers import AGENT, Answer, Asker, State
from casebook.contributing.source_marks import Link, left, links, mark, report
from casebook.loading.files import Files
from casebook.loading.load import load
from casebook.loading.reading import read_files
from casebook.problem import errors

TODAY = datetime.date(2026, 12, 1)
THERE, GONE, UNKNOWN = Answer(State.THERE, "200 OK"), Answer(State.GONE, "404 Not Found"), Answer(State.UNKNOWN, "?")


class Handler(BaseHTTPRequestHandler):
    """Answers `/410` with 410; what else it can do is below."""

    asked: list[tuple[str, str, str | None]]

    def answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/")
        if name == "slow":
            time.sleep(0.6)
        if name == "silent":
            self.close_connection = True
            return
        status = {"loop": 302, "to-file": 302, "moved": 301, "slow": 200}.get(name)
        if name == "only-pages":
            status = 405 if self.command == "HEAD" else 200
        elif name == "ill-once":
            status = 503 if len([path for _, path, _ in self.asked if path == self.path]) < 3 else 200
        self.send_response(status or int(name))
        targets = {"loop": "/loop", "to-file": "file:///etc/hostname", "moved": "/200"}
        if name in targets:
            self.send_header("Location", targets[name])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815  the server's names

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Handler.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


QUICK = Asker(pause=0, retries=(), timeout=0.3)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("200", Answer(State.THERE, "200 OK")),
        ("moved", Answer(State.THERE, "200 OK")),
        ("only-pages", Answer(State.THERE, "200 OK")),
        ("404", Answer(State.GONE, "404 Not Found")),
        ("410", Answer(State.GONE, "410 Gone")),
        ("401", Answer(State.UNKNOWN, "401 Unauthorized")),
        ("403", Answer(State.UNKNOWN, "403 Forbidden")),
        ("429", Answer(State.UNKNOWN, "429 Too Many Requests", may_pass=True)),
        ("500", Answer(State.UNKNOWN, "500 Internal Server Error", may_pass=True)),
        ("slow", Answer(State.UNKNOWN, "no answer within 0.3 seconds", may_pass=True)),
    ],
)
def test_only_what_says_so_is_gone(path: str, expected: Answer, host: str) -> None:
    assert QUICK.ask(f"{host}/{path}") == expected


@pytest.mark.parametrize("path", ["loop", "to-file", "silent"])
def test_what_can_t_be_followed_is_not_known(path: str, host: str) -> None:
    assert QUICK.ask(f"{host}/{path}").state is State.UNKNOWN


def test_no_host_is_no_reason_to_call_a_source_gone() -> None:
    assert QUICK.ask("http://127.0.0.1:9/").state is State.UNKNOWN


def test_who_is_ill_is_asked_again_and_who_is_gone_is_not(host: str) -> None:
    patient = Asker(pause=0, retries=(0, 0), timeout=1)
    found = patient.ask_all([f"{host}/ill-once", f"{host}/404", f"{host}/404"])
    assert found == {f"{host}/ill-once": THERE, f"{host}/404": GONE}
    assert [(method, path) for method, path, _ in Handler.asked] == [
        *[("HEAD", "/ill-once"), ("GET", "/ill-once"), ("HEAD", "/ill-once")],
        *[("HEAD", "/404"), ("GET", "/404")],
    ]


def test_a_host_can_find_out_who_asks(host: str) -> None:
    Asker("https://example.org/casebook").ask(f"{host}/200")
    assert Handler.asked == [("HEAD", "/200", f"{AGENT} (+https://example.org/casebook)")]


ELSEWHERE = "https://elsewhere.test"
CASE = """\
=== case_studies/another-story.yml
title: A year of changing subfields again     # a comment that stays
summary: Somebody moves between subfields for another year.
subject: {name: Robin Example}
permission: {basis: public_writeup}
status: published
decisions:
  - {id: leave, title: Leave evals}
lessons:
  - {text: A cheap trial would have told them in two weeks., lesson: test-fit}
sources:
"""
URL_FIRST = "  - url: https://elsewhere.test/a\n"
AGAIN = "  - {title: A, url: 'https://elsewhere.test/a', read: whole"


def urls(files: Files) -> list[str]:
    return [link.url for link in links(files)]


@pytest.mark.parametrize(
    ("before", "answer", "after"),
    [
        (f"{AGAIN}}}", THERE, "  - {title: A, checked: 2026-12-01, url: 'https://elsewhere.test/a', read: whole}"),
        (f"{AGAIN}}}", GONE, "  - {title: A, gone: 2026-12-01, url: 'https://elsewhere.test/a', read: whole}"),
        (f"{AGAIN}}}", UNKNOWN, f"{AGAIN}}}"),
        (f"{AGAIN}, checked: 2026-01-01}}", THERE, f"{AGAIN}, checked: 2026-01-01}}"),
        (f"{AGAIN}, checked: 2024-01-01}}", THERE, f"{AGAIN}, checked: 2026-12-01}}"),
        (f"{AGAIN}, gone: 2026-11-01}}", GONE, f"{AGAIN}, gone: 2026-11-01}}"),
        (
            f"{AGAIN}, gone: 2026-11-01, via: page}}",
            THERE,
            "  - {title: A, checked: 2026-12-01, url: 'https://elsewhere.test/a', read: whole, via: page}",
        ),
        (
            "  - title: A\n    url: https://elsewhere.test/a\n    read: whole",
            GONE,
            "  - title: A\n    url: https://elsewhere.test/a\n    gone: 2026-12-01\n    read: whole",
        ),
        (
            f"{URL_FIRST}    gone: 2026-11-01\n    checked: 2026-10-01\n    title: A\n    read: whole",
            THERE,
            f"{URL_FIRST}    checked: 2026-12-01\n    title: A\n    read: whole",
        ),
    ],
)
def test_a_source_s_lines_are_changed_and_no_others(before: str, answer: Answer, after: str, tmp_path: Path) -> None:
    more = "\n  - {title: B, url: 'https://elsewhere.test/b', read: part, checked: 2026-11-01}\n"
    files = read_files(casebook(tmp_path, f"{CASE}{before}{more}"))
    answers = dict.fromkeys(urls(files), UNKNOWN) | {"https://elsewhere.test/a": answer}
    assert mark(tmp_path, files, answers, TODAY) == []
    text = (tmp_path / "case_studies/another-story.yml").read_text("utf-8")
    assert text == f"{CASE}{after}{more}".partition("\n")[2]
    assert errors(load(tmp_path)[1]) == []


def test_what_can_t_be_changed_by_lines_is_left_and_named(tmp_path: Path) -> None:
    files = read_files(
        casebook(tmp_path, f'{CASE}  - {{title: A, "url":\n    "https://elsewhere.test/a", read: whole}}\n')
    )
    before = files.cases["another-story"].source.text
    assert mark(tmp_path, files, dict.fromkeys(urls(files), GONE), TODAY) == ["case_studies/another-story.yml"]
    assert (tmp_path / "case_studies/another-story.yml").read_text("utf-8") == before


def test_the_report_names_what_somebody_must_look_at(tmp_path: Path) -> None:
    sources = (
        f"{AGAIN}}}",
        f"{AGAIN.replace('/a', '/`b')}, gone: 2026-11-01}}",
        f"{AGAIN.replace('/a', '/c')}, archived: '{ELSEWHERE}/copy'}}",
    )
    tree = CASE + "".join(f"{source}\n" for source in sources) + f"background: See [this]({ELSEWHERE}/prose).\n"
    page = (
        f"=== docs/about.md\n# About\n\n[one]({ELSEWHERE}/page), [two](https://example.com), [three](lesson:test-fit)\n"
    )
    files = read_files(casebook(tmp_path, tree + page))
    path = "case_studies/another-story.yml"
    found = links(files)
    assert found == [
        Link(path, 11, f"{ELSEWHERE}/a", is_source=True),
        Link(path, 12, f"{ELSEWHERE}/`b", is_source=True, was_gone=True),
        Link(path, 13, f"{ELSEWHERE}/c", is_source=True),
        Link(path, 13, f"{ELSEWHERE}/copy"),
        Link(path, 14, f"{ELSEWHERE}/prose"),
        Link("docs/about.md", 3, f"{ELSEWHERE}/page"),
    ]
    states = [GONE, THERE, UNKNOWN, THERE, GONE, THERE]
    answers = {link.url: answer for link, answer in zip(found, states, strict=True)}
    assert left(found, answers) == [found[4]]
    assert report(found, answers, ["case_studies/odd.yml"]) == (
        "6 links were asked: 2 gone, 1 of which nothing is known.\n\n"
        f"## Sources that are gone\n\n- `{path}:11` `{ELSEWHERE}/a` 404 Not Found\n\n"
        f"## Other links that are gone, to be mended by hand\n\n- `{path}:14` `{ELSEWHERE}/prose` 404 Not Found\n\n"
        f"## Sources that are there again\n\n- `{path}:12` `{ELSEWHERE}/%60b` 200 OK\n\n"
        f"## Nothing is known\n\n- `{path}:13` `{ELSEWHERE}/c` ?\n\n"
        "## Files to be changed by hand\n\n- `case_studies/odd.yml`"
    )

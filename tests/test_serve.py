"""`mkdocs serve` while somebody writes: a broken file leaves the last good page, and a box says what is wrong."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from browser import ROOT, faults
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

PARTS = ("case_studies", "docs", "hooks", "overrides")
DRAFT = """\
title: A draft that somebody writes
summary: It is not done yet.
status: draft
lessons:
  - text: Ask early.
    lesson: test-fit-cheaply
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The file that somebody writes, in a copy of the project."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy2(ROOT / "mkdocs.yml", tmp_path)
    path = tmp_path / "case_studies/a-draft.yml"
    path.write_text(DRAFT, "utf-8")
    return path


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address at which a project is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "CASEBOOK_SEARCH": "off"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", place]
    with (
        said_below(root).open("w") as said,
        subprocess.Popen(command, cwd=root, env={**os.environ, **quiet}, stderr=said) as server,
    ):
        try:
            while "Serving on" not in said_below(root).read_text("utf-8"):
                assert server.poll() is None, "it stopped"
                time.sleep(0.05)
            yield f"http://{place}/"
        finally:
            server.terminate()


def build(root: Path, **more: str) -> None:
    """Writes the site of a project below it."""
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(root / "mkdocs.yml")]
    subprocess.run(command, env={**os.environ, "CASEBOOK_SEARCH": "off", **more}, capture_output=True, check=True)


def said_below(root: Path) -> Path:
    """What the server says in the terminal."""
    return root / "terminal.txt"


@pytest.fixture
def base(draft: Path) -> Iterator[str]:
    """The address at which the project is served, since it was whole."""
    with serving(draft.parent.parent) as address:
        yield address


@pytest.fixture
def page(base: str, browser: Browser) -> Iterator[Page]:
    """The draft's page in a browser."""
    opened = browser.new_page()
    opened.goto(f"{base}case-studies/a-draft/")
    yield opened
    opened.close()


def test_a_broken_file_is_said_over_the_last_good_page_and_the_box_goes_when_it_is_mended(
    page: Page, draft: Path
) -> None:
    heading, box = page.get_by_role("heading", level=1), page.get_by_role("alert")
    expect(heading).to_have_text("A draft that somebody writes")
    expect(box).to_have_count(0)
    draft.write_text(DRAFT.replace("test-fit-cheaply", "test-fit-cheeply"), "utf-8")
    expect(box).to_contain_text(
        "case_studies/a-draft.yml:6 unknown-lesson: lesson 'test-fit-cheeply' does not exist "
        "(did you mean 'test-fit-cheaply'?)",
        timeout=60_000,
    )
    expect(heading).to_have_text("A draft that somebody writes")
    assert [fault for fault in faults(page) if "casebook-problems" in fault] == []
    draft.write_text(DRAFT.replace("title: A draft", "title: A page"), "utf-8")
    expect(heading).to_have_text("A page that somebody writes", timeout=60_000)
    expect(box).to_have_count(0)


def test_what_is_broken_and_taken_back_is_as_it_was(page: Page, draft: Path) -> None:
    box = page.get_by_role("alert")
    draft.write_text("title: [", "utf-8")
    expect(box).to_contain_text("yaml-syntax", timeout=60_000)
    draft.write_text(DRAFT, "utf-8")
    expect(box).to_have_count(0, timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("A draft that somebody writes")


def test_a_change_of_a_template_is_on_the_page_that_is_looked_at_and_on_all_others(
    page: Page, base: str, draft: Path
) -> None:
    template = draft.parents[1] / "overrides/pages/case_study.html"
    text = template.read_text("utf-8")
    template.write_text(text.replace("{% block main %}", "{% block main %}<p>New for everybody</p>", 1), "utf-8")
    expect(page.get_by_text("New for everybody")).to_be_visible(timeout=60_000)
    page.goto(f"{base}case-studies/changing-subfields-and-back/")
    expect(page.get_by_text("New for everybody")).to_be_visible()
    records = page.request.get(f"{base}api/v1/case-studies.json").json()["records"]
    assert "changing-subfields-and-back" in {record["id"] for record in records}


def test_a_broken_template_is_named_where_its_page_would_be_until_it_is_mended(
    page: Page, base: str, draft: Path
) -> None:
    template = draft.parents[1] / "overrides/pages/case_study.html"
    text = template.read_text("utf-8")
    broken = text.replace("{% block main %}", "{% block main %}{{ cas.title }}", 1)
    line = broken[: broken.index("cas.title")].count("\n") + 1
    template.write_text(broken, "utf-8")
    said = f"overrides/pages/case_study.html:{line}: 'cas' is undefined"
    expect(page.locator("body")).to_have_text(said, timeout=60_000)
    assert page.goto(f"{base}case-studies/changing-subfields-and-back/").status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert page.goto(f"{base}lessons/test-fit-cheaply/").status == HTTPStatus.OK
    page.goto(f"{base}case-studies/a-draft/")
    template.write_text(text, "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("A draft that somebody writes", timeout=60_000)


def test_a_broken_template_is_said_in_the_terminal_once_also_if_nobody_looks_at_its_pages(
    page: Page, base: str, draft: Path
) -> None:
    root = draft.parents[1]
    template, terminal = root / "overrides/pages/chapter.html", said_below(root)
    text = template.read_text("utf-8")
    template.write_text(text.replace("{{ content }}", "{{ contnt }}"), "utf-8")
    line = text[: text.index("{{ content }}")].count("\n") + 1
    said = f"overrides/pages/chapter.html:{line}: 'contnt' is undefined\n"
    patience = time.monotonic() + 60
    while said not in terminal.read_text("utf-8") and time.monotonic() < patience:
        page.wait_for_timeout(100)
    assert terminal.read_text("utf-8").count(said) == 1
    for _ in range(2):  # asked for again, it is no half of a page
        assert page.goto(f"{base}guide/theory-of-change/").status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert page.goto(f"{base}about/").status == HTTPStatus.OK
    assert terminal.read_text("utf-8").count(said) == 1
    page.goto(f"{base}guide/theory-of-change/")
    template.write_text(text, "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Theory of change", timeout=60_000)


def test_pages_are_served_as_they_are_built(draft: Path, browser: Browser) -> None:
    draft.unlink()  # a draft is only served
    root, asked = draft.parents[1], browser.new_page().request
    with serving(root) as base:
        build(root, CASEBOOK_SITE_URL=base)
        built = {
            path.relative_to(root / "site").as_posix(): path.read_text() for path in (root / "site").rglob("*.html")
        }
        served = {path: asked.get(base + path).text() for path in built}
        assert asked.get(f"{base}about").url == f"{base}about/"
    assert len(built) > 200
    assert {path: main_of(html) for path, html in served.items()} == {path: main_of(built[path]) for path in built}


def main_of(html: str) -> str:
    """A page without its head, and without what live reload adds to it."""
    return html[html.find("<main") : html.rfind("</main>")]


def test_the_box_leads_to_what_a_code_means(page: Page, draft: Path) -> None:
    draft.write_text(DRAFT.replace("lessons:", "lesson:"), "utf-8")
    page.get_by_role("alert").get_by_role("link", name="unknown-key").click(timeout=60_000)
    expect(page.locator("#unknown-key")).to_be_in_viewport()


def test_serve_starts_without_what_is_broken_and_shows_it_once_it_is_mended(draft: Path, browser: Browser) -> None:
    draft.write_text(DRAFT.replace("title: A draft that", 'title: "A draft that'), "utf-8")
    lesson = draft.parent / "lessons/test-fit-cheaply.yml"
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("title:", "titel:"), "utf-8")
    with serving(draft.parent.parent) as base:
        page = browser.new_page()
        page.goto(f"{base}case-studies/a-draft/")
        heading, box = page.get_by_role("heading", level=1), page.get_by_role("alert")
        expect(heading).to_have_text("There is no page here")
        expect(box.get_by_role("heading")).to_have_text(
            "To mend: 3. This is the site without the files that have errors, and without what needs them."
        )
        places = ["case_studies/a-draft.yml:1", *(f"case_studies/lessons/{lesson.name}:{line}" for line in (1, 1))]
        expect(box.locator("li > code")).to_have_text(places)
        lesson.write_text(text, "utf-8")
        expect(box.locator("li > code")).to_have_text(places[:1], timeout=60_000)
        draft.write_text(DRAFT, "utf-8")
        expect(heading).to_have_text("A draft that somebody writes", timeout=60_000)
        expect(box).to_have_count(0)
        assert page.goto(f"{base}lessons/test-fit-cheaply/").status == HTTPStatus.OK
        page.close()


def test_the_built_site_has_no_box(draft: Path) -> None:
    root = draft.parent.parent
    build(root)
    names = [path for path in (root / "site").rglob("problems.*") if path.is_file()]
    assert names == []
    assert "problems.js" not in (root / "site/index.html").read_text("utf-8")

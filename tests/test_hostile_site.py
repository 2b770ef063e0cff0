"""A casebook whose every text is hostile, and which breaks no rule: built for real, and opened in Chromium.

On none of its pages a planted script runs, a dialog opens or another host is asked; the search dialog is one of them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import ROOT
from playwright.sync_api import Browser, expect

from casebook.contributing.as_hosted import as_hosted

pytestmark = pytest.mark.slow

PARTS = ("hooks", "overrides", "mkdocs.yml", "docs/assets", "docs/javascripts", "docs/stylesheets", "docs/index.md")
EVIL = (
    "planted </title></script></textarea>--><script>planted=1</script>"
    "\"'><img src=x onerror=planted=1>{{ 1234567*9 }}&lt;"
)
"""Ends whatever it may stand in, and begins a script; it has fewer than 120 characters."""
IMAGE = "<img src=x onerror=planted=1>"
QUOTED = "'" + EVIL.replace("'", "''") + "'"
NAME = QUOTED.replace("planted <", "somebody planted <", 1)  # a title must not hold the name
PAGE = (
    f"---\ntitle: {QUOTED}\ndescription: {QUOTED}\n---\n# `{EVIL}`\n\n## __config\n\n`{EVIL}` and {{{{ 1234567*9 }}}}\n"
    "\none | other\n--: | :-:\n1 | 2\n"
)
FILES = {
    "case_studies/mistakes.yml": f"- {{id: a-kind, title: {QUOTED}, short: {QUOTED}, boundary: '`x`'}}\n",
    "case_studies/tags.yml": f"- {{id: a-group, title: '{IMAGE}', tags: {{a-tag: '<b onclick=planted=1>'}}}}\n",
    "case_studies/lessons/a-lesson.yml": (
        f"title: {QUOTED}\nshort: {QUOTED}\nbody: |\n  `{EVIL}`\n  &lt;script&gt;planted=1&lt;/script&gt;\n"
    ),
    "case_studies/sessions/a-session.yml": (
        f"title: {QUOTED}\nminutes: 9\ncases: [a-case]\nquestions: [{QUOTED}]\npause_before: a-case#choose\n"
    ),
    "case_studies/a-case.yml": f"""\
title: {QUOTED}
summary: {QUOTED}
subject: {{name: {NAME}, was: {QUOTED}, location: {QUOTED}}}
permission: {{basis: public_writeup, held_by: {QUOTED}}}
status: published
covers: {QUOTED}
tags: {{a-group: [a-tag]}}
timeline:
- {{id: an-event, kind: work, when: {QUOTED}, title: {QUOTED}}}
views:
- {{id: a-view, about: theory_of_change, at: an-event, view: '`<script>`'}}
decisions:
- {{id: choose, at: an-event, title: {QUOTED}}}
mistakes:
- {{id: a-mistake, at: an-event, title: {QUOTED}, category: a-kind}}
helped:
- {{id: a-help, at: an-event, title: {QUOTED}, lessons: [a-lesson]}}
lessons:
- {{text: '`<img src=x onerror=planted=1>`', lesson: a-lesson}}
stop_rule: {{text: '`<b>`', where: {QUOTED}}}
discussion: [{QUOTED}]
sources:
- {{title: {QUOTED}, url: "https://example.org/?a=1&b='onclick=planted=1", author: {QUOTED}, read: whole}}
""",
    "docs/guide/a-chapter.md": PAGE,
    "docs/about.md": PAGE,
    "docs/contribute/index.md": PAGE,
    "docs/worksheets/a-sheet.md": (
        f"---\ntitle: {QUOTED}\nminutes: 9\ndescription: {QUOTED}\n"
        f"fields: [{{id: a-field, label: {QUOTED}, hint: {QUOTED}}}]\n---\nText\n"
    ),
}
EVENTS = re.compile(r"on[a-z]+", re.IGNORECASE)
NAV = re.compile(r"^nav:.*?(?=^plugins:)", re.MULTILINE | re.DOTALL)


class Scripts(HTMLParser):
    """The scripts of a page, and the elements that have a handler or run code in another way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.data: list[str] = []
        self.sources: list[str] = []
        self.faults: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.faults += [f"{tag} {name}" for name in values if EVENTS.fullmatch(name)]
        self.faults += [tag] if tag in {"iframe", "object", "embed", "math"} else []
        self.faults += [tag] if tag == "base" and values != {"target": "_top"} else []  # as in a card
        links = [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        self.faults += [link for link in links if link.lower().startswith(("javascript:", "data:", "//"))]
        if tag == "script":
            self._inside = values.get("type") or "script"
            self.sources += [values["src"]] if values.get("src") else []

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == "script" else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside in {"application/json", "application/ld+json"}:
            self.data.append(data)
        elif self._inside and data.strip():
            self.inline.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    for part in PARTS:
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy2)(ROOT / part, root / part)
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / "docs/index.md").write_text("# Home\n", "utf-8")
    config = root / "mkdocs.yml"
    navigation = (
        "nav: [index.md, guide/, worksheets/, contribute/index.md, about.md, case-studies/index.md, lessons/index.md]\n"
    )
    config.write_text(NAV.sub(navigation, config.read_text("utf-8")), "utf-8")
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "CASEBOOK_SEARCH": "on"}
    command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "-f", str(config)]
    built = subprocess.run(command, env={**os.environ, **quiet}, capture_output=True, text=True, check=False)
    assert (built.returncode, "Traceback" in built.stderr) == (0, False), built.stderr
    return root / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}


def test_a_title_that_looks_like_html_is_a_title(pages: dict[str, str]) -> None:
    titles = {path for path, text in pages.items() if "&lt;script&gt;planted=1" in text}
    assert {"case-studies/a-case/index.html", "guide/a-chapter/index.html", "about/index.html", "index.html"} <= titles
    assert [path for path, text in pages.items() if "<script>planted" in text or "<img src=x" in text] == []
    assert [path for path, text in pages.items() if "11111103" in text] == []


def test_no_element_of_a_page_runs_what_was_planted(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        scripts = Scripts(text)
        assert (path, scripts.faults) == (path, [])
        assert [script for script in scripts.inline if "planted" in script] == []
        assert all(json.loads(data) for data in scripts.data)
        assert len(re.findall(r'id="__config"', text)) <= 1


def test_what_other_programs_read_is_well_formed(site: Path) -> None:
    feeds = sorted(site.rglob("*.xml"))
    records = [path for path in sorted(site.rglob("*.json")) if "pagefind" not in path.parts]
    assert (bool(feeds), bool(records)) == (True, True)
    for path in feeds:
        ElementTree.parse(path)  # noqa: S314  our own file
    for path in records:
        json.loads(path.read_text("utf-8"))


def test_no_planted_script_runs_and_no_other_host_is_asked(browser: Browser, site: Path, pages: dict[str, str]) -> None:
    with as_hosted(site) as home:
        context = browser.new_context(base_url=home)
        noise: list[str] = []
        context.on("request", lambda request: request.url.startswith(home) or noise.append(request.url))
        context.on("dialog", lambda dialog: (noise.append(dialog.message), dialog.dismiss()))
        context.on("console", lambda message: message.type in {"error", "warning"} and noise.append(message.text))
        context.on("weberror", lambda error: noise.append(str(error.error)))
        page = context.new_page()
        for path in pages:
            page.goto(path)
            assert (path, page.evaluate("typeof planted")) == (path, "undefined")
        page.goto("case-studies/a-case/")
        page.keyboard.press("/")
        page.get_by_role("searchbox").fill("planted")
        expect(page.locator("dialog").get_by_role("status")).to_contain_text("“planted”")
        expect(page.locator("dialog li").first).to_contain_text("<script>")
        assert page.evaluate("typeof planted") == "undefined"
        assert page.locator("dialog li img, dialog li script, dialog li b").count() == 0
        context.close()
    assert noise == []

"""What the tests that open the site share: the built site, a browser, and how to search."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from casebook.loading.load import Casebook

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = "https://github.com/example/casebook"
THREE_PAUSES = "three-pauses"
THREE = """\
title: Three pauses in two stories
minutes: 60
cases: [changing-subfields-and-back, leaving-after-four-years-alone]
pause_before: [leave-the-sprint, engineering-for-the-pair, leaving-after-four-years-alone#leave-and-say-why]
"""
"""How it begins; it goes on as a real one does, so that its handout is as full."""
PARTS = ("case_studies", "docs", "hooks", "overrides", "mkdocs.yml")
Visit: TypeAlias = Callable[..., Page]
"""Opens a page of the site by its path, in a browser context of its own; options are the context's."""
ACTIVE = "document.activeElement.outerHTML"
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws the same pages as the whole browser, in half the time."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def copy(root: Path) -> None:
    """The project at `root`, with a case that was withdrawn and renamed, and a session of three pauses.

    The real one may have none.
    """
    for part in PARTS:
        whole = ROOT / part
        (shutil.copytree if whole.is_dir() else shutil.copy)(whole, root / part)
    (root / "case_studies/gone.yml").write_text(
        "status: withdrawn\nwithdrawn: {date: 2026-11-24, reason: asked}\naliases: [gone-before]\n", "utf-8"
    )
    sessions = root / "case_studies/sessions"
    _, *steps_and_on = (sessions / "stop-rules.yml").read_text("utf-8").partition("steps:\n")
    (sessions / f"{THREE_PAUSES}.yml").write_text(THREE + "".join(steps_and_on), "utf-8")


def build(root: Path, site: Path) -> None:
    """The site, strictly, with its search index and with a repository that its pages could ask for something."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    environment = {**os.environ, **quiet, "CASEBOOK_REPO_URL": REPOSITORY, "CASEBOOK_SEARCH": "on"}
    built = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (built.returncode, site.is_dir()) == (0, True), built.stderr


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, or else Playwright's own."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))


def faults(page: Page) -> list[str]:
    """What axe finds on a page: anything at all in what is ours, in the theme's frame what is serious or critical.

    Each is the rule, and where it is broken.
    """
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['target']}"
        for violation in violations
        for node in violation["nodes"]
        if violation["impact"] in {"serious", "critical"} or _is_ours(page, node["target"])
    ]


def _is_ours(page: Page, target: list[str]) -> bool:
    """Whether a node of axe's stands in the main content, in the search dialog, or in a document of its own."""
    inside = "selector => Boolean(document.querySelector(selector)?.closest('#content, dialog'))"
    return len(target) != 1 or bool(page.evaluate(inside, target[0]))


def search(page: Page, words: str) -> Locator:
    """Opens the search if it is closed, types, and waits for what is found: a list of links."""
    if not page.locator("dialog").is_visible():
        page.keyboard.press("/")
    page.get_by_role("searchbox").fill(words)
    said = "words => document.querySelector('dialog [role=status]').textContent.includes(`“${words}”`)"
    page.wait_for_function(said, arg=words)  # asks at every frame, where `expect` asks after up to a second
    return page.locator("dialog li").get_by_role("link")


def paths(found: Locator) -> list[str]:
    """Where links lead, from the site's root."""
    return found.evaluate_all("links => links.map((link) => link.href.slice(location.origin.length + 1))")


def all_paths(page: Page, words: str) -> list[str]:
    """Where everything that is found leads, that behind “Show more” included."""
    found = search(page, words)
    more = page.get_by_role("button", name="Show more")
    while more.is_visible():
        before = found.count()
        more.click()
        expect(found.nth(before)).to_be_focused()
    return paths(found)


def sentence(book: Casebook) -> tuple[str, str, str]:
    """The slug, the id of a part, and a plain sentence of that part."""
    for slug, case in book.cases.items():
        for part in case.mistakes:
            first = part.what.split(". ")[0].strip()
            if re.fullmatch(r"[A-Za-z ,]{50,200}", first):
                return slug, part.id, first
    raise LookupError("no mistake begins with a plain sentence")

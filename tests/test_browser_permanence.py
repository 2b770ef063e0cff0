"""A site is built, much is renamed, and it is built again: every old address and anchor still arrives, in Chromium."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import ROOT
from playwright.sync_api import Browser, Error, Page, expect
from test_permanence import ADD, add
from test_site import PARTS, build, read_site
from test_site import Page as Site

from casebook.contributing.as_hosted import as_hosted
from casebook.loading.permalinks import PERMALINKS

pytestmark = pytest.mark.slow

CASES = "case_studies"
FILES = {
    f"{CASES}/changing-subfields-and-back.yml": "a-year-of-subfields",
    f"{CASES}/lessons/test-fit-cheaply.yml": "try-before-committing",
    f"{CASES}/sessions/stop-rules.yml": "when-to-stop",
    "docs/guide/funding-and-runway.md": "money-and-time",
    "docs/worksheets/me-or-the-situation.md": "what-is-it",
}
"""Files that get another name."""
WORDS = {
    "programme-as-goal": "the-badge-was-the-goal",  # a category
    "ml-researcher": "machine-learner",  # a tag
    "leaves-evals": "quits-evals",  # an event
    "evals-will-be-ignored": "nobody-will-act",  # a view
    "mech-interp-after-mats": "interpretability-after-mats",  # a decision
    "goal-was-the-programme": "programme-first",  # a mistake
}
"""Ids that get another name."""
GROUP = ("programme", "scheme")
"""A tag group that gets another name."""
PAGES = {
    "/case-studies/changing-subfields-and-back/": "/case-studies/a-year-of-subfields/",
    "/lessons/test-fit-cheaply/": "/lessons/try-before-committing/",
    "/sessions/stop-rules/": "/sessions/when-to-stop/",
    "/guide/funding-and-runway/": "/guide/money-and-time/",
    "/worksheets/me-or-the-situation/": "/worksheets/what-is-it/",
    "/mistakes/programme-as-goal/": "/mistakes/the-badge-was-the-goal/",
    "/tags/background/ml-researcher/": "/tags/background/machine-learner/",
}


@dataclass(frozen=True)
class Renamed:
    """The second site."""

    address: str
    """Where it is served."""
    folder: Path
    before: frozenset[str]
    """Every address of the first site, and every anchor of its pages' own parts."""


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renamed]:
    project = tmp_path_factory.mktemp("renamed")
    for part in PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy2)(ROOT / part, project / part)
    run("permalinks.py", project, "--update")
    assert build(project / "mkdocs.yml").returncode == 0
    before = frozenset(line for line in (project / PERMALINKS).read_text("utf-8").splitlines() if line.startswith("/"))
    built = {page for page in read_site(project / "site") if not page.startswith(("/404.html", "/embed/"))}
    assert {line.partition("#")[0] for line in before} == built
    for path, name in FILES.items():
        (project / path).rename((project / path).with_stem(name))
    for old, new in {**{Path(path).stem: name for path, name in FILES.items()}, **WORDS}.items():
        write(project, rf"(?<![\w-]){old}(?![\w-])", new)
    write(project, rf"(?m)(?<=^- id: ){GROUP[0]}$|(?<=^  ){GROUP[0]}(?=: )|(?<=tag:){GROUP[0]}(?=/)", GROUP[1])
    declare(project)
    with (project / CASES / "redirects.yml").open("a", encoding="utf-8") as file:
        to = "/case-studies/a-year-of-subfields/#back-to-evals"
        file.write(f"\n- {{from: /lessons/ask-before-choosing/#told-elsewhere, to: {to}}}\n")
    built = build(project / "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    with as_hosted(project / "site") as address:
        yield Renamed(address, project / "site", before)


def run(script: str, project: Path, *words: str) -> str:
    command = [sys.executable, str(ROOT / "scripts" / script), "--root", str(project), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def write(project: Path, old: str, new: str) -> None:
    """Writes one id for another."""
    for folder in (CASES, "docs"):
        for path in (project / folder).rglob("*"):
            if path.suffix in {".yml", ".md"}:
                path.write_text(re.sub(old, new, path.read_text("utf-8")), "utf-8")


def declare(project: Path) -> None:
    """Adds the lines that the check prints, until it has no more to say of lost addresses."""
    for _ in range(3):  # pages, then their parts
        said = json.loads(run("check.py", project, "--format", "json"))
        lost = [problem for problem in said if problem["code"] == "lost-address"]
        if not lost:
            return
        for problem in lost:
            line = ADD.search(problem["hint"])
            assert line, problem
            add(project, line)
    raise AssertionError(lost)


NO_MATTER = ("*.css", "*/assets/*", "*.json", "*.svg", *(f"*/{name}*.js" for name in ("scheme", "browse", "search")))
"""What pages load that matters to no address."""


@pytest.fixture(params=[True, False], ids=["with script", "without"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(browser: Browser, renamed: Renamed, *, scripted: bool) -> Iterator[Page]:
    context = browser.new_context(base_url=renamed.address, java_script_enabled=scripted)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setBlockedURLs", {"urls": NO_MATTER})
    yield page
    context.close()


def new_page(old: str) -> str:
    """The page that has an old one's place."""
    return PAGES.get(old, re.sub(f"^/tags/{GROUP[0]}/", f"/tags/{GROUP[1]}/", old))


def arrive(page: Page, old: str, new: str) -> str:
    """Opens an old address, and gives the one at which the reader ends: below the new page, or where it stops."""
    page.goto(old, wait_until="commit")
    with suppress(Error):
        page.wait_for_url(f"**{new}*", wait_until="domcontentloaded", timeout=5000)
    return page.url


def test_every_old_page_is_there_or_sends_its_readers_on(page: Page, renamed: Renamed) -> None:
    old = {line for line in renamed.before if "#" not in line}
    moved = {line: new_page(line) for line in old if new_page(line) != line}
    assert moved.keys() >= PAGES.keys()
    arrived = {line: urlsplit(arrive(page, line, new)).path for line, new in sorted(moved.items())}
    assert arrived == moved
    assert old - moved.keys() - read_site(renamed.folder).keys() == set()


def test_every_old_anchor_is_on_the_page_at_which_its_reader_arrives(renamed: Renamed) -> None:
    built = read_site(renamed.folder)
    parts = [line.split("#") for line in sorted(renamed.before) if "#" in line]
    assert len(parts) > 500
    assert [(path, part) for path, part in parts if part not in built[new_page(path)].ids] == []


def test_a_browser_shows_the_part_that_an_old_address_names(page: Page, renamed: Renamed, *, scripted: bool) -> None:
    asked = [line for line in sorted(renamed.before) if "#" in line and line.partition("#")[0] in PAGES]
    asked += [line for line in sorted(renamed.before) if line.endswith("#lesson-test-fit-cheaply")]
    missed = []
    for old in asked:
        path, _, part = old.partition("#")
        new = new_page(path)
        # Without script, a refresh brings the reader to the page, and forgets the part.
        arrived = arrive(page, old if scripted else f"{new}#{part}", new)
        if urlsplit(arrived)[2::2] != (new, part) or page.locator(":target").count() != 1:
            missed.append((old, arrived))
    assert missed == []
    assert len(asked) > 60


def test_a_redirect_is_read_without_script_and_says_where_the_page_is(renamed: Renamed) -> None:
    html = (renamed.folder / "lessons/test-fit-cheaply/index.html").read_text("utf-8")
    to = "../../lessons/try-before-committing/"
    assert f'<link rel="canonical" href="{to}">' in html
    assert f'<meta http-equiv="refresh" content="0; url={to}">' in html
    assert html.index("moved.js") < html.index('"refresh"')
    assert Site(html).text.endswith("This page has moved Its new address: /lessons/try-before-committing/")


def test_search_engines_are_not_sent_to_redirects(renamed: Renamed) -> None:
    listed = re.findall(r"<loc>[^<]*?/([^/<]*/[^/<]*/)</loc>", (renamed.folder / "sitemap.xml").read_text("utf-8"))
    assert "lessons/try-before-committing/" in listed
    assert "lessons/test-fit-cheaply/" not in listed


def test_an_old_anchor_stands_below_the_header_and_its_heading_is_marked(browser: Browser, renamed: Renamed) -> None:
    for width in (390, 1280):
        page = browser.new_page(base_url=renamed.address, viewport={"width": width, "height": 800})
        page.goto("case-studies/changing-subfields-and-back/#mech-interp-after-mats")
        heading = page.locator("h3:has(> .casebook-old-anchor:target)")
        expect(heading).to_be_in_viewport()
        expect(heading).to_have_css("text-decoration-style", "dotted")
        header, box = page.locator(".md-header").bounding_box(), heading.bounding_box()
        assert header["y"] + header["height"] <= box["y"] < 400
        page.close()


def test_a_part_that_moved_to_another_page_says_so_and_leads_there(
    browser: Browser, renamed: Renamed, *, scripted: bool
) -> None:
    context = browser.new_context(base_url=renamed.address, java_script_enabled=scripted)
    page = context.new_page()
    page.goto("lessons/ask-before-choosing/#told-elsewhere", wait_until="commit")
    if not scripted:
        expect(page.locator(":target")).to_be_in_viewport()
        expect(page.locator(":target")).to_have_text(
            "A part of this page has moved. It is now at /case-studies/a-year-of-subfields/#back-to-evals"
        )
        page.locator(":target a").click()
    page.wait_for_url("**/case-studies/a-year-of-subfields/#back-to-evals")
    expect(page.locator(":target")).to_be_in_viewport()
    context.close()


def test_a_missing_page_offers_the_three_nearest(browser: Browser, renamed: Renamed) -> None:
    page = browser.new_page(base_url=renamed.address)
    page.goto("lessons/tests-fit-cheaply/")  # near to an address that is itself an old one
    links = page.get_by_role("region", name="The nearest pages").get_by_role("link")
    expect(links).to_have_count(3)
    assert links.first.get_attribute("href") == f"{renamed.address}lessons/try-before-committing/"
    expect(links.first).to_have_text("Test fit before long commitments")
    for asked, first in {
        "guide/Mental-Helth.html": "guide/mental-health/",
        "case-studies/applying-untill-yes/index.html": "case-studies/applying-until-a-yes/",
        "tags/scheme/mats%20": "tags/scheme/mats/",
        "abuot/": "about/",
    }.items():
        page.goto(asked)
        assert links.first.get_attribute("href") == f"{renamed.address}{first}"
    page.goto("wp-login.php")
    page.wait_for_load_state("networkidle")
    expect(links).to_have_count(0)
    page.close()

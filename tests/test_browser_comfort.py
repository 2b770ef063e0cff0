"""What makes reading comfortable, in Chromium: words that explain themselves, nothing that jumps, little to load."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import Visit
from playwright.sync_api import Browser, Page, expect

from casebook import address
from casebook.loading.load import Casebook
from casebook.showing.links import Links

pytestmark = pytest.mark.slow

TERM = "#content a[aria-description]"
MAX_FIRST_LOAD = 150_000
"""Bytes, compressed, of a case and all that it asks for."""
SHOWN = "term => getComputedStyle(term, '::after').content.startsWith('\"')"
"""Whether the meaning of a term is to be seen."""
CHANGED_BY_SCRIPT = {"BROWSE", "WORKSHEET", "NOT_FOUND", "SESSION"}
"""Kinds to which scripts add something to do."""


@pytest.fixture
def chapter(book: Casebook) -> str:
    """The address of a chapter that marks a term."""
    marking = (stem for stem, page in book.chapters.items() if any(scheme == "term" for scheme, _ in page.links))
    return address.chapter(next(marking))


def shown(page: Page) -> bool:
    """Whether the meaning of the page's first term is to be seen."""
    return bool(page.locator(TERM).first.evaluate(SHOWN))


@pytest.mark.parametrize("has_script", [True, False])
def test_a_term_that_is_rested_on_says_what_it_means(
    visit: Visit, chapter: str, book: Casebook, *, has_script: bool
) -> None:
    page = visit(chapter, java_script_enabled=has_script)
    term = page.locator(TERM).first
    meaning, target = term.get_attribute("aria-description"), str(term.get_attribute("href")).rpartition("#")[2]
    if not has_script:  # without it, nothing can be asked of the page
        assert meaning == book.terms[target].short
        term.click()
        expect(page.locator(f"[id='{target}'] + p")).to_have_text(book.terms[target].short)
        return
    before = shown(page)
    term.hover()
    assert (before, shown(page), meaning) == (False, True, book.terms[target].short)


def test_a_meaning_stays_while_it_is_rested_on_and_goes_on_escape(visit: Visit, chapter: str) -> None:
    page = visit(chapter)
    term = page.locator(TERM).first
    term.hover()
    line = term.bounding_box()
    assert line is not None
    page.mouse.move(line["x"] + 5, line["y"] + line["height"] + 4)
    page.mouse.move(line["x"] + 5, line["y"] + line["height"] + 15)
    rested_on = shown(page)
    page.keyboard.press("Escape")
    put_away = not shown(page)
    page.mouse.move(0, 0)
    term.hover()
    assert (rested_on, put_away, shown(page)) == (True, True, True)


def test_the_keyboard_alone_reads_a_meaning_and_goes_to_the_glossary(visit: Visit, chapter: str) -> None:
    page = visit(chapter)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    term = page.locator(TERM).first
    while not term.evaluate("term => term === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('#content'))")
    on_focus = shown(page)
    page.keyboard.press("Escape")
    put_away = not shown(page)
    target = str(term.get_attribute("href")).removeprefix("../../")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{target}")
    assert (on_focus, put_away) == (True, True)


def test_a_finger_sees_a_meaning_first_and_follows_it_then(visit: Visit, chapter: str) -> None:
    page = visit(chapter, viewport={"width": 390, "height": 800}, has_touch=True)
    term = page.locator(TERM).first
    target = str(term.get_attribute("href")).removeprefix("../../")
    term.tap()
    after_one, here = shown(page), page.url
    page.locator("h1").tap()
    expect(page.locator(f"{TERM}[data-open]")).to_have_count(0)
    term.tap()
    term.tap()
    page.wait_for_url(f"**/{target}")
    assert (after_one, here.endswith(chapter)) == (True, True)


def test_every_page_is_whole_without_script(visit: Visit, addresses: dict[str, str]) -> None:
    texts = {}
    for enabled in (True, False):
        page = visit(java_script_enabled=enabled)
        for kind, path in addresses.items():
            page.goto(f"/{path}")
            texts[kind, enabled] = page.locator("#content").inner_text()
    alike = {kind for kind in addresses if kind not in CHANGED_BY_SCRIPT}
    assert {kind for kind in alike if texts[kind, True] != texts[kind, False]} == set()
    assert {kind for kind in addresses if not texts[kind, False].strip()} == set()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_and_nothing_is_wider_than_the_page(visit: Visit, addresses: dict[str, str], width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    found = {}
    for kind, path in addresses.items():
        page.goto(f"/{path}")
        expect(page.locator(".casebook-search-button")).to_be_visible()  # scripts have run
        found[kind] = page.evaluate(
            """() => new Promise((tell) => {
                const found = [];
                const watch = new PerformanceObserver((list) => found.push(...list.getEntries()));
                watch.observe({ type: "layout-shift", buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
                    const shifts = [...found, ...watch.takeRecords()].filter(({ value }) => value > 0.001).map(
                        ({ value, sources }) => [value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 100))]);
                    tell([shifts, document.documentElement.scrollWidth - innerWidth]);
                })));
            })"""
        )
    assert found == {kind: [[], 0] for kind in addresses}


def test_the_first_load_of_the_longest_case_is_small(browser: Browser, site: str, folder: Path, links: Links) -> None:
    files = [folder / address.case_study(slug) / "index.html" for slug in links.casebook.cases]
    longest = max(files, key=lambda path: path.stat().st_size)
    context = browser.new_context(base_url=site)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    context.new_page().goto(
        longest.parent.relative_to(folder).as_posix() + "/", wait_until="networkidle"
    )  # once: its scripts ask for more
    context.close()
    loaded = {path: (folder / path.lstrip("/")) for path in asked if path.startswith("/")}
    bodies = {path: file / "index.html" if file.is_dir() else file for path, file in loaded.items()}
    sizes = {path: len(gzip.compress(file.read_bytes())) for path, file in bodies.items()}
    assert len(sizes) > 1
    assert sum(sizes.values()) < MAX_FIRST_LOAD, sizes

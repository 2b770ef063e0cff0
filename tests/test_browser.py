"""Opens the real site in Chromium: the filter of the cases, the keyboard, and what a page asks for."""

import pytest
from browser import ROOT, Visit, faults, paths, search
from playwright.sync_api import Browser, expect

from casebook import address
from casebook.showing.links import Links

pytestmark = pytest.mark.slow

FOCUSABLE = "a[href], button, input, summary, select, textarea"


@pytest.mark.parametrize("width", [1280, 390])
def test_tab_alone_reaches_everything(visit: Visit, links: Links, width: int) -> None:
    page = visit(address.case_study(links.newest[1]), viewport={"width": width, "height": 800})
    seen = page.evaluate_handle("""() => {
        const seen = new Set();
        addEventListener("focusin", (event) => seen.add(event.target));
        return seen;
    }""")
    stops = page.locator(FOCUSABLE).count()
    for _ in range(stops):
        page.keyboard.press("Tab")
    unreached = page.evaluate(
        """([seen, focusable]) => [...document.querySelectorAll(focusable)]
            .filter((stop) => stop.checkVisibility({ visibilityProperty: true }) && !stop.closest(":popover-open"))
            .filter((stop) => stop.tabIndex >= 0 && !stop.disabled && stop.type !== "radio" && !seen.has(stop))
            .filter((stop) => !stop.matches(".md-top")) // it comes and goes with the direction of the last scrolling
            .map((stop) => stop.outerHTML)""",
        [seen, FOCUSABLE],
    )
    reached = page.evaluate(
        """([seen, places]) => places.filter((place) => [...seen].some((stop) => stop.closest(place)))""",
        [seen, [".md-header", ".md-tabs", "article", "[aria-label='Previous and next']"]],
    )
    tabs = [".md-tabs"] if width == 1280 else []  # on a phone, these are in the drawer
    assert (unreached, reached) == ([], [".md-header", *tabs, "article", "[aria-label='Previous and next']"])


def test_the_keyboard_alone_opens_the_drawer(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 800})
    menu = page.get_by_role("checkbox", name="Menu")
    home = page.locator(".md-sidebar--primary").get_by_role("link", name="Lessons")
    expect(home).to_be_hidden()
    page.keyboard.press("Tab")
    expect(menu).to_be_focused()
    page.keyboard.press("Space")
    expect(home).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_kind_of_page_and_none_asks_another_host_or_complains(
    visit: Visit, addresses: dict[str, str], scheme: str
) -> None:
    page = visit(color_scheme=scheme)
    until = "networkidle" if scheme == "light" else "load"  # `visit` says what it heard; once is enough to hear it all
    found = {}
    for kind, path in addresses.items():
        page.goto(f"/{path}", wait_until=until)
        found[kind] = faults(page)
    assert found == {kind: [] for kind in addresses}


@pytest.mark.parametrize("script", [True, False])
def test_no_page_is_wider_than_a_small_phone(
    browser: Browser, site: str, addresses: dict[str, str], *, script: bool
) -> None:
    written = (path.relative_to(ROOT / "docs").as_posix().removesuffix(".md") for path in (ROOT / "docs").rglob("*.md"))
    every = {*addresses.values(), *(f"{path}/".removesuffix("index/") for path in written)}
    context = browser.new_context(
        base_url=site, viewport={"width": 320, "height": 640}, is_mobile=True, java_script_enabled=script
    )
    page = context.new_page()
    widths = {}
    for path in sorted(every):
        page.goto(path)  # waits for the style sheets, too
        widths[path] = page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)")
    context.close()
    assert widths == dict.fromkeys(every, 320)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_what_scripts_open(visit: Visit, scheme: str, width: int) -> None:
    page = visit(address.BROWSE, color_scheme=scheme, viewport={"width": width, "height": 800})
    search(page, "research")
    assert faults(page) == []


def test_a_missing_page_leads_on_from_any_depth(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)  # not `visit`: the browser complains of the missing page
    answer = page.goto("lessons/no/such/lesson/")
    doors = paths(page.locator("article > ul > li").get_by_role("link"))
    page.get_by_role("button", name="Search for it").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert (answer.status, doors[-4:]) == (404, ["", "case-studies/", "lessons/", "guide/"])
    page.close()

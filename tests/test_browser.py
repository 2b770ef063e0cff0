"""Opens the real site in Chromium: the filter of the cases, the keyboard, and what a page asks for."""

import pytest
from browser import ROOT, Visit, faults, paths, search
from playwright.sync_api import Browser, Page, expect

from casebook import address
from casebook.loading.load import Casebook
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


def tags_to_filter(book: Casebook) -> tuple[dict[str, list[str]], set[str]]:
    """Tags of two groups, two of one of them, and the cases that have one of each group."""
    for case in book.cases.values():
        for one, other in zip(case.tags, list(case.tags)[1:], strict=False):
            another = next(tag for tag in book.tag_groups[one].tags if tag not in case.tags[one])
            wanted = {one: [case.tags[one][0], another], other: [case.tags[other][0]]}
            fits = {
                slug
                for slug, each in book.cases.items()
                if all(set(tags) & set(each.tags.get(group, [])) for group, tags in wanted.items())
            }
            if 1 < len(fits) < len(book.cases):
                return wanted, fits
    raise LookupError("no two groups tell the cases apart")


def shown_cases(page: Page) -> set[str]:
    links = page.locator("[data-casebook-case]:visible h2 a")
    return {path.removeprefix(address.BROWSE).removesuffix("/") for path in paths(links)}


def test_cases_are_filtered_by_two_groups(visit: Visit, book: Casebook) -> None:
    wanted, fits = tags_to_filter(book)
    page = visit(address.BROWSE)
    for group, tags in wanted.items():
        page.locator("form").get_by_role("button", name=book.tag_groups[group].title).click()
        for tag in tags:
            page.locator(f"[name='{group}'][value='{tag}']").check()
    count = page.locator("[data-casebook-count]")
    said = f"{len(fits)} of {len(book.cases)} case studies"
    query = "&".join(
        f"{group}={tag}"
        for group in book.tag_groups
        for tag in book.tag_groups[group].tags
        if tag in wanted.get(group, [])
    )
    assert (shown_cases(page), count.inner_text(), page.url.partition("?")[2]) == (fits, said, query)

    page.reload()
    assert (shown_cases(page), count.inner_text()) == (fits, said)

    page.get_by_role("button", name="Clear the filter").click()
    assert (shown_cases(page), count.inner_text(), page.url.partition("?")[2]) == (
        set(book.cases),
        f"{len(book.cases)} case studies",
        "",
    )


def test_a_filter_is_gone_back_to(visit: Visit, book: Casebook) -> None:
    wanted, fits = tags_to_filter(book)
    query = "&".join(f"{group}={tag}" for group, tags in wanted.items() for tag in tags)
    page = visit(f"{address.BROWSE}?{query}&from=a-friend")
    page.goto(f"/{address.LESSONS}")
    page.go_back()
    assert (shown_cases(page), "from=a-friend" in page.url) == (fits, True)


def test_without_javascript_all_cases_are_there(visit: Visit, book: Casebook) -> None:
    page = visit(address.BROWSE, java_script_enabled=False)
    unusable = page.locator("form[data-casebook-filter], [data-casebook-search-open], dialog").locator("visible=true")
    titles = page.locator("[data-casebook-case] h2").all_inner_texts()
    assert (sorted(titles), unusable.count()) == (sorted(case.title for case in book.cases.values()), 0)


def test_no_page_asks_another_host_or_complains(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit()
    for path in addresses.values():
        page.goto(f"/{path}", wait_until="networkidle")  # `visit` says what it heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_kind_of_page(visit: Visit, addresses: dict[str, str], scheme: str) -> None:
    page = visit(color_scheme=scheme)
    found = {}
    for kind, path in addresses.items():
        page.goto(f"/{path}")
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
        page.goto(path, wait_until="domcontentloaded")
        widths[path] = page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)")
    context.close()
    assert widths == dict.fromkeys(every, 320)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_what_scripts_open(visit: Visit, book: Casebook, scheme: str, width: int) -> None:
    page = visit(address.BROWSE, color_scheme=scheme, viewport={"width": width, "height": 800})
    for group in book.tag_groups.values():
        page.locator("form").get_by_role("button", name=group.title).click()
    page.locator("form").get_by_role("checkbox").first.check()
    filtering = faults(page)
    search(page, "research")
    assert (filtering, faults(page)) == ([], [])


def test_a_missing_page_leads_on_from_any_depth(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)  # not `visit`: the browser complains of the missing page
    answer = page.goto("lessons/no/such/lesson/")
    doors = paths(page.locator("article li").get_by_role("link"))
    page.get_by_role("button", name="Search for it").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert (answer.status, doors) == (404, ["", "case-studies/", "lessons/", "guide/"])
    page.close()

"""Opens the real site in Chromium: search, the filter of the cases, the keyboard, and what a page asks for."""

import re
from pathlib import Path

import pytest
from browser import Visit, faults, served
from playwright.sync_api import Browser, Locator, Page, expect

from casebook import address
from casebook.loading.load import Casebook
from casebook.showing.links import Links

pytestmark = pytest.mark.slow

FOCUSABLE = "a[href], button, input, summary, select, textarea"
ACTIVE = "document.activeElement.outerHTML"


def search(page: Page, words: str) -> Locator:
    """Opens the search if it is closed, types, and waits for what is found: a list of links."""
    if not page.locator("dialog").is_visible():
        page.keyboard.press("/")
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("dialog").get_by_role("status")).to_contain_text(f"“{words}”")
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


def test_a_sentence_leads_to_its_section(visit: Visit, book: Casebook) -> None:
    slug, part, words = sentence(book)
    page = visit()
    found = search(page, words)
    found.nth(paths(found).index(address.case_study(slug, part))).click()
    page.wait_for_url(f"**/{address.case_study(slug, part)}")
    heading = page.locator(f"[id='{part}']")
    expect(heading).to_be_in_viewport()
    covered = page.locator(".md-header").evaluate(
        "(header, y) => header.getBoundingClientRect().bottom > y", heading.bounding_box()["y"]
    )
    assert covered is False


def test_a_link_to_the_page_that_is_open_closes_the_dialog(visit: Visit, book: Casebook) -> None:
    slug, part, words = sentence(book)
    page = visit(address.case_study(slug))
    found = search(page, words)
    found.nth(paths(found).index(address.case_study(slug, part))).click()
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator(f"[id='{part}']")).to_be_in_viewport()


def test_a_person_is_found_by_their_published_name(visit: Visit, book: Casebook) -> None:
    page = visit()
    named = {slug: case.subject.name for slug, case in book.cases.items() if case.subject and case.subject.name}
    missed = {slug: name for slug, name in named.items() if address.case_study(slug) not in paths(search(page, name))}
    assert missed == {}


def test_every_case_is_found_by_its_tags(visit: Visit, book: Casebook, links: Links) -> None:
    page = visit()
    group, tag = max(links.tags, key=lambda name: (bool(links.tags[name]), len(book.tag_groups[name[0]].tags[name[1]])))
    found = all_paths(page, book.tag_groups[group].tags[tag])
    assert {slug for slug in links.tags[group, tag] if address.case_study(slug) not in found} == set()


def test_kinds_narrow_the_search(visit: Visit) -> None:
    page = visit()
    search(page, "the")
    page.get_by_label("Lesson").check()
    expect(page.locator(".casebook-search__label").first).to_have_text("Lesson")
    labels = page.locator(".casebook-search__label").all_inner_texts()
    assert labels == ["Lesson"] * len(labels)


def test_nothing_of_the_search_is_asked_for_before_it_is_opened(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for path in addresses.values():
        page.goto(f"/{path}")
    assert [url for url in asked if "pagefind" in url] == []
    with page.expect_request("**/pagefind/pagefind.js"):
        page.get_by_role("button", name="Search", exact=True).click()


def test_words_that_are_nowhere_get_a_helpful_answer(visit: Visit) -> None:
    page = visit()
    search(page, "zzqxv")
    doors = page.locator("dialog").get_by_role("link")
    assert (paths(doors), page.locator("dialog").get_by_role("status").inner_text()) == (
        ["case-studies/", "lessons/", "mistakes/", "tags/"],
        "Nothing with “zzqxv”. Fewer words find more, and a part of a word is enough.",
    )


def test_a_site_without_an_index_says_so(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)  # not `visit`: the browser complains of the missing file
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    page.goto("")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog").get_by_role("status")).to_have_text(
        "This copy of the site has no search index, so there is nothing to search in.",
    )
    page.close()


def test_what_the_index_holds_is_only_ever_text(visit: Visit, site: str) -> None:
    section = {"title": "<b>T</b>", "url": "/a/#<i>", "excerpt": "&lt;img src=x onerror=alert(1)&gt; <mark>R&D</mark>"}
    elsewhere = {"title": "Away", "url": "https://example.org/", "excerpt": "<svg onload=alert(1)>"}
    script = {"title": "Script", "url": "javascript:alert(1)", "excerpt": "one"}
    parts = ", ".join(f"{{...{part!r}, locations: [0]}}" for part in (section, elsewhere, script))
    fake = f"""
        const sub_results = [{parts}];
        const page = {{ url: "/a/", meta: {{ title: "<u>P" }}, filters: {{}}, raw_content: "", sub_results }};
        export const options = async () => {{}}, init = options, filters = async () => ({{}});
        export const debouncedSearch = async () =>
            ({{ results: [{{ data: async () => page }}], unfilteredResultCount: 1, totalFilters: {{}} }});
    """
    page = visit()
    page.route("**/pagefind/pagefind.js", lambda route: route.fulfill(body=fake, content_type="text/javascript"))
    search(page, "x")
    assert page.locator("dialog ol").inner_html() == (
        '<li class="casebook-search__result"><p class="casebook-search__heading">'
        f'<a class="casebook-search__page" href="{site}a/">&lt;u&gt;P</a></p><ul class="casebook-search__sections">'
        '<li class="casebook-search__section">'
        f'<a class="casebook-search__part" href="{site}a/#%3Ci%3E">&lt;b&gt;T&lt;/b&gt;</a>'
        '<p class="casebook-search__excerpt">&lt;img src=x onerror=alert(1)&gt; <mark>R&amp;D</mark></p></li>'
        '<li class="casebook-search__section"><span class="casebook-search__part">Away</span>'
        '<p class="casebook-search__excerpt">&lt;svg onload=alert(1)&gt;</p></li>'
        '<li class="casebook-search__section"><span class="casebook-search__part">Script</span>'
        '<p class="casebook-search__excerpt">one</p></li></ul></li>'
    )


def test_search_works_below_a_path(browser: Browser, folder: Path, tmp_path: Path, book: Casebook) -> None:
    (tmp_path / "casebook").symlink_to(folder)
    slug, part, words = sentence(book)
    with served(tmp_path) as base:
        page = browser.new_page()
        page.goto(f"{base}casebook/{address.BROWSE}")
        assert f"casebook/{address.case_study(slug, part)}" in paths(search(page, words))
        page.close()


def test_the_keyboard_alone_searches(visit: Visit, book: Casebook) -> None:
    page = visit(address.BROWSE)
    page.keyboard.press("Tab")
    before = page.evaluate(ACTIVE)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate(ACTIVE) == before

    _, _, words = sentence(book)
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    found = page.locator("dialog li").get_by_role("link")
    expect(found.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(found.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(found.nth(1)).to_be_focused()
    wanted = paths(found)[1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{wanted}")


def test_enter_opens_the_first_result(visit: Visit, book: Casebook) -> None:
    slug, _, words = sentence(book)
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address.case_study(slug)}")


def test_the_shortcut_is_a_letter_like_any_other_in_a_field(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("either/or")
    expect(page.get_by_role("searchbox")).to_have_value("either/or")


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

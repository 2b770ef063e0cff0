"""Searches the real site in Chromium: what is found, in which order, what is shown where there is nothing, and when."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import ACTIVE, ROOT, Visit, all_paths, build, paths, search, sentence
from playwright.sync_api import Browser, Route, expect

from casebook import address
from casebook.contributing.as_hosted import as_hosted
from casebook.loading.load import Casebook
from casebook.showing import search as indexing
from casebook.showing.links import Links
from casebook.showing.pages import Kind
from casebook.showing.site_folder import SiteFolder

pytestmark = pytest.mark.slow


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
    expect(page.locator(".casebook-search__label")).to_have_text(["Lesson"] * 8)


def test_nothing_of_the_search_is_asked_for_before_it_is_opened(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for path in addresses.values():
        page.goto(f"/{path}")
    late = ("pagefind/", "search_words.json", "search_dialog.js", "search_engine.js")
    assert [url for url in asked if any(name in url for name in late)] == []
    with page.expect_request("**/pagefind/pagefind.js"), page.expect_request("**/search_words.json"):
        page.get_by_role("button", name="Search", exact=True).click()


def test_little_is_loaded_before_the_first_result(folder: Path) -> None:
    opened = ["javascripts/search_*.js*", "pagefind/pagefind.js", "pagefind/pagefind-entry.json", "pagefind/*.pf_meta"]
    opened += ["pagefind/filter/*", "pagefind/wasm.en.pagefind"]
    loaded = [len(gzip.compress(path.read_bytes())) for pattern in opened for path in folder.glob(pattern)]
    words = sorted(path.stat().st_size for path in (folder / "pagefind/index").iterdir())[-3:]
    page = max(path.stat().st_size for path in (folder / "pagefind/fragment").iterdir())
    assert 80_000 < sum(loaded) < sum([*loaded, *words, page]) < 150_000


def test_words_that_are_nowhere_lead_to_lessons_and_tags(visit: Visit, book: Casebook, links: Links) -> None:
    page = visit()
    search(page, "zzqxv")
    used = sorted(book.lessons, key=lambda name: -links.lessons[name].cases)[:4]
    tags = sorted(filter(links.tags.__getitem__, links.tags), key=lambda name: -len(links.tags[name]))[:8]
    dialog = page.locator("dialog")
    expect(dialog.locator(".casebook-search__way")).to_have_text(
        ["The lessons with the most cases", "The tags with the most cases"]
    )
    assert (paths(dialog.get_by_role("link")), dialog.get_by_role("status").inner_text()) == (
        [
            *map(address.lesson, used),
            *(address.tag(*name) for name in tags),
            *("case-studies/", "lessons/", "mistakes/", "tags/"),
        ],
        "Nothing with “zzqxv”. Fewer words find more, and a part of a word is enough.",
    )
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link").first).to_be_focused()


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
        const search = async () => ({{ results: [{{ data: async () => page }}], totalFilters: {{}} }});
        const [preload, filters] = [async () => null, async () => ({{}})];
        export const createInstance = () => ({{ search, preload, filters }});
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
    with as_hosted(tmp_path) as base:
        page = browser.new_page()
        page.goto(f"{base}casebook/{address.BROWSE}")
        assert f"casebook/{address.case_study(slug, part)}" in paths(search(page, words))
        page.close()


@pytest.fixture(scope="module")
def site_of_many(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site as it is where there are many cases: they have an index of their own."""
    root = tmp_path_factory.mktemp("many")
    new = SiteFolder(root / "site", root / ".cache")
    site = shutil.copytree(folder, new.new, ignore=shutil.ignore_patterns("pagefind"))
    indexing.index(new, "", many=True)
    known = site / address.SEARCH_WORDS
    known.write_text(json.dumps({**json.loads(known.read_text("utf-8")), "many": Kind.CASE.label}), "utf-8")
    with as_hosted(site) as base:
        yield base


def test_many_cases_are_found_in_an_index_of_their_own(browser: Browser, site_of_many: str, book: Casebook) -> None:
    slug, part, words = sentence(book)
    name, lesson = next(iter(book.lessons.items()))
    refused: list[str] = []
    page = browser.new_page(base_url=site_of_many)
    page.on("response", lambda answer: answer.ok or refused.append(answer.url))
    page.goto("")
    assert address.case_study(slug, part) in paths(search(page, words))
    assert paths(search(page, lesson.title))[0] == address.lesson(name)
    search(page, "the")
    page.get_by_label(Kind.CASE.label).check()
    expect(page.locator(".casebook-search__label")).to_have_text([Kind.CASE.label] * 8)
    counts = page.locator(".casebook-search__count").all_inner_texts()
    assert (counts[0], all(int(count) for count in counts[:4])) == (str(len(book.cases)), True)
    page.close()
    assert refused == []


def test_a_name_that_only_cases_have_is_found_before_the_rest_is_looked_through(
    browser: Browser, site_of_many: str, book: Casebook
) -> None:
    page = browser.new_page(base_url=site_of_many)
    held: list[Route] = []
    with page.expect_response("**/pagefind/beginnings.json") as answer:  # after the index was practised with
        page.goto("")
        page.keyboard.press("/")
    elsewhere = set(answer.value.json())
    names = {slug: case.subject.name for slug, case in book.cases.items() if case.subject and case.subject.name}
    slug, name = next(
        (slug, name)
        for slug, name in names.items()
        if len(name) > 4 and not elsewhere & {word.lower()[:4] for word in name.split()}
    )
    page.wait_for_load_state("networkidle")
    page.route("**/pagefind/index/*", lambda route: held.append(route))  # noqa: PLW0108  it must be a function
    page.get_by_role("searchbox").fill(name)
    expect(page.locator("dialog ol > li").first).to_be_visible()
    found = paths(page.locator("dialog ol > li .casebook-search__page"))
    page.close()
    page = browser.new_page(base_url=site_of_many)
    page.goto("")
    assert found[0] == paths(search(page, name))[0] == address.case_study(slug)
    page.close()


def test_a_result_that_has_the_focus_keeps_it_when_cases_arrive(browser: Browser, site_of_many: str) -> None:
    page = browser.new_page(base_url=site_of_many)
    late: list[Route] = []
    page.route("**/pagefind-many/index/*", lambda route: late.append(route))  # noqa: PLW0108  it must be a function
    page.goto("")
    page.keyboard.press("/")
    with page.expect_request("**/pagefind-many/index/*"):
        page.get_by_role("searchbox").fill("the")
    results = page.locator("dialog ol > li")
    results.get_by_role("link").first.focus()
    before = paths(results.locator(".casebook-search__page"))
    for route in late:
        route.continue_()
    page.unroute("**/pagefind-many/index/*")
    expect(page.locator("dialog").get_by_role("status")).to_contain_text("“the”")
    expect(results.nth(7)).to_be_attached()
    expect(results.get_by_role("link").first).to_be_focused()
    found = paths(results.locator(".casebook-search__page"))
    assert (found[:3], len(set(found))) == (before, len(found))
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


ASK = """async ([site, asked]) => {
    const { find } = await import(`${site}javascripts/search_engine.js`);
    const found = [];
    for (const words of asked) {
        const { results } = await find(words, {});
        const pages = await Promise.all(results.slice(0, 5).map((result) => result.data()));
        found.push(pages.map((page) => page.url.slice(1)));
    }
    return found;
}"""


def tops(visit: Visit, site: str, asked: list[str]) -> list[list[str]]:
    """The first five pages for each of some words, as the dialog would show them."""
    found: list[list[str]] = visit().evaluate(ASK, [site, asked])
    return found


def test_a_title_brings_its_page_first(visit: Visit, site: str, book: Casebook) -> None:
    titles = {
        **{address.lesson(name): lesson.title for name, lesson in book.lessons.items()},
        **{address.case_study(slug): case.title for slug, case in book.cases.items()},
        **{address.mistake_category(name): category.title for name, category in book.categories.items()},
    }
    found = dict(zip(titles, tops(visit, site, list(titles.values())), strict=True))
    assert {path: pages[:1] for path, pages in found.items() if pages[:1] != [path]} == {}


def test_synonyms_find_the_same(visit: Visit, site: str, book: Casebook) -> None:
    groups = [[*synonyms.same[:3], synonyms.same[0].upper()] for synonyms in book.synonyms]
    found = iter(tops(visit, site, [words for group in groups for words in group]))
    pages = [[next(found) for _ in group] for group in groups]
    assert [
        group
        for group, (first, *others) in zip(groups, pages, strict=True)
        if set(map(tuple, others)) != {tuple(first)}
    ] == []


def test_the_reader_is_told_of_the_synonyms(visit: Visit) -> None:
    page = visit()
    search(page, "ToC")
    expect(page.locator("dialog").get_by_role("status")).to_contain_text("also searched for “theory of change”.")
    search(page, "ToCs")
    expect(page.locator("dialog").get_by_role("status")).not_to_contain_text("also searched")
    search(page, '"mech interp"')
    expect(page.locator("dialog").get_by_role("status")).not_to_contain_text("also searched")


QUERIES = """async ([site, asked, synonyms]) => {
    const { queriesFor } = await import(`${site}javascripts/search_words.js`);
    return asked.map((words) => queriesFor(words, synonyms).queries);
}"""


@pytest.mark.parametrize(
    ("words", "queries"),
    [
        ("mech interp", ["mech interp", "mechanistic interpretability"]),
        ("Mech-Interp", ["mech interp", "mechanistic interpretability"]),
        ("a mech interp role", ["mech interp role", "mechanistic interpretability role"]),
        ("mech interpreter", ["mech interpreter"]),
        ('"mech interp"', ['"mech interp"']),
        ("ca", ['"CA"', "comparative advantage"]),
        ("comparative advantage", ["comparative advantage", '"CA"']),
        ("comparative advantage exercise", ["comparative advantage exercise"]),
        ("ca exercise", ["ca exercise", "comparative advantage exercise"]),
        ("cat", ["cat"]),
        ("the", ["the"]),
        ("?!", ["?!"]),
    ],
)
def test_whole_words_outside_quotes_are_expanded(visit: Visit, site: str, words: str, queries: list[str]) -> None:
    synonyms = [["mech interp", "mechanistic interpretability"], ["CA", "comparative advantage"], ["?!", "???"]]
    assert visit().evaluate(QUERIES, [site, [words], synonyms]) == [queries]


def test_a_misspelt_word_is_offered_in_its_nearest_spelling(visit: Visit) -> None:
    page = visit()
    search(page, "xomparative advantage")
    page.get_by_role("button", name="comparative advantage").click()
    expect(page.get_by_role("searchbox")).to_have_value("comparative advantage")
    expect(page.locator("dialog li").get_by_role("link").first).to_be_visible()


def test_a_kind_without_results_leads_to_the_others(visit: Visit, book: Casebook) -> None:
    page = visit()
    name = next(case.subject.name for case in book.cases.values() if case.subject and case.subject.name)
    search(page, name)
    page.get_by_label("Mistake").check()
    page.get_by_role("button", name="Search all kinds").click()
    expect(page.locator("dialog ol li").get_by_role("link").first).to_be_visible()
    expect(page.get_by_label("Mistake")).not_to_be_checked()


HOSTILE = """\
title: "<img src=x onerror=document.title='pwned'> in a title"
summary: "A summary with <img src=x onerror=document.title='pwned'> in it, and the word quizzical."
subject: {named_as: anonymous}
permission: {basis: self_submitted, date: 2026-11-24}
status: published
background: "A paragraph that is quizzical: `<img src=x onerror=document.title='pwned'>` and &lt;script&gt;."
decisions:
  - {id: choose, title: "<svg onload=document.title='pwned'> & quizzical"}
lessons:
  - {text: "Quizzical."}
"""


def test_hostile_text_stays_text_in_the_dialog(browser: Browser, tmp_path: Path) -> None:
    for part in ("case_studies", "docs", "hooks", "overrides"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "case_studies/hostile.yml").write_text(HOSTILE, "utf-8")
    build(tmp_path, tmp_path / "site")
    with as_hosted(tmp_path / "site") as base:
        page = browser.new_page(base_url=base)
        page.goto("")
        title = page.title()
        found = search(page, "quizzical")
        expect(found.first).to_have_text("<img src=x onerror=document.title='pwned'> in a title")
        expect(found.get_by_text("<svg onload=document.title='pwned'> & quizzical", exact=True)).to_have_count(1)
        results = page.locator("dialog ol")
        expect(results).to_contain_text("<img src=x onerror=document.title='pwned'> and <script>")
        assert (results.locator("img, svg, script").count(), page.title()) == (0, title)
        page.close()

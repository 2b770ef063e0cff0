"""Embeds the real cards in a page of another site in Chromium, where nothing but a frame is allowed."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from browser import ROOT, faults
from playwright.sync_api import Browser, Page, expect

from casebook import address
from casebook.contributing.as_hosted import as_hosted
from casebook.loading.load import Casebook, load

pytestmark = pytest.mark.slow

CASE = address.case_study("applying-until-a-yes")
LESSON = address.lesson("admit-misfit")
MARKED_AS = "http://127.0.0.1:8000/"
"""The address of a site that nobody has given one."""
PAPER = {"light": "rgb(251, 247, 240)", "dark": "rgb(29, 27, 24)"}
CLEAR = "rgba(0, 0, 0, 0)"

Embed: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def book() -> Casebook:
    casebook, problems = load(ROOT)
    assert casebook is not None, problems
    return casebook


def snippet(folder: Path, page: str) -> str:
    """What a page says to copy."""
    [code] = re.findall(r"<pre><code>(&lt;iframe .*?)</code></pre>", (folder / page / "index.html").read_text("utf-8"))
    return html.unescape(code)


@pytest.fixture
def embed(browser: Browser, folder: Path, site: str, tmp_path: Path) -> Iterator[Embed]:
    """Opens a page of another site with the cards of some pages. At the end, nothing complained or went elsewhere."""
    contexts, noise, asked = [], [], []

    def open_page(
        *pages: str, scheme: str = "light", width: int = 800, says: str = "light dark", end: str = ""
    ) -> Page:
        policy = f"default-src 'none'; frame-src {site}"
        frames = "".join(snippet(folder, page).replace(MARKED_AS, site).replace('/" ', f'/{end}" ') for page in pages)
        (tmp_path / "index.html").write_text(
            f"<!doctype html><html lang=en><meta charset=utf-8><title>A group</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name=color-scheme content="{says}"><meta name=viewport content="width=device-width"><main>{frames}',
            "utf-8",
        )
        size = {"width": width + 16, "height": 1200}  # 16 for the margins of a page without a style
        context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=False)
        contexts.append(context)
        context.on("console", lambda message: noise.append(message.text))
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(other)
        for frame in page.locator("iframe").all():
            card = frame.content_frame.locator("article")
            expect(card).not_to_have_css("background-color", CLEAR)  # its style is there
        return page

    with as_hosted(tmp_path) as base:
        other = base.replace("127.0.0.1", "localhost")
        yield open_page
    for context in contexts:
        context.close()
    assert noise == []
    assert {url for url in asked if not url.startswith((site, other))} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 800])
def test_a_card_in_a_page_of_another_site(embed: Embed, site: str, scheme: str, width: int) -> None:
    page = embed(CASE, LESSON, scheme=scheme, width=width)
    cards = page.frames[1:]
    assert [card.url for card in cards] == [site + address.card(CASE), site + address.card(LESSON)]
    for frame, card in zip(page.locator("iframe").all(), cards, strict=True):
        box = frame.bounding_box()
        assert box is not None
        assert box["width"] == width
        found = card.locator("article")
        inside = found.bounding_box()
        assert inside is not None
        assert (inside["width"], inside["height"]) == (width, box["height"])  # it fills the frame, and nothing scrolls
        expect(found).to_have_css("background-color", PAPER[scheme])
        expect(card.locator("body")).to_have_css("background-color", CLEAR)
        expect(card.locator("html")).to_have_css("background-color", CLEAR)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("end", ["", "#light", "#dark"])
def test_a_card_is_as_the_page_that_embeds_it_or_as_its_address_says(embed: Embed, scheme: str, end: str) -> None:
    page = embed(LESSON, scheme="null", says=scheme, end=end)  # as for a reader: nothing is set for the frame alone
    paper = PAPER[end.removeprefix("#") or scheme]
    expect(page.frames[1].locator("article")).to_have_css("background-color", paper)


def test_a_card_leads_back_out_of_its_frame(embed: Embed, site: str) -> None:
    page = embed(LESSON)
    page.frames[1].get_by_role("heading").get_by_role("link").click()
    page.wait_for_url(site + LESSON)


def test_every_card_fits_the_height_that_its_page_names(
    browser: Browser, folder: Path, site: str, book: Casebook
) -> None:
    pages = [*map(address.case_study, book.cases), *map(address.lesson, book.lessons)]
    named = {page: int(re.findall(r'height="(\d+)"', snippet(folder, page))[0]) for page in pages}
    context = browser.new_context(viewport={"width": 320, "height": 100})
    card = context.new_page()
    high: dict[str, int] = {}
    for page in pages:
        card.goto(site + address.card(page))
        high[page] = card.evaluate("document.documentElement.scrollHeight")
    context.close()
    assert {page: (high[page], named[page]) for page in pages if high[page] > named[page]} == {}
    assert min(high.values()) > 200, "the cards were shown without their style"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_card(browser: Browser, site: str, scheme: str) -> None:
    context = browser.new_context(base_url=site, color_scheme=scheme, viewport={"width": 320, "height": 500})
    page = context.new_page()
    found = {}
    for path in (CASE, LESSON):
        page.goto(address.card(path))
        found[path] = faults(page)
    context.close()
    assert found == {CASE: [], LESSON: []}


def test_cards_and_data_are_in_no_sitemap(folder: Path) -> None:
    sitemap = (folder / "sitemap.xml").read_text("utf-8")
    assert f"{MARKED_AS}{CASE}" in sitemap
    assert re.findall(rf"{MARKED_AS}(?:embed|api/v1|feed)[^<]*", sitemap) == []


def test_the_search_knows_no_cards(browser: Browser, site: str, book: Casebook) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("")
    found = page.evaluate(
        """async (words) => {
            const pagefind = await import("/pagefind/pagefind.js");
            const search = await pagefind.search(words);
            return Promise.all(search.results.map(async (result) => (await result.data()).url));
        }""",
        book.lessons["admit-misfit"].title,
    )
    context.close()
    assert f"/{LESSON}" in found
    assert [url for url in found if "/embed/" in url] == []


@pytest.mark.parametrize("page", [address.HOME, CASE, address.tag("stage", "learning")])
def test_a_page_names_its_feeds(browser: Browser, site: str, page: str) -> None:
    context = browser.new_context(base_url=site)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened = context.new_page()
    opened.goto(page, wait_until="networkidle")
    named = opened.locator("link[rel~=alternate]").evaluate_all("links => links.map((link) => [link.type, link.href])")
    own = [page] if page.startswith(address.TAGS) else []
    wanted = [
        (kind, site + path)
        for where in [address.HOME, *own]
        for kind, path in (
            ("application/rss+xml", address.rss(where)),
            ("application/feed+json", address.json_feed(where)),
        )
    ]
    answers = [context.request.get(path).status for _, path in wanted]
    context.close()
    assert [tuple(pair) for pair in named] == wanted
    assert set(answers) == {200}
    assert [url for url in asked if "sitemap" in url or "feed" in url] == []  # the theme's script reacts to such links

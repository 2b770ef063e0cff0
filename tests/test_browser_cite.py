"""Links and cites in Chromium: one menu for every page and part, what each of its items copies, and what it says."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from browser import ROOT, faults
from builders import casebook
from playwright.sync_api import Browser, Locator, Page, expect

from casebook import address
from casebook.loading.load import load
from casebook.showing.citing import Site, for_bibtex
from casebook.showing.links import link
from casebook.showing.pages import pages
from casebook.showing.render import Renderer

pytestmark = pytest.mark.slow

Visit: TypeAlias = Callable[..., Page]

CASE = address.case_study("changing-subfields-and-back")
PART = "goal-was-the-programme"
NAMES = ["Link", "Link in Markdown", "Link in HTML", "Citation", "BibTeX"]
TITLE = "<Odd> [title] with 100% of $_#~^\\ & {braces}"
ODD = f"""\
=== case_studies/odd.yml
title: {json.dumps(TITLE)}
summary: A story.
subject: {{name: Robin Example}}
permission: {{basis: self_submitted, date: 2026-11-24}}
status: published
published: 2026-11-24
decisions:
  - {{id: choose, title: '*Part* of "it" & {{more}}', went: well}}
lessons:
  - {{text: Ask., lesson: ask-early}}
"""


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens a page in a browser of its own, which may use the clipboard unless it has none."""
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign(page: Page, part: str = "") -> Locator:
    """The sign beside a part's heading, or beside the page's title."""
    return page.locator(f"[id='{part}'] > .headerlink" if part else "h1 > .headerlink")


def copied(page: Page, part: str, name: str) -> str:
    """What an item of the menu copies."""
    sign(page, part).focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name=name, exact=True).press("Enter")
    expect(page.locator(".casebook-said")).to_contain_text("Copied")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The body of a case whose titles hold every sign that means something somewhere."""
    book, problems = load(casebook(tmp_path_factory.mktemp("odd"), ODD))
    assert book is not None, problems
    links = link(book)
    renderer = Renderer(
        ROOT / "overrides", links, site=Site("Small Casebook", "https://example.org/book/", "2026-11-24")
    )
    return renderer.body(next(page for page in pages(links) if page.address == address.case_study("odd")))


def open_odd(visit: Visit, body: str) -> Page:
    page = visit("robots.txt")
    html = f'<article id="content">{body}</article><script type="module" src="/javascripts/cite.js"></script>'
    page.route("**/odd/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/odd/")
    return page


def test_each_item_copies_what_it_says_of_a_page(visit: Visit, odd: str) -> None:
    page = open_odd(visit, odd)
    url = "https://example.org/book/case-studies/odd/"
    assert {name: copied(page, "", name) for name in NAMES} == {
        "Link": url,
        "Link in Markdown": rf"[\<Odd\> \[title\] with 100% of $\_#\~^\\ \& {{braces}}]({url})",
        "Link in HTML": f'<a href="{url}">&#60;Odd&#62; [title] with 100% of $_#~^\\ &#38; {{braces}}</a>',
        "Citation": page.locator(".casebook-cite p").evaluate("text => text.textContent"),
        "BibTeX": page.locator(".casebook-cite pre").evaluate("text => text.textContent"),
    }


def test_each_item_copies_what_it_says_of_a_part(visit: Visit, odd: str) -> None:
    page = open_odd(visit, odd)
    url = "https://example.org/book/case-studies/odd/#choose"
    title = f'*Part* of "it" & {{more}} \u2013 {TITLE}'
    assert {name: copied(page, "choose", name) for name in ("Link", "Link in HTML", "Citation", "BibTeX")} == {
        "Link": url,
        "Link in HTML": f'<a href="{url}">*Part* of &#34;it&#34; &#38; {{more}} \u2013 &#60;Odd&#62; [title] '
        "with 100% of $_#~^\\ &#38; {braces}</a>",
        "Citation": f"Editors of the Small Casebook. “{title}”. Version of 24 November 2026. {url}",
        "BibTeX": f"""\
@misc{{casebook-case-studies-odd-choose,
  author = {{{{Editors of the Small Casebook}}}},
  title = {{{{{for_bibtex(title)}}}}},
  year = {{2026}},
  month = nov,
  note = {{Version of 24 November 2026}},
  url = {{{url}}}
}}""",
    }


def test_every_page_and_every_part_has_its_menu(visit: Visit, folder: Path) -> None:
    page = visit("")
    without = {}
    for path in (
        "",
        CASE,
        address.lesson("set-stop-rule"),
        address.session("stop-rules"),
        address.chapter("theory-of-change"),
    ):
        page.goto(f"/{path}")
        parts = re.findall(r'<h[23] id="([^"]+)"', (folder / path / "index.html").read_text("utf-8"))
        names = [part for part in ["", *parts] if sign(page, part).get_attribute("aria-haspopup") != "menu"]
        without[path] = (len(parts) > 1 or path == "", names)
    assert without == dict.fromkeys(without, (True, []))


def test_the_keyboard_alone_copies_and_hears_of_it(visit: Visit, site: str) -> None:
    page = visit(CASE)
    own = sign(page, PART)
    own.focus()
    page.keyboard.press(" ")
    menu = page.get_by_role("menu", name="Copy, of “Aiming at the programme instead of the work”")
    items = menu.get_by_role("menuitem")
    expect(own).to_have_attribute("aria-expanded", "true")
    assert items.all_inner_texts() == NAMES
    expect(items.nth(0)).to_be_focused()
    for key, place in [
        ("ArrowUp", 4),
        ("ArrowDown", 0),
        ("End", 4),
        ("Home", 0),
        ("b", 4),
        ("c", 3),
        ("l", 0),
        ("l", 1),
    ]:
        page.keyboard.press(key)
        expect(items.nth(place)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(own).to_be_focused()
    expect(own).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied the link.")).to_be_visible()
    expect(own).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == f"http://127.0.0.1:8000/{CASE}#{PART}"
    assert page.url == f"{site}{CASE}"

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()
    assert page.evaluate("!document.querySelector('.casebook-menu').contains(document.activeElement)")


def test_a_click_elsewhere_closes_it_and_another_key_opens_the_link_itself(visit: Visit, site: str) -> None:
    page = visit(CASE)
    sign(page).click()
    page.locator(".casebook-lead").click()
    expect(page.get_by_role("menu")).to_be_hidden()
    with page.context.expect_page() as opened:
        sign(page, PART).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/*#*")
    assert opened.value.url == f"{site}{CASE}#{PART}"


def test_without_a_clipboard_it_copies_in_the_older_way(visit: Visit) -> None:
    page = visit(CASE)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    sign(page).click()
    page.get_by_role("menuitem", name="Link", exact=True).click()
    expect(page.locator(".casebook-said")).to_have_text("Copied the link.")
    page.keyboard.press("/")
    page.keyboard.press("ControlOrMeta+v")
    expect(page.get_by_role("searchbox")).to_have_value(f"http://127.0.0.1:8000/{CASE}")


def test_where_nothing_can_be_copied_the_text_is_there_to_be_taken(visit: Visit) -> None:
    page = visit(CASE)
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    sign(page).click()
    page.get_by_role("menuitem", name="Link", exact=True).click()
    box = page.get_by_role("textbox", name="Text of the link")
    expect(box).to_be_focused()
    assert page.evaluate("getSelection().toString()") == f"http://127.0.0.1:8000/{CASE}"
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(sign(page)).to_be_focused()


def test_without_javascript_the_sign_is_the_link_and_the_page_says_how_to_cite_it(visit: Visit, site: str) -> None:
    page = visit(CASE, java_script_enabled=False)
    sign(page, PART).click()
    assert page.url == f"{site}{CASE}#{PART}"
    page.get_by_text("Cite this page").click()
    expect(page.locator(".casebook-cite p")).to_be_visible()
    expect(page.locator(".casebook-cite pre")).to_contain_text(
        "@misc{casebook-case-studies-changing-subfields-and-back,"
    )
    assert page.get_by_role("button").filter(visible=True, has_text="Copy").count() == 0


def test_a_card_of_a_page_has_its_title_and_summary(visit: Visit) -> None:
    page = visit(CASE)
    said = page.locator("meta[property^='og:'], meta[name^='twitter:']").evaluate_all(
        "metas => Object.fromEntries(metas.map((meta) => [meta.getAttribute('property') ?? meta.name, meta.content]))"
    )
    case = load(ROOT)[0].cases["changing-subfields-and-back"]  # type: ignore[union-attr]
    assert said == {
        "og:title": case.title,
        "og:description": case.summary,
        "og:type": "article",
        "og:url": f"http://127.0.0.1:8000/{CASE}",
        "og:site_name": "AI Safety Career Casebook",
        "twitter:card": "summary",
    }


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_serious_in_the_open_menu(visit: Visit, scheme: str, width: int) -> None:
    page = visit(CASE, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.get_by_text("Cite this page").click()
    sign(page, PART).click()
    box = page.get_by_role("menu").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
    opened = faults(page)
    page.keyboard.press("Enter")
    expect(page.locator(".casebook-said")).to_have_text("Copied the link.")
    assert (opened, faults(page)) == ([], [])


LINES = """signs => signs.filter((sign) => {
    const text = document.createRange();
    text.selectNodeContents(sign.parentElement);
    text.setEndBefore(sign);
    const last = [...text.getClientRects()].at(-1), own = sign.getBoundingClientRect();
    return own.bottom < last.top || own.top > last.bottom || own.left < last.right || own.right > innerWidth;
}).map((sign) => sign.parentElement.textContent)"""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sign_stands_behind_the_last_word_of_its_heading(visit: Visit, width: int) -> None:
    """Also where the heading has two lines, and within the window."""
    page = visit(CASE, viewport={"width": width, "height": 800})
    signs = page.locator(".headerlink")
    assert (signs.count() > 25, signs.evaluate_all(LINES)) == (True, [])

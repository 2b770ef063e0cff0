"""Sessions in Chromium: what waits behind the pause, what is copied, and that a handout is one page of paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import ROOT, THREE_PAUSES, faults
from playwright.sync_api import Browser, Page, expect

from casebook import address
from casebook.loading.load import load
from casebook.showing.links import link
from casebook.showing.sessions import Pause, pauses_of

pytestmark = pytest.mark.slow

IDS = [*sorted(path.stem for path in (ROOT / "case_studies/sessions").glob("*.yml")), THREE_PAUSES]
PAGE = re.compile(rb"/Type\s*/Page\b")


def pauses(root: Path, name: str) -> list[Pause]:
    book, problems = load(root)
    assert book is not None, problems
    return pauses_of(book.sessions[name], link(book))


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", IDS)
def test_a_handout_is_one_page(page: Page, name: str, paper: str) -> None:
    page.goto(address.handout(name))
    printed = page.pdf(format=paper)
    assert len(PAGE.findall(printed)) == 1


def test_pages_of_paper_are_counted(page: Page) -> None:
    """What the test above counts is no constant: a text that needs two pages has two."""
    page.goto(address.handout(IDS[0]))
    page.locator(".casebook-handout").evaluate("(sheet) => { sheet.style.minHeight = '300mm' }")
    assert len(PAGE.findall(page.pdf(format="A4"))) == 2


@pytest.mark.parametrize("name", IDS)
def test_what_follows_a_pause_waits_until_the_room_has_decided(
    browser: Browser, site: str, project: Path, name: str
) -> None:
    """Each pause is opened by the keyboard; what is behind the later ones stays hidden, the next of a story too."""
    page = browser.new_page(base_url=site, java_script_enabled=False)
    page.goto(address.session(name))
    titles = [pause.decision.title for pause in pauses(project, name)]
    decisions = [page.get_by_role("heading", name=title, exact=True, include_hidden=True) for title in titles]
    folds = page.locator(".casebook-told > summary")
    for opened in range(len(titles) + 1):
        assert [decision.is_visible() for decision in decisions] == [at < opened for at in range(len(titles))]
        if opened < len(titles):
            folds.nth(opened).press("Enter")
    page.goto(address.handout(name))
    assert [page.get_by_text(title).count() for title in titles] == [0] * len(titles)
    page.close()


def test_the_next_pause_of_a_story_is_not_seen_before_and_that_of_another_story_is(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, reduced_motion="reduce")
    page.goto(address.session(THREE_PAUSES))
    marks = [page.get_by_text(f"Pause {number} of 3.", exact=True) for number in (1, 2, 3)]
    assert [mark.is_visible() for mark in marks] == [True, False, True]
    for fold in page.locator(".casebook-told > summary").all():
        fold.press("Enter")
    assert [mark.is_visible() for mark in marks] == [True, True, True]
    assert faults(page) == []
    page.close()


def test_on_paper_each_part_behind_a_pause_begins_a_sheet(page: Page) -> None:
    """Without what it breaks before, the same page needs at least a sheet less for each pause."""
    page.goto(address.session(THREE_PAUSES))
    sheets = len(PAGE.findall(page.pdf(format="A4")))
    tops = page.locator(".casebook-told")
    page.emulate_media(media="print")
    assert tops.evaluate_all("parts => parts.map((part) => getComputedStyle(part).breakBefore)") == ["page"] * 3
    assert [part.is_visible() for part in tops.locator("> h3").all()] == [True] * 3
    edges = tops.evaluate_all("parts => parts.map((part) => part.getBoundingClientRect().left)")
    assert edges == [page.locator("#story").bounding_box()["x"]] * 3  # none hangs over the edge of the paper
    tops.evaluate_all("parts => parts.forEach((part) => { part.style.breakBefore = 'auto' })")
    assert len(PAGE.findall(page.pdf(format="A4"))) < sheets


def test_one_press_copies_the_session_as_markdown_and_says_so(page: Page) -> None:
    page.goto(address.session(IDS[0]))
    button = page.get_by_role("button", name="Copy the session as Markdown")
    button.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied the session as Markdown.")).to_be_visible()
    expect(button).to_be_focused()
    text = page.locator("[data-copied='session as Markdown']").evaluate("(text) => text.textContent")
    assert page.evaluate("navigator.clipboard.readText()") == text
    title = page.get_by_role("heading", level=1).text_content()
    url = f"http://127.0.0.1:8000/{address.session(IDS[0])}"
    assert text.startswith(f"# {title}\n\n60 minutes. From <{url}>\n\n## The hour\n\n- **0:00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_code_is_dark_on_light_and_says_where_it_leads(browser: Browser, site: str, scheme: str) -> None:
    page = browser.new_page(base_url=site, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address.session(IDS[0]))
    url = f"http://127.0.0.1:8000/{address.session(IDS[0])}"
    code = page.get_by_role("img", name="QR code")
    expect(code).to_have_accessible_description(f"It leads to this page: {url}")
    colours = code.locator("path").evaluate_all("paths => paths.map((path) => getComputedStyle(path).fill)")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.get_by_text("This session as Markdown").click()
    assert faults(page) == []
    page.close()

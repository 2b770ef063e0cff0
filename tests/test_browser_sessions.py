"""Sessions in Chromium: what waits behind the pause, what is copied, and that a handout is one page of paper."""

import re
from collections.abc import Iterator

import pytest
from browser import ROOT, faults
from playwright.sync_api import Browser, Page, expect

from casebook import address
from casebook.loading.load import load
from casebook.showing.links import link
from casebook.showing.sessions import Pause, pause_of

pytestmark = pytest.mark.slow

IDS = sorted(path.stem for path in (ROOT / "case_studies/sessions").glob("*.yml"))
PAGE = re.compile(rb"/Type\s*/Page\b")


def pause(name: str) -> Pause:
    book, problems = load(ROOT)
    assert book is not None, problems
    found = pause_of(book.sessions[name], link(book))
    assert found is not None
    return found


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
def test_what_follows_waits_until_the_room_has_decided(browser: Browser, site: str, name: str) -> None:
    page = browser.new_page(base_url=site, java_script_enabled=False)
    page.goto(address.session(name))
    decision = page.get_by_role("heading", name=pause(name).decision.title, exact=True)
    expect(decision).to_be_hidden()
    page.get_by_text("What they decided, and how it went on").click()
    expect(decision).to_be_visible()
    page.goto(address.handout(name))
    expect(page.get_by_text(pause(name).decision.title)).to_have_count(0)
    page.close()


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

"""Fills in the real worksheets in Chromium: what is kept, saved, deleted, summed and printed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from browser import faults
from playwright.sync_api import Browser, BrowserContext, Page, expect

from casebook import address

pytestmark = pytest.mark.slow

Contexts: TypeAlias = list[BrowserContext]

SHEET = address.worksheet("theory-of-change")
TRADE = address.worksheet("comparative-advantage")
NOW = "2026-11-24T15:00:00Z"
FIRST, DAY = "What do I do?", "On which day do I look again?"


@pytest.fixture
def contexts() -> Iterator[Contexts]:
    opened: Contexts = []
    yield opened
    for context in opened:
        context.close()


def visit(browser: Browser, contexts: Contexts, site: str, path: str, **options: object) -> Page:
    context = browser.new_context(base_url=site, timezone_id="UTC", **options)
    contexts.append(context)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(path)
    return page


@pytest.fixture
def page(browser: Browser, contexts: Contexts, site: str) -> Page:
    return visit(browser, contexts, site, SHEET)


def stored(page: Page) -> dict[str, str]:
    """All that the browser keeps."""
    kept: dict[str, str] = page.evaluate("({ ...localStorage })")
    return kept


def downloaded(page: Page, button: str) -> tuple[str, str]:
    """The name and the text of the file that a button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode()


def test_nothing_is_stored_before_typing(page: Page) -> None:
    page.get_by_label(FIRST).focus()
    page.keyboard.press("Tab")
    page.goto("/")
    page.go_back()
    assert stored(page) == {}


def test_what_is_typed_survives_a_reload_and_is_sent_to_nobody(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label(FIRST).fill("I write evals.")
    page.get_by_label("Whom do I ask about that step?").press("Enter")
    assert (asked, stored(page)) == (
        [],
        {f"casebook worksheet /{SHEET}": '{"what-i-do":"I write evals."}'},
    )
    page.reload()
    expect(page.get_by_label(FIRST)).to_have_value("I write evals.")
    page.get_by_label(FIRST).fill("")
    assert stored(page) == {}


def test_the_keyboard_alone_deletes_after_a_question(page: Page) -> None:
    button = page.get_by_role("button", name="Delete what I typed")
    expect(button).to_be_disabled()
    page.get_by_label(FIRST).fill("I write evals.")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label(FIRST)).to_have_value("I write evals.")
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label(FIRST)).to_have_value("")
    expect(page.get_by_label(FIRST)).to_be_focused()
    assert stored(page) == {}
    expect(page.locator(".casebook-worksheet > [role=status]")).to_have_text("Deleted.")


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.get_by_label(FIRST).fill("I write evals.")
    expect(page.locator(".casebook-worksheet > [role=status]")).to_have_text(
        "This browser won't keep what you type. Print it or save it before you leave the page.",
    )


def test_the_markdown_whole(page: Page, site: str) -> None:
    page.get_by_label(FIRST).fill("I write evals.\n\n- and run them\n")
    page.get_by_label(DAY).fill("2027-02-28")
    assert downloaded(page, "Save as Markdown") == (
        "theory-of-change.md",
        f"""\
# Theory of change, with a date to look again

From <{site}{SHEET}>, 24 November 2026.

## What do I do?

I write evals.

- and run them

## Who uses it, and what do they then do differently?

(empty)

## What does that prevent or make possible?

(empty)

## What would happen without me?

(empty)

## Which of these steps is the weakest?

(empty)

## Whom do I ask about that step?

(empty)

## What would show me that I am wrong?

(empty)

## On which day do I look again?

28 February 2027
""",
    )


def test_the_calendar_file_whole(page: Page, site: str) -> None:
    button = page.get_by_role("button", name="Save this date for my calendar")
    expect(button).to_be_disabled()
    page.get_by_label(FIRST).fill("Private.")
    page.get_by_label(DAY).fill("2027-02-28")
    name, text = downloaded(page, "Save this date for my calendar")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = re.sub(r"(?m)^UID:[0-9a-f]{32}@", "UID:some@", text.replace("\r\n ", ""))
    assert (name, unfolded.split("\r\n")) == (
        "theory-of-change-2027-02-28.ics",
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//AI Safety Career Casebook//Worksheets//EN",
            "BEGIN:VEVENT",
            "UID:some@127.0.0.1",
            "DTSTAMP:20261124T150000Z",
            "DTSTART;VALUE=DATE:20270228",
            "DTEND;VALUE=DATE:20270301",
            "SUMMARY:Worksheet: Theory of change\\, with a date to look again",
            f"DESCRIPTION:The day you chose on the worksheet: {site}{SHEET}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ],
    )


def the_sum(best: str, rest: str) -> str:
    return f"""\
Research: {best}. Engineering: {rest}.
1. If {best} spent an hour on engineering: 2 done, and 5 of research left undone.
2. The same done by {rest}: 2 ÷ 1 = 2 hours.
3. Left undone in that time: 2 \u00d7 1 = 2 of research.
4. The pair gains 5 \u2212 2 = 3 of research for each such hour."""


EXAMPLE = the_sum("your partner", "you")


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (["", "", "", ""], f"With the numbers of the example:\n{EXAMPLE}"),
        (["5", "2", "1", "1"], EXAMPLE),
        (["1", "1", "5", "2"], the_sum("you", "your partner")),
        (["4", "2", "2", "1"], "The distance is the same at both tasks, so the sum doesn't say who should do what."),
        (["5", "2", "1", ""], "Write four numbers above zero to see the sum."),
        (["5", "2", "1", "0"], "Write four numbers above zero to see the sum."),
    ],
)
def test_the_sum(browser: Browser, contexts: Contexts, site: str, amounts: list[str], said: str) -> None:
    page = visit(browser, contexts, site, TRADE)
    for box, amount in zip(page.locator(".casebook-trade [type=number]").all(), amounts, strict=True):
        box.fill(amount)
    assert page.locator(".casebook-trade__sum").text_content() == said


def test_names_of_ones_own_are_only_ever_text(browser: Browser, contexts: Contexts, site: str) -> None:
    page = visit(browser, contexts, site, TRADE)
    page.get_by_label("The one person", exact=True).fill("<b>Kim</b> | \\")
    assert page.locator(".casebook-trade__sum *").count() == 0
    _, text = downloaded(page, "Save as Markdown")
    assert "| In an hour |  |  |\n|---|---|---|\n| <b>Kim</b> \\| \\\\ |  |  |\n|  |  |  |\n\nWith the numbers" in text


def test_without_javascript_the_questions_and_the_arithmetic_are_there(
    browser: Browser, contexts: Contexts, site: str
) -> None:
    page = visit(browser, contexts, site, TRADE, java_script_enabled=False)
    unusable = page.locator(".casebook-worksheet").get_by_role("button")
    assert (unusable.count(), page.locator(".casebook-field").count()) == (0, 6)
    expect(page.get_by_text("What does the pair gain?")).to_be_visible()
    expect(page.get_by_text("Without JavaScript the browser doesn't keep it either")).to_be_visible()


@pytest.mark.parametrize("script", ["on", "off"])
def test_paper_shows_answers_and_lines_in_black_on_white(
    browser: Browser, contexts: Contexts, site: str, script: str
) -> None:
    page = visit(browser, contexts, site, SHEET, java_script_enabled=script == "on", color_scheme="dark")
    page.get_by_label(FIRST).fill("I write evals.")
    page.emulate_media(media="print")
    hidden = page.locator(".md-header, .md-tabs, .md-sidebar, .md-footer, .casebook-pager, .casebook-crumbs, button")
    assert hidden.locator("visible=true").count() == 0
    shown = page.locator("[data-kind=long] > :is(textarea, .casebook-field__paper)").locator("visible=true")
    assert (shown.count(), shown.first.bounding_box()["height"] > 90) == (6, True)
    if script == "on":
        expect(shown.first).to_have_text("I write evals.")
        colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


@pytest.mark.parametrize("stem", ["theory-of-change", "comparative-advantage", "stop-rule", "me-or-the-situation"])
def test_a_sheet_prints_on_few_pages(browser: Browser, contexts: Contexts, site: str, stem: str) -> None:
    page = visit(browser, contexts, site, address.worksheet(stem))
    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "18mm"))
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [address.WORKSHEETS, SHEET, TRADE])
def test_axe_finds_nothing_serious(browser: Browser, contexts: Contexts, site: str, path: str, scheme: str) -> None:
    page = visit(browser, contexts, site, path, color_scheme=scheme, reduced_motion="reduce")
    found = faults(page)
    if path == SHEET:
        page.get_by_label(FIRST).fill("I write evals.")
        page.get_by_role("button", name="Delete what I typed").click()
        found += faults(page)
    assert found == []


def test_no_worksheet_is_wider_than_a_phone(browser: Browser, contexts: Contexts, site: str) -> None:
    page = visit(browser, contexts, site, TRADE, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_only_worksheets_load_their_script(browser: Browser, contexts: Contexts, site: str) -> None:
    page = visit(browser, contexts, site, address.GUIDE)
    assert page.locator("[src*='worksheet.js']").count() == 0

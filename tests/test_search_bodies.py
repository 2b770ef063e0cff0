"""What a page keeps out of the search is left out before Pagefind reads it, and nothing else is."""

import pytest

from casebook.showing.search_bodies import indexed, without_ignored

BEGIN, END = "<main>", "</main>"
CASES = {
    "nothing is ignored": ("<p>One</p>", "<p>One</p>"),
    "an element": ("<p>One</p><p data-pagefind-ignore>Two</p><p>Three</p>", "<p>One</p><p>Three</p>"),
    "with a value": ('<p data-pagefind-ignore="all">Two</p>One', "One"),
    "behind other attributes": ('<p class="a b" id="c" data-pagefind-ignore>Two</p>One', "One"),
    "before other attributes": ('<p data-pagefind-ignore hidden class="a">Two</p>One', "One"),
    "over lines": ('<p class="a"\n   data-pagefind-ignore>Two</p>One', "One"),
    "with its like in it": ("<div data-pagefind-ignore><div>Two</div>Three<div></div></div>One", "One"),
    "with another that begins like it": ("<p data-pagefind-ignore><pre>Two</pre><path/></p>One", "One"),
    "in one that is ignored": ("<div data-pagefind-ignore>Two<p data-pagefind-ignore>Three</p></div>One", "One"),
    "two of them": ("<b data-pagefind-ignore>Two</b>One<b data-pagefind-ignore>Three</b>", "One"),
    "words that look like it": ("<p>It has data-pagefind-ignore in it</p>", "<p>It has data-pagefind-ignore in it</p>"),
    "a value that looks like it": (
        '<p title="a data-pagefind-ignore b">One</p>',
        '<p title="a data-pagefind-ignore b">One</p>',
    ),
    "one that never ends": ("<p data-pagefind-ignore>Two<p>Three</p>", "<p data-pagefind-ignore>Two<p>Three</p>"),
}


@pytest.mark.parametrize("what", CASES)
def test_an_element_that_is_not_indexed_is_left_out(what: str) -> None:
    html, wanted = CASES[what]
    assert without_ignored(f"{BEGIN}{html}{END}".encode()).decode() == f"{BEGIN}{wanted}{END}"


def test_of_a_page_its_body_is_left_and_its_language() -> None:
    body = "<article><div data-pagefind-body>One<i data-pagefind-ignore>Two</i></div>"
    page = f"<!doctype html>\n<html lang=en>\n<head>H</head><body>Theme {body}</article> More</body></html>"
    assert indexed(page.encode()).decode() == (
        "<!doctype html>\n<html lang=en>\n<article><div data-pagefind-body>One</div>"
    )


@pytest.mark.parametrize("page", ["", "<html><head></head>No article", "<html><head></head><article>One</article>"])
def test_a_page_that_says_nothing_to_the_search_is_left_out(page: str) -> None:
    assert indexed(page.encode()) == b""

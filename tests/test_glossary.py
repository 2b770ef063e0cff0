"""The glossary: its order, its page, and what a marked word holds in prose and in hand-written pages."""

from pathlib import Path

import pytest
from builders import casebook
from markdown import Markdown

from casebook import address, prose
from casebook.loading.load import load
from casebook.showing.glossary import entries, meanings
from casebook.showing.guide import GuideMarkdown
from casebook.showing.links import Links, link
from casebook.showing.pages import Kind, Page, pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
TERMS = """\
=== case_studies/glossary.yml
- {id: runway, title: Runway, short: How long money lasts.}
- {id: evals, title: evals & <b>, short: 'Tests, "red teaming" & <more>.', more: "See [money](term:runway)."}
=== docs/guide/theory-of-change.md
---
title: Theory of change
---
See [evals](term:evals), and `[code](term:evals)`.
"""


@pytest.fixture
def links(tmp_path: Path) -> Links:
    book, problems = load(casebook(tmp_path, TERMS))
    assert book is not None, problems
    return link(book)


def glossary(links: Links) -> Page:
    [page] = [page for page in pages(links) if page.kind is Kind.GLOSSARY]
    return page


def test_terms_stand_in_order_with_the_chapters_that_mark_them(links: Links) -> None:
    found = [(entry.term.id, entry.chapters) for entry in entries(links.casebook)]
    assert found == [("evals", ("theory-of-change",)), ("runway", ())]


def test_the_page_whole(links: Links) -> None:
    page = glossary(links)
    body = Renderer(ROOT / "overrides", links).body(page)
    listed = body[body.index('<ul class="casebook-list">') : body.rindex("</ul>")]
    anchor = '<a class="headerlink" href="#{0}" aria-label="Link to this part" data-pagefind-ignore>&para;</a>'
    chapter = '<a href="../guide/theory-of-change/">Theory of change</a>'
    assert [line.strip() for line in listed.splitlines() if line.strip()] == [
        '<ul class="casebook-list">',
        "<li>",
        f'<h2 id="evals">evals &amp; &lt;b&gt;{anchor.format("evals")}</h2>',
        "<p>Tests, &#34;red teaming&#34; &amp; &lt;more&gt;.</p>",
        '<p>See <a href="../glossary/#runway" aria-description="How long money lasts.">money</a>.</p>',
        f'<p class="casebook-meta" data-pagefind-ignore>In the guide: {chapter}</p>',
        "</li>",
        "<li>",
        f'<h2 id="runway">Runway{anchor.format("runway")}</h2>',
        "<p>How long money lasts.</p>",
        "</li>",
    ]
    assert (page.address, [entry.anchor for entry in page.contents]) == (address.GLOSSARY, ["evals", "runway"])


def test_a_marked_word_in_prose_holds_what_it_means_as_text(links: Links) -> None:
    text = "[One](term:evals), [two](term:evals 'A title') and [an old one](term:gone)."
    html = prose.to_html(text, lambda scheme, target: f"/{scheme}/{target}", meanings(links.casebook))
    meaning = 'aria-description="Tests, &quot;red teaming&quot; &amp; &lt;more&gt;."'
    assert html == (
        f'<p><a href="/term/evals" {meaning}>One</a>, <a href="/term/evals" {meaning}>two</a> '
        'and <a href="/term/gone">an old one</a>.</p>\n'
    )


def test_a_contributed_link_can_give_itself_no_meaning() -> None:
    text = """[a](https://example.org/ 'x" aria-description="y')"""
    assert prose.to_html(text, lambda *_: "", {"evals": "Tests."}) == (
        '<p><a href="https://example.org/" title="x&quot; aria-description=&quot;y" '
        'rel="noopener noreferrer nofollow ugc">a</a></p>\n'
    )


def test_a_marked_word_in_a_page_holds_what_it_means_as_text(links: Links) -> None:
    extension = GuideMarkdown(meanings(links.casebook))
    extension.page = "guide/theory-of-change/"
    assert Markdown(extensions=[extension]).convert("See [evals](term:evals) and `[code](term:evals)`.") == (
        '<p>See <a aria-description="Tests, &quot;red teaming&quot; &amp; &lt;more&gt;." '
        'href="../../glossary/#evals">evals</a> and <code>[code](term:evals)</code>.</p>'
    )


def test_a_table_of_a_page_can_be_scrolled_by_the_keyboard() -> None:
    converted = Markdown(extensions=["tables", GuideMarkdown()]).convert("a | b\n--|--\nc | d\n\nAfter.")
    lines = converted.split("\n")
    assert (lines[:2], lines[-2:]) == (
        [
            '<div aria-label="Table" class="casebook-scroll" role="group" tabindex="0"><table class="casebook-rows">',
            "<thead>",
        ],
        ["</table></div>", "<p>After.</p>"],
    )

"""What a page says of itself to those who cite it, and to machines."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders import casebook

from casebook import address
from casebook.loading.load import Casebook, load
from casebook.showing.citing import Site, cite_key, for_bibtex, structured, version_of
from casebook.showing.links import link
from casebook.showing.pages import Kind, Page, Step, pages
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
SITE = Site("Small Casebook", "https://example.org/book", "2026-11-24")
HOSTILE = "</script><!-- 100% of $_#~^\\ {x} & [y](z)\u2028“q”"
EDITORS = {"@type": "Organization", "name": "Editors of the Small Casebook"}


def loaded(root: Path, text: str = "") -> Casebook:
    book, problems = load(casebook(root, text))
    assert book is not None, problems
    return book


def found(root: Path, kind: Kind, text: str = "") -> Page:
    return next(page for page in pages(link(loaded(root, text))) if page.kind is kind)


def graph(page: Page) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(structured(page, SITE))["@graph"]
    return said


def way(last: str, *steps: tuple[str, str]) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": name, "item": f"https://example.org/book/{path}"}
        for place, (name, path) in enumerate(steps, 1)
    ]
    here = {"@type": "ListItem", "position": len(steps) + 1, "name": last}
    return {"@type": "BreadcrumbList", "itemListElement": [*items, here]}


def test_a_case_is_an_article_by_the_editors(tmp_path: Path) -> None:
    page = found(tmp_path, Kind.CASE)
    assert graph(page) == [
        {
            "@type": "Article",
            "headline": page.title,
            "url": "https://example.org/book/case-studies/a-story/",
            "inLanguage": "en",
            "datePublished": "2026-11-24",
            "dateModified": "2026-11-24",
            "author": EDITORS,
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
        way(page.title, ("Home", ""), ("Case studies", "case-studies/")),
    ]
    assert "Robin Example" not in structured(page, SITE)


@pytest.mark.parametrize(
    ("kind", "resource"), [(Kind.LESSON, "lesson"), (Kind.SESSION, "session plan"), (Kind.HANDOUT, "handout")]
)
def test_what_one_learns_from_is_a_learning_resource(kind: Kind, resource: str, tmp_path: Path) -> None:
    page = found(tmp_path, kind)
    work, _ = graph(page)
    assert work == {
        "@type": "LearningResource",
        "name": page.title,
        "url": f"https://example.org/book/{page.address}",
        "inLanguage": "en",
        "dateModified": "2026-11-24",
        "author": EDITORS,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "learningResourceType": resource,
    }


def test_a_list_only_says_where_it_is_and_the_front_page_nothing() -> None:
    lessons = Page(Kind.LESSONS, address.LESSONS, "Lessons", "", {}, crumbs=(Step("Home", ""),))
    assert graph(lessons) == [way("Lessons", ("Home", ""))]
    assert structured(Page(Kind.HOME, "", "Small Casebook", "", {}), SITE) == ""


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    page = Page(Kind.LESSON, "lessons/x/", HOSTILE, HOSTILE, {}, crumbs=(Step(HOSTILE, "y/"),))
    said = structured(page, SITE)
    assert (re.findall("[<>&\u2028\u2029]", said), graph(page)[0]["name"]) == ([], HOSTILE)


def test_the_version_is_the_day_that_is_given_else_a_case_has_its_own(tmp_path: Path) -> None:
    case, lesson = found(tmp_path, Kind.CASE), found(tmp_path, Kind.LESSON)
    given, nobody = Site("", "", "2027-01-15"), Site()
    assert [version_of(page, site) for site in (given, nobody) for page in (case, lesson)] == [
        *("2027-01-15", "2027-01-15"),
        *("2026-11-24", ""),
    ]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Déjà vu: 50% & more", r"Déjà vu: 50\% \& more"),
        (r"a_b #1 $5 \x", r"a\_b \#1 \$5 \textbackslash{}x"),
        ("{~^}", r"\textbraceleft{}\textasciitilde{}\textasciicircum{}\textbraceright{}"),
    ],
)
def test_what_means_something_to_bibtex_is_written_so_that_it_does_not(text: str, escaped: str) -> None:
    assert for_bibtex(text) == escaped
    assert for_bibtex(text).count("{") == for_bibtex(text).count("}")


def test_every_page_has_a_key_of_its_own() -> None:
    assert [cite_key(path) for path in ("", "lessons/ask-early/", "tags/stage/learning/")] == [
        "casebook",
        "casebook-lessons-ask-early",
        "casebook-tags-stage-learning",
    ]


def test_the_citation_of_a_page_whole(tmp_path: Path) -> None:
    book = loaded(tmp_path)
    links = link(book)
    renderer = Renderer(ROOT / "overrides", links, site=SITE)
    page = next(page for page in pages(links) if page.kind is Kind.CASE)
    _, _, block = renderer.body(page).partition('<details class="casebook-cite"')
    citation, bibtex = (
        re.sub("<[^>]+>", "", text) for text in re.findall(r"data-copied=[^>]*>(.*?)</p(?:re)?>", block, re.DOTALL)
    )
    url = "https://example.org/book/case-studies/a-story/"
    assert citation == f"Editors of the Small Casebook. “{page.title}”. Version of 24 November 2026. {url}"
    assert (
        bibtex
        == f"""\
@misc{{casebook-case-studies-a-story,
  author = {{{{Editors of the Small Casebook}}}},
  title = {{{{{page.title}}}}},
  year = {{2026}},
  month = nov,
  note = {{Version of 24 November 2026}},
  url = {{{url}}}
}}"""
    )


def test_nothing_is_cited_of_a_withdrawn_case_nor_of_a_site_without_an_address(tmp_path: Path) -> None:
    gone = "=== case_studies/gone.yml\nstatus: withdrawn\nwithdrawn: {date: 2026-12-01, reason: asked}\n"
    links = link(loaded(tmp_path, gone))
    by_kind = {page.kind: page for page in pages(links)}
    withdrawn = Renderer(ROOT / "overrides", links, site=SITE).body(by_kind[Kind.WITHDRAWN])
    nowhere = Renderer(ROOT / "overrides", links).body(by_kind[Kind.LESSON])
    assert ["casebook-cite" in body or "ld+json" in body for body in (withdrawn, nowhere)] == [False, False]


def test_the_whole_is_cited_as_its_pages_are() -> None:
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    name = re.search(r"^site_name: (.*)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert name is not None
    assert re.findall(r"^title: (.*)$|^  - name: (.*)$|^license: (.*)$", text, re.MULTILINE) == [
        (name[1], "", ""),
        ("", Site(name[1]).editors, ""),
        ("", "", "CC-BY-4.0"),
    ]

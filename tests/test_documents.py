"""What stands beside the pages: the data, the feeds and the cards, whole for a small casebook, and checked for ours.

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_documents.py

writes tests/documents/ anew; read what was written.
"""

import copy
import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from builders import casebook, patient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_pages import SECOND_CASE

from casebook import address, contract, prose, web
from casebook.contributing import api_page, api_schema
from casebook.contributing.writing import stale
from casebook.loading.load import Casebook, load
from casebook.model import Subject
from casebook.showing import cards, documents, feeds, tables
from casebook.showing.edition import Document, Edition, Joined, newest_day
from casebook.showing.links import link
from casebook.showing.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "documents"
URL = "https://casebook.example.org/"
NAME = "A small casebook"
MORE = f"""{SECOND_CASE.replace("A <b> & a", "A &lt;b> & a")}follows: a-story
aliases: [before-another]
=== case_studies/gone.yml
title: SECRET
status: withdrawn
withdrawn: {{date: 2026-11-26, reason: asked, superseded_by: another-story}}
aliases: [gone-before]
=== case_studies/nobody.yml
title: "=1+1"
summary: "<b>5</b> & 'six' ]]>"
subject: {{named_as: anonymous, was: "-2"}}
permission: {{basis: given, date: 2026-11-01, held_by: them}}
status: published
decisions: [{{id: go, title: Go, reasoning: "`lesson:none` but [so](lesson:test-fit),
  [as](case:a-story#leave) and [then](tag:stage/learning)."}}]
lessons: [{{text: None.}}]
=== case_studies/redirects.yml
- {{from: /lessons/asking/, to: /lessons/ask-early/}}
- {{from: /tags/stage/starting/, to: /tags/stage/learning/}}
"""


def edition(book: Casebook, url: str = URL, name: str = NAME, renderer: Renderer | None = None) -> Edition:
    links = link(book)
    renderer = renderer or Renderer(ROOT / "overrides", links)
    return Edition(links, url, name, "Made for a test.", newest_day(book), renderer.document)


def made(book: Casebook, **more: str) -> dict[str, str]:
    """Path -> text of every document of a casebook."""
    found = [document for make in documents.DOCUMENTS for document in make(edition(book, **more))]
    texts = {document.path: document.make() for document in found if isinstance(document, Document)}
    for whole in found:
        if isinstance(whole, Joined):
            texts[whole.path] = "".join(one if isinstance(one, str) else texts[one.path] for one in whole.pieces)
    assert len(texts) == len(found)
    return texts


def read(root: Path) -> Casebook:
    book, problems = load(root)
    assert book is not None, problems
    return book


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return read(casebook(tmp_path_factory.mktemp("small"), MORE))


@pytest.fixture(scope="module")
def ours() -> Casebook:
    return read(ROOT)


@pytest.fixture(scope="module")
def texts(small: Casebook) -> dict[str, str]:
    return made(small)


@pytest.fixture(scope="module")
def our_texts(ours: Casebook) -> dict[str, str]:
    return made(ours)


KINDS = {"data.json": ".json", "tables.csv": ".csv", "feeds.xml": ".xml", "cards.html": ".html"}


@pytest.mark.parametrize("name", KINDS)
def test_all_documents_of_a_small_casebook(texts: dict[str, str], name: str) -> None:
    shown = "".join(
        f"=== {path}\n{pretty(path, text)}" for path, text in sorted(texts.items()) if path.endswith(KINDS[name])
    )
    golden = GOLDEN / f"{name.partition('.')[0]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(shown, "utf-8", newline="")
    assert shown == golden.read_bytes().decode()


def pretty(path: str, text: str) -> str:
    if path.endswith(".json"):
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    return text if text.endswith("\n") else f"{text}\n"


def values(text: str) -> Any:
    return json.loads(text)


# The data.


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without the room that it leaves for fields to come."""
    shut = copy.deepcopy(schema)
    waiting: list[Any] = [shut]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "properties" in part:
                part["additionalProperties"] = False
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return shut


def validator(kind: str) -> Draft202012Validator:
    schema = strict(api_schema.schema())
    del schema["anyOf"]
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def kind_of(path: str, record: dict[str, Any]) -> str:
    if path == address.DATA_INDEX:
        return "index"
    collection, slash, _ = path.removeprefix(address.DATA).partition("/")
    if not slash:
        return "list"
    return "withdrawn" if "withdrawn" in record else collection


@pytest.mark.parametrize("fixture", ["texts", "our_texts"])
def test_the_data_is_as_the_schema_says(fixture: str, request: pytest.FixtureRequest) -> None:
    Draft202012Validator.check_schema(api_schema.schema())
    validators = {key: validator(key) for key in [*(c.key for c in contract.COLLECTIONS), "withdrawn", "list", "index"]}
    wrong = [
        f"{path}: {error.json_path}: {error.message}"
        for path, text in request.getfixturevalue(fixture).items()
        if path.startswith(address.DATA) and path.endswith(".json")
        for error in validators[kind_of(path, values(text))].iter_errors(values(text))
    ]
    assert wrong == []


def test_the_schema_refuses_what_is_no_record(texts: dict[str, str]) -> None:
    record = values(texts["api/v1/case-studies/a-story.json"])
    record["decisions"][0] |= {"went": "splendidly", "at": "leaves-evals"}
    del record["title"]
    found = {error.json_path for error in validator("case-studies").iter_errors(record)}
    assert found == {"$", "$.decisions[0].went", "$.decisions[0].at"}


def test_the_page_and_the_schema_are_current() -> None:
    assert stale(ROOT, api_page.texts()) == [], "run  python scripts/api_page.py"


def test_every_field_of_the_data_has_a_row_on_the_page(our_texts: dict[str, str]) -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", (ROOT / api_page.PAGE).read_text("utf-8"), re.MULTILINE))
    lists = [values(our_texts[address.record(collection.page)]) for collection in contract.COLLECTIONS]
    assert {key for listed in lists for record in listed["records"] for key in record} - rows == set()


def test_what_the_index_and_the_lists_name_is_there(our_texts: dict[str, str]) -> None:
    index = values(our_texts[address.DATA_INDEX])
    named = {
        *(entry["data"] for entries in index["records"].values() for entry in entries),
        *index["collections"].values(),
        *index["tables"].values(),
        *index["feeds"].values(),
    }
    assert {name.removeprefix(URL) for name in named} - our_texts.keys() == set()
    for key, count in index["counts"].items():
        if key != "withdrawn":
            listed = values(our_texts[f"api/v1/{key}.json"])["records"]
            assert count == len(listed) == len(index["records"][key])
            assert listed == [values(our_texts[record["data"].removeprefix(URL)]) for record in listed]


def markdown(record: Any) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict | list):
        for value in record.values() if isinstance(record, dict) else record:
            yield from markdown(value)


def test_every_own_link_in_the_markdown_is_resolved(our_texts: dict[str, str]) -> None:
    index = values(our_texts[address.DATA_INDEX])
    found = 0
    for entries in index["records"].values():
        for entry in entries:
            record = values(our_texts[entry["data"].removeprefix(URL)])
            links = record.pop("links", {})
            own = {name for text in markdown(record) for name in prose.read(text).links if web.split_own(name)}
            assert own == links.keys(), entry["id"]
            found += len(own)
            for name, reference in links.items():
                assert reference["address"] == URL + address.of_link(*web.split_own(name))  # type: ignore[misc]
    assert found > 20


def test_of_a_withdrawn_case_there_is_its_tombstone_only(texts: dict[str, str]) -> None:
    tombstone = {
        "id": "gone",
        "title": "A case study that was withdrawn",
        "address": f"{URL}case-studies/gone/",
        "data": f"{URL}api/v1/case-studies/gone.json",
        "licence": "CC-BY-4.0",
        "withdrawn": {"date": "2026-11-26", "reason": "asked"},
    }
    assert values(texts["api/v1/case-studies/gone.json"]) == tombstone
    assert values(texts["api/v1/case-studies.json"])["withdrawn"] == [tombstone]
    assert [path for path, text in texts.items() if "SECRET" in text] == []
    assert [path for path, text in texts.items() if path.endswith((".xml", "feed.json")) and "gone" in text] == []


def test_what_moved_is_found_at_its_old_address(texts: dict[str, str]) -> None:
    for old, new in {
        "api/v1/case-studies/before-another.json": "api/v1/case-studies/another-story.json",
        "api/v1/case-studies/gone-before.json": "api/v1/case-studies/gone.json",
        "api/v1/lessons/asking.json": "api/v1/lessons/ask-early.json",
        "embed/case-studies/before-another/index.html": "embed/case-studies/another-story/index.html",
        "embed/case-studies/gone-before/index.html": "embed/case-studies/gone/index.html",
        "embed/lessons/asking/index.html": "embed/lessons/ask-early/index.html",
    }.items():
        assert texts[old] == texts[new]
    old, new = (values(texts[f"tags/stage/{tag}/feed.json"]) for tag in ("starting", "learning"))
    assert (old.pop("feed_url"), new.pop("feed_url")) == (
        f"{URL}tags/stage/starting/feed.json",
        f"{URL}tags/stage/learning/feed.json",
    )
    assert old == new


def test_a_draft_is_in_no_data_and_in_no_feed(tmp_path: Path) -> None:
    draft = "=== case_studies/a-draft.yml\ntitle: Not yet\nstatus: draft\ntags: {stage: [learning]}\n"
    book, problems = load(casebook(tmp_path, draft), drafts=True)
    assert book is not None, problems
    found = {path for path, text in made(book).items() if '"a-draft"' in text or "Not yet" in text}
    assert found == {"embed/case-studies/a-draft/index.html", "api/v1/tags/stage/learning.json", "api/v1/tags.json"}


def test_without_an_address_of_the_site_addresses_begin_at_the_root(small: Casebook) -> None:
    record = values(made(small, url="")["api/v1/lessons/ask-early.json"])
    assert (record["address"], record["data"]) == ("/lessons/ask-early/", "/api/v1/lessons/ask-early.json")


def test_where_nobody_says_its_day_the_version_has_the_newest_of_the_content(small: Casebook) -> None:
    assert newest_day(small) == "2026-11-26"


def test_a_build_at_another_time_is_the_same(small: Casebook, texts: dict[str, str]) -> None:
    assert made(small) == texts


# The tables.


@patient
@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1))
def test_a_table_gives_back_its_cells_and_none_of_them_is_a_formula(rows: list[list[str]]) -> None:
    text = tables.table(rows)
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert found == [[f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row] for row in rows]
    assert text.endswith("\r\n")


def test_the_tables_name_nobody(ours: Casebook, our_texts: dict[str, str]) -> None:
    names = {case.subject.name for case in ours.cases.values() if case.subject} - {""}
    told = [text for path, text in our_texts.items() if path.endswith(".csv")]
    assert len(told) == 2
    assert [name for name in names for text in told if name in text] == []


# The feeds.

JSON_FEED = {
    "$comment": "JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"$ref": "#/$defs/url"},
        "feed_url": {"$ref": "#/$defs/url"},
        "next_url": {"$ref": "#/$defs/url"},
        "description": {"type": "string"},
        "user_comment": {"type": "string"},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "additionalProperties": False,
    "$defs": {
        "url": {"type": "string", "pattern": "^https?://[^\\s]+$"},
        "item": {
            "type": "object",
            "required": ["id"],
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "url": {"$ref": "#/$defs/url"},
                "title": {"type": "string"},
                "content_html": {"type": "string"},
                "content_text": {"type": "string"},
                "summary": {"type": "string"},
                "date_published": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
            "additionalProperties": False,
        },
    },
}


def test_every_json_feed_is_valid(our_texts: dict[str, str]) -> None:
    Draft202012Validator.check_schema(JSON_FEED)
    found = {path: values(text) for path, text in our_texts.items() if path.endswith("feed.json")}
    wrong = [
        (path, e.message) for path, feed in found.items() for e in Draft202012Validator(JSON_FEED).iter_errors(feed)
    ]
    assert wrong == []
    assert {path: feed["feed_url"] for path, feed in found.items()} == {path: URL + path for path in found}


def test_both_kinds_of_feed_say_the_same(our_texts: dict[str, str], ours: Casebook) -> None:
    rss = {path.removesuffix("xml"): text for path, text in our_texts.items() if path.endswith("feed.xml")}
    assert len(rss) == 1 + sum(len(group.tags) for group in ours.tag_groups.values())
    for path, text in rss.items():
        items = ElementTree.fromstring(text).findall("channel/item")  # noqa: S314  our own text
        found = [(item.findtext("guid"), item.findtext("title"), item.findtext("description")) for item in items]
        assert found == [
            (item["id"], item["title"], item["content_text"]) for item in values(our_texts[f"{path}json"])["items"]
        ]


def test_a_feed_is_the_newest_first_and_ends_at_its_limit(small: Casebook) -> None:
    case = small.cases["a-story"]
    days = [f"2026-{month:02}-{day:02}" for month in (3, 1, 2) for day in range(1, 25)]
    many = {f"case-{day}": case.model_copy(update={"published": day}) for day in days}
    found = list(feeds.documents(edition(Casebook(**{**vars(small), "cases": many}))))
    for document in found:
        if document.path.endswith("learning/feed.json") or document.path == "feed.json":
            items = values(document.make())["items"]
            newest = sorted(days, reverse=True)[: contract.MAX_ITEMS]
            assert [item["date_published"][:10] for item in items] == newest


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
"""All characters that the checks let into a line, and some that they do not."""


@pytest.fixture(scope="module")
def renderer(small: Casebook) -> Renderer:
    """One for many editions: a feed asks it nothing of the casebook."""
    return Renderer(ROOT / "overrides", link(small))


@patient
@given(title=ANY_TEXT, summary=ANY_TEXT)
def test_a_feed_is_well_formed_whatever_is_in_it(small: Casebook, renderer: Renderer, title: str, summary: str) -> None:
    case = small.cases["a-story"].model_copy(update={"title": title, "summary": summary})
    one = Casebook(**{**vars(small), "cases": {"a-story": case}, "withdrawn": {}, "redirects": ()})
    texts = {
        document.path: document.make() for document in feeds.documents(edition(one, name=title, renderer=renderer))
    }
    channel = ElementTree.fromstring(texts["feed.xml"]).find("channel")  # noqa: S314  our own text
    assert channel is not None
    assert (channel.findtext("title"), channel.findtext("item/title"), channel.findtext("item/description")) == (
        title,
        title,
        summary,
    )
    [item] = values(texts["feed.json"])["items"]
    assert (item["title"], item["content_text"]) == (title, summary)


# The cards.


def test_no_card_names_a_person(ours: Casebook, our_texts: dict[str, str]) -> None:
    names = {case.subject.name for case in ours.cases.values() if case.subject} - {""}
    shown = {path: text for path, text in our_texts.items() if path.startswith("embed/")}
    assert len(shown) >= len(ours.cases) + len(ours.lessons)
    assert [(path, name) for path, text in shown.items() for name in names if name in text] == []


def test_a_card_names_nobody_of_a_case(small: Casebook) -> None:
    named = Subject(name="UNIQUE NAME", was="UNIQUE WORK", location="UNIQUE PLACE")
    book = Casebook(
        **{**vars(small), "cases": {"a-story": small.cases["a-story"].model_copy(update={"subject": named})}}
    )
    assert [card.path for card in cards.documents(edition(book)) if "UNIQUE" in card.make()] == []


def test_a_card_and_its_style_weigh_less_than_promised(our_texts: dict[str, str]) -> None:
    style = (ROOT / "docs" / address.EMBED_STYLES).stat().st_size
    heaviest = max(len(text.encode()) for path, text in our_texts.items() if path.startswith("embed/"))
    assert heaviest + style < 15_000

"""What is new, as RSS 2.0 and as JSON Feed 1.1: for everything, and for each tag. An item is a published case study.

Its id is its permalink, and its text the summary: who wants to read on comes to the page, where it stands how we know.
Lessons are in no feed: they grow with the cases and have no day. To change what an item says, change `_item`.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache, partial
from typing import Any

from casebook import address, contract
from casebook.model import CaseStudy, Status
from casebook.showing.api import former_addresses, to_json
from casebook.showing.edition import Document, Edition
from casebook.showing.links import tags_of

LANGUAGE = "en"
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Item:
    """A case study in a feed. All text is plain."""

    title: str
    address: str
    summary: str
    day: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An item as each kind of feed writes it: once, however many feeds it is in."""

    rss: str
    json: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written."""

    page: str
    """The address of the page that it belongs to."""
    title: str
    description: str
    slugs: tuple[str, ...]
    """The newest first."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The cases of its items."""
        return self.slugs[: contract.MAX_ITEMS]


def documents(edition: Edition) -> Iterator[Document]:
    """Both kinds of every feed; one of a tag that was renamed is found at its old address, too."""
    former = former_addresses(edition)
    cases = edition.links.casebook.cases
    written = cache(lambda slug: _written(edition, _item(edition, slug, cases[slug])))
    for feed in _feeds(edition):
        version = edition.version(feed.page, *map(address.case_study, feed.shown))
        for page in (feed.page, *former.get(feed.page, ())):
            yield Document(address.rss(page), version, partial(_rss, edition, feed, page, written))
            yield Document(address.json_feed(page), version, partial(_json, edition, feed, page, written))


def _feeds(edition: Edition) -> Iterator[Feed]:
    links = edition.links
    newest = [slug for slug in links.newest if links.casebook.cases[slug].status is Status.PUBLISHED]
    place = {slug: number for number, slug in enumerate(newest)}
    yield Feed(address.HOME, edition.name, edition.description, tuple(newest))
    for (group, tag), slugs in links.tags.items():
        named = links.casebook.tag_groups[group]
        label = f"{named.title}: {named.tags[tag]}"
        shown = sorted((slug for slug in slugs if slug in place), key=place.__getitem__)
        description = f"New case studies with the tag “{named.tags[tag]}”."
        yield Feed(address.tag(group, tag), f"{label} \u2013 {edition.name}", description, tuple(shown))


def _item(edition: Edition, slug: str, case: CaseStudy) -> Item:
    groups = edition.links.casebook.tag_groups
    tags = tuple(groups[group].tags[tag] for group, tag in tags_of(case))
    return Item(case.title, edition.full(address.case_study(slug)), case.summary, case.published, tags)


def _written(edition: Edition, item: Item) -> Written:
    shown: dict[str, Any] = {
        "id": item.address,
        "url": item.address,
        "title": item.title,
        "content_text": item.summary,
        **({"date_published": f"{item.day}T00:00:00Z"} if item.day else {}),
        **({"tags": item.tags} if item.tags else {}),
    }
    rss = edition.render("feeds/item.xml.html", address.rss(), item=item, moment=moment)
    return Written(rss, to_json(shown))


def _json(edition: Edition, feed: Feed, page: str, written: Callable[[str], Written]) -> str:
    """As https://www.jsonfeed.org/version/1.1/ has it. The items are text already."""
    head = to_json(
        {
            "version": JSON_FEED,
            "title": feed.title,
            "home_page_url": edition.full(feed.page),
            "feed_url": edition.full(address.json_feed(page)),
            "description": feed.description,
            "language": LANGUAGE,
        }
    )
    return f'{head.removesuffix("}")},"items":[{",".join(written(slug).json for slug in feed.shown)}]}}'


def _rss(edition: Edition, feed: Feed, page: str, written: Callable[[str], Written]) -> str:
    """As https://www.rssboard.org/rss-specification has it."""
    return edition.render(
        "feeds/rss.xml.html",
        page,
        feed=feed,
        items=[written(slug).rss for slug in feed.shown],
        language=LANGUAGE,
        link=edition.full(feed.page),
        own=edition.full(address.rss(page)),
        moment=moment,
        day=edition.day,
    )


@cache
def moment(day: str) -> str:
    """The beginning of a day as RSS writes it: `Tue, 24 Nov 2026 00:00:00 +0000`."""
    return format_datetime(datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC))

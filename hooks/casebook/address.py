"""The addresses that are promised for good, each written here and nowhere else.

An address is a path below the site's root without a leading slash (`lessons/ask-early/`), as the templates and the site
generator want it; people write it with one (`/lessons/ask-early/`). To add a kind of page, add a function.
"""

HOME = ""
BROWSE = "case-studies/"
LESSONS = "lessons/"
MISTAKES = "mistakes/"
TAGS = "tags/"
GUIDE = "guide/"
SESSIONS = "sessions/"
INSIGHTS = "insights/"
ABOUT = "about/"
WORKSHEETS = "worksheets/"
DATA_GUIDE = "api/"
DATA = "api/v1/"
DATA_INDEX = f"{DATA}index.json"
DATA_SCHEMA = f"{DATA}schema.json"
EMBED_STYLES = "stylesheets/embed.css"
GROUPS = "groups/"
CONTRIBUTE = "contribute/"
GLOSSARY = "glossary/"
SEARCH_WORDS = "javascripts/search_words.json"
"""What the search knows beside its index, for its scripts."""


def browse(group_id: str, tag_id: str) -> str:
    """The list of all cases, narrowed down to those of a tag; without script it is the whole list."""
    return f"{BROWSE}?{group_id}={tag_id}"


def case_study(slug: str, part: str = "") -> str:
    """A case study, or one part of it."""
    return f"{BROWSE}{slug}/#{part}" if part else f"{BROWSE}{slug}/"


def lesson(lesson_id: str) -> str:
    """A lesson and its evidence."""
    return f"{LESSONS}{lesson_id}/"


def mistake_category(category_id: str) -> str:
    """A category of mistakes."""
    return f"{MISTAKES}{category_id}/"


def tag(group_id: str, tag_id: str) -> str:
    """The cases of a tag."""
    return f"{TAGS}{group_id}/{tag_id}/"


def chapter(stem: str) -> str:
    """A guide chapter."""
    return GUIDE if stem == "index" else f"{GUIDE}{stem}/"


def session(session_id: str) -> str:
    """A reading session."""
    return f"{SESSIONS}{session_id}/"


def handout(session_id: str) -> str:
    """The sheet of a reading session, to print."""
    return f"{SESSIONS}{session_id}/handout/"


def worksheet(stem: str) -> str:
    """A worksheet to fill in."""
    return f"{WORKSHEETS}{stem}/"


def record(page: str) -> str:
    """What a page is made of, as JSON; of a page that lists its like, all of them."""
    return f"{DATA}{page.rstrip('/')}.json"


def table(page: str) -> str:
    """What a page lists, as CSV."""
    return f"{DATA}{page.rstrip('/')}.csv"


def card(page: str) -> str:
    """A page as a card that other sites embed."""
    return f"embed/{page}"


def rss(page: str = HOME) -> str:
    """The cases of a page as an RSS feed; all of them where no page is named."""
    return f"{page}feed.xml"


def json_feed(page: str = HOME) -> str:
    """As `rss`, a JSON Feed."""
    return f"{page}feed.json"


def term(term_id: str) -> str:
    """A term of the field, and what it means."""
    return f"{GLOSSARY}#{term_id}"


def cited_lesson(lesson_id: str) -> str:
    """The anchor of a lesson cited by a case study."""
    return f"lesson-{lesson_id}"


def of_link(scheme: str, target: str) -> str:
    """The address that a link of the casebook's own schemes leads to (`lesson:ID`, `tag:GROUP/TAG`, …)."""
    match scheme:
        case "lesson":
            return lesson(target)
        case "mistake":
            return mistake_category(target)
        case "tag":
            group_id, _, tag_id = target.partition("/")
            return tag(group_id, tag_id)
        case "term":
            return term(target)
        case "case":
            slug, _, part = target.partition("#")
            return case_study(slug, part)
    raise ValueError(f"unknown scheme {scheme!r}")


def depth(address: str) -> int:
    """How many folders below the root a page is."""
    return address.split("#", 1)[0].count("/")


def relative(page: str, target: str) -> str:
    """The link from one page to another: `../../lessons/ask-early/`."""
    return "../" * depth(page) + target or "./"

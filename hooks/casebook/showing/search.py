"""The search: which command makes its index, and what it knows beside that. Templates say what is indexed, and how."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from casebook import address
from casebook.showing.links import Links
from casebook.showing.pages import Kind
from casebook.showing.search_index import check_is_whole, make_steady

EXCLUDED = (".headerlink", ".casebook-facts dt")
"""What stands on every page and tells none from another: permalinks that MkDocs puts into headings, names of facts."""

SETTING = "CASEBOOK_SEARCH"
"""The variable of the environment that leaves the index out, where it is `off`."""
MANY = 1000
"""So many cases take a while to rank: the search shows what it finds in all else before it has ranked them."""


def is_on() -> bool:
    """Whether the site gets a search index."""
    return os.environ.get(SETTING) != "off"


def index_command(site: Path) -> list[str]:
    """The command line that indexes the pages below `site` and writes the index beside them, in pagefind/."""
    excluded = [option for selector in EXCLUDED for option in ("--exclude-selectors", selector)]
    return [sys.executable, "-m", "pagefind", "--site", str(site), *excluded, "--quiet"]


def index(site: Path, held: Sequence[int] = ()) -> None:
    """Indexes the pages below `site`, and hands on the open files of locks.

    Raises:
        OSError: it failed; it has said why.
    """
    if subprocess.run(index_command(site), check=False, pass_fds=held).returncode:  # noqa: S603  our own command line
        raise OSError("the search index could not be made")
    check_is_whole(site / "pagefind")
    make_steady(site / "pagefind")


def search_words(links: Links) -> str:
    """The synonyms, and where to go when nothing is found: lessons and tags with most cases first, as JSON.

    A door is its title and its address.
    """
    book = links.casebook
    lessons = sorted(book.lessons, key=lambda name: -links.lessons[name].cases)
    tags = sorted(
        ((group, tag) for (group, tag), slugs in links.tags.items() if slugs), key=lambda name: -len(links.tags[name])
    )
    words = {
        "many": Kind.CASE.label if len(book.cases) >= MANY else "",
        "synonyms": [synonyms.same for synonyms in book.synonyms],
        "lessons": [(book.lessons[name].title, address.lesson(name)) for name in lessons],
        "tags": [(book.tag_groups[group].tags[tag], address.tag(group, tag)) for group, tag in tags],
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))

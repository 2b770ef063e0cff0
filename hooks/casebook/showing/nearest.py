"""What the page for a missing address looks through, to offer the nearest ones: every address, and its title.

Only that page asks for this file (docs/javascripts/not_found.js).
"""

import json
from collections.abc import Iterable, Mapping

from casebook.showing.links import Links
from casebook.showing.pages import Kind, Page, moved

FILE = "addresses.json"
_UNSAID = {Kind.REDIRECT, Kind.WITHDRAWN}


def listed(pages: Iterable[Page], written: Mapping[str, str], links: Links) -> str:
    """The file's text: `pages`, a title for each address, and `moved`, the new address for each old one.

    Args:
        pages: those that are made from the data.
        written: address -> title of the hand-written ones.
        links: the casebook.
    """
    titles = {**written, **{page.address: page.title for page in pages}}
    for page in pages:
        if page.kind in _UNSAID:
            titles.pop(page.address, None)
    old = {old: new for old, new in moved(links).items() if new.partition("#")[0] in titles}
    return json.dumps({"pages": titles, "moved": old}, ensure_ascii=False, separators=(",", ":"))

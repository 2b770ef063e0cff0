"""The theme's page around a body: rendered once per kind and depth with marks in its slots, then filled per page.

The theme's own template takes some 2 ms a page; filling its result takes a thirtieth. What the theme shows of a page
(title, description, canonical address, table of contents, body) is a slot; all else is the same for every page of one
kind at one depth, and a test holds a filled frame against a full render of the same page.
"""

import re

SLOTS = ("heading", "description", "canonical_url", "toc_html", "content")
"""Attributes of the theme's `page` that differ from page to page."""
HTML_SLOTS = ("toc_html", "content")
"""Those that hold safe HTML; the others hold plain text, which is escaped."""

_INDENTATION = re.compile(r"\s*\n\s*")
"""White space around line breaks, a third of the theme's page; no element of the frame keeps white space."""

_OPEN, _CLOSE = "\ue000", "\ue001"


def mark(slot: str) -> str:
    """A text that stands for a slot while the frame is rendered: no page holds private-use characters of its own."""
    return f"{_OPEN}{slot}{_CLOSE}"


def template(rendered: str) -> str:
    """The source of a Jinja template from a page that was rendered with marks where its slots are.

    Raises:
        ValueError: a slot's mark is not there, or one is there that is no slot.
    """
    first, *rest = _INDENTATION.sub("\n", rendered).split(_OPEN)
    pieces, seen = [_literal(first)], set()
    for part in rest:
        slot, _, text = part.partition(_CLOSE)
        if slot not in SLOTS:
            raise ValueError(f"{slot!r} is no slot")
        seen.add(slot)
        pieces += ["{{ page.", slot, " }}" if slot in HTML_SLOTS else " | e }}", _literal(text)]
    if missing := set(SLOTS) - seen:
        raise ValueError(f"the theme's page shows nothing of {', '.join(sorted(missing))}")
    return "".join(pieces)


def _literal(text: str) -> str:
    """Text that Jinja gives back as it is."""
    return "{% raw %}" + text + "{% endraw %}" if "{" in text else text

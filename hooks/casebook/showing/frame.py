"""The theme's page around a body: rendered once per kind and depth with marks in its slots, then filled per page.

The theme's own template takes some 2 ms a page; filling its result takes a thirtieth. What the theme shows of a page
(title, description, canonical address, table of contents, body) is a slot; all else is the same for every page of one
kind at one depth, and a test holds a filled frame against a full render of the same page.
"""

import re
from collections.abc import Mapping

from markupsafe import escape

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


class Frame:
    """The theme's page, cut where its slots are."""

    def __init__(self, rendered: str) -> None:
        """`rendered` is a page of the theme with marks where its slots are.

        Raises:
            ValueError: a slot's mark is not there, or one is there that is no slot.
        """
        first, *rest = _INDENTATION.sub("\n", rendered).removesuffix("\n").split(_OPEN)
        parts = [part.partition(_CLOSE) for part in rest]
        self._first = first.encode()
        self._parts = [(slot, text.encode()) for slot, _, text in parts]
        slots = {slot for slot, _ in self._parts}
        if slots != set(SLOTS):
            raise ValueError(f"the theme's page must show {', '.join(SLOTS)}; it shows {', '.join(sorted(slots))}")

    def fill(self, texts: Mapping[str, str], content: bytes) -> bytes:
        """The page with these texts and this content in its slots, as it is to be written."""
        shown = {slot: (text if slot in HTML_SLOTS else escape(text)).encode() for slot, text in texts.items()}
        shown["content"] = content
        return b"".join([self._first, *(piece for slot, text in self._parts for piece in (shown[slot], text))])

"""What was made in the last build and would be made the same again, by a digest of all that it was made from.

It holds what the site generator is slow to make: the HTML of hand-written pages, and the theme's page around a body.
"""

from pathlib import Path
from typing import Any

from casebook.note import read_note, write_note

_ABOUT = "made 1"


class Made:
    """Values that JSON can write, each by its key. Of a build, only what it asked for or made is kept for the next."""

    def __init__(self, path: Path | None = None) -> None:
        """`path`: the file in which they are kept; None where they are kept in memory alone, while a site is served."""
        self._path = path
        self._before: dict[str, Any] | None = None if path else {}
        self._now: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """What was made in the last build; None where nothing was."""
        if self._before is None:
            read = read_note(self._path, _ABOUT) if self._path else None
            self._before = read if isinstance(read, dict) else {}
        if key in self._before:
            self._now[key] = self._before[key]
        return self._now.get(key)

    def put(self, key: str, value: Any) -> None:
        """Hands over what was made now."""
        self._now[key] = value

    def keep(self) -> None:
        """Ends a build that is complete."""
        if self._path and self._before != self._now:
            write_note(self._path, _ABOUT, self._now)
        self._before, self._now = self._now, {}

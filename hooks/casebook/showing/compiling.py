"""Templates are compiled in a second process, while the first reads what they will show."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from casebook.beside import Beside, Told
from casebook.showing.render import compile_pages
from casebook.showing.templates import Code, compile_all

OURS, THEMES = "ours", "the theme's"
THEME_PAGES = ("main.html", "404.html", "sitemap.xml")


class Compiling:
    """What the second process has compiled. Where it ends too early, nothing is lost but time."""

    def __init__(self, templates: Path, theme: Callable[[], Any] | None = None) -> None:
        """Starts it.

        Args:
            templates: the folder overrides/.
            theme: makes the environment of the theme's templates; None where it is not known whether any is needed.
        """
        self._pieces = Beside(partial(_compiled, templates, theme)).rest()
        self._there: dict[str, bytes] = {}

    def packed(self, whose: str) -> bytes:
        """What has been compiled of `OURS` or `THEMES`, as `Code` packs it, once it is there; empty if it never is."""
        while whose not in self._there and (piece := next(self._pieces, None)):
            self._there[piece[0]] = piece[1]
        return self._there.pop(whose, b"")


def _compiled(templates: Path, theme: Callable[[], Any] | None, _: Told) -> Iterator[tuple[str, bytes]]:
    code = Code(templates)
    compile_pages(code)
    yield OURS, code.packed()
    if theme:
        environment = theme()
        environment.bytecode_cache = code = Code(templates)
        compile_all(environment, THEME_PAGES)
        yield THEMES, code.packed()

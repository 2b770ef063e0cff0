"""Templates are compiled in a second process, while the first reads what they will show, and kept for the next build.

What is compiled is run, so it is kept where Python keeps what it compiles, beside its source, and never in the cache,
which may be shared between machines.
"""

import marshal
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from casebook.beside import Beside, Told
from casebook.digests import BYTES, digest
from casebook.showing.render import compile_pages
from casebook.showing.templates import Code, compile_all

OURS, THEMES = "ours", "the theme's"
THEME_PAGES = ("main.html", "404.html", "sitemap.xml")
_MAGIC = b"casebook templates 1\n"


class Compiled:
    """What is compiled of our templates, and of the theme's."""

    def __init__(self, templates: Path, program: str) -> None:
        """Takes what the last build has kept.

        Args:
            templates: the folder overrides/.
            program: a digest of all that decides what templates become, what they name and Python included.
        """
        self.program = program
        self._templates = templates
        self._file = Path(cache_from_source(os.fspath(templates / "templates.html")))
        kept = _read(self._file, program)
        self.is_kept = bool(kept[OURS])
        """Whether there is nothing to compile, but for what the last build had no need of."""
        self.ours, self.theme = (Code(templates, partial(kept.__getitem__, whose)) for whose in (OURS, THEMES))

    def begin_beside(self, theme: Callable[[], Any] | None = None) -> None:
        """Begins to compile in a second process. Where that ends too early, nothing is lost but time.

        Args:
            theme: makes the environment of the theme's templates; None where it is not known whether any is needed.
        """
        pieces = Beside(partial(_compiled, self._templates, theme)).rest()
        there: dict[str, bytes] = {}

        def packed(whose: str) -> bytes:
            while whose not in there and (piece := next(pieces, None)):
                there[piece[0]] = piece[1]
            return there.pop(whose, b"")

        self.ours, self.theme = (Code(self._templates, partial(packed, whose)) for whose in (OURS, THEMES))

    def keep(self) -> None:
        """Keeps what there is, unless that is done, or Python is told to keep nothing that it compiles."""
        if sys.dont_write_bytecode or (self.is_kept and not (self.ours.has_grown or self.theme.has_grown)):
            return
        payload = marshal.dumps({OURS: self.ours.packed(), THEMES: self.theme.packed()})
        new = self._file.with_suffix(f"{self._file.suffix}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_header(self.program, payload) + payload)
            new.replace(self._file)
        except OSError:  # the next build compiles again
            with suppress(OSError):
                new.unlink()


def _compiled(templates: Path, theme: Callable[[], Any] | None, _: Told) -> Iterator[tuple[str, bytes]]:
    code = Code(templates)
    compile_pages(code)
    yield OURS, code.packed()
    if theme:
        environment = theme()
        environment.bytecode_cache = code = Code(templates)
        compile_all(environment, THEME_PAGES)
        yield THEMES, code.packed()


def _read(file: Path, program: str) -> Mapping[str, bytes]:
    """What was kept of the same program; nothing of either where there is none, or the file is damaged."""
    with suppress(OSError):
        whole = file.read_bytes()
        length = len(_MAGIC) + BYTES
        if whole[:length] == _header(program, payload := whole[length:]):
            kept: dict[str, bytes] = marshal.loads(payload)  # noqa: S302  as Python does with what lies beside its source
            return kept
    return {OURS: b"", THEMES: b""}


def _header(program: str, payload: bytes) -> bytes:
    return _MAGIC + digest(program, sys.version, payload)

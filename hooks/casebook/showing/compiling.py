"""Templates are compiled in a second process, while the first reads what they will show, and kept for the next build.

The theme's are begun first, for they need nothing of the program: while it is imported, a processor is free.

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
from casebook.showing.templates import Code, compile_all

OURS, THEMES = "ours", "the theme's"
THEME_PAGES = ("main.html", "404.html", "sitemap.xml")
_MAGIC = b"casebook templates 1\n"


class Compiled:
    """What is compiled of our templates, and of the theme's."""

    def __init__(self, templates: Path, program: str, theme: Beside[bytes] | None = None) -> None:
        """Takes what the last build has kept.

        Args:
            templates: the folder overrides/.
            program: a digest of all that decides what templates become, what they name and Python included.
            theme: compiles the theme's already.
        """
        self.program = program
        self._templates = templates
        self._file = _file(templates)
        kept = _read(self._file, program)
        self.is_kept = bool(kept[OURS])
        """Whether there is nothing to compile, but for what the last build had no need of."""
        self.ours = Code(templates, partial(kept.__getitem__, OURS))
        self.theme = _awaiting(templates, theme) if theme else Code(templates, partial(kept.__getitem__, THEMES))

    def begin_beside(self) -> None:
        """Begins to compile ours in a second process. Where that ends too early, nothing is lost but time."""
        self.ours = _awaiting(self._templates, Beside(partial(_compiled, self._templates)))

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


def begin_with_theme(templates: Path, environment: Callable[[], Any]) -> Beside[bytes] | None:
    """Begins to compile the theme's templates in a second process, unless something is kept.

    Args:
        templates: the folder overrides/.
        environment: makes the environment of the theme's templates.
    """
    return None if _file(templates).exists() else Beside(partial(_compiled_theme, templates, environment))


def _file(templates: Path) -> Path:
    """Where it is kept what is compiled."""
    return Path(cache_from_source(os.fspath(templates / "templates.html")))


def _awaiting(templates: Path, beside: Beside[bytes]) -> Code:
    """What another process compiles."""
    return Code(templates, lambda: b"".join(beside.rest()))


def _compiled(templates: Path, _: Told) -> Iterator[bytes]:
    from casebook.showing.render import compile_pages  # noqa: PLC0415  it needs nearly all of the program

    code = Code(templates)
    compile_pages(code)
    yield code.packed()


def _compiled_theme(templates: Path, make_environment: Callable[[], Any], _: Told) -> Iterator[bytes]:
    environment = make_environment()
    environment.bytecode_cache = code = Code(templates)
    compile_all(environment, THEME_PAGES)
    yield code.packed()


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

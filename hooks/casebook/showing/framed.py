"""Framed pages, written without the site generator: what a second process does while the first is still starting it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urljoin

from casebook import address
from casebook.beside import Told
from casebook.showing.frame import Frame
from casebook.showing.pages import Page
from casebook.showing.render import Renderer


def frame_name(page: Page) -> str:
    """The name of a page's frame: one for each kind and depth."""
    return f"frames/{page.kind.name.lower()}-{address.depth(page.address)}.html"


def write_framed(pages: Sequence[Page], make: Callable[[], Renderer], site: Path, site_url: str, told: Told) -> None:
    """Writes pages below `site`.

    Args:
        pages: the pages, of any kind that has a frame.
        make: makes the renderer, which takes a while.
        site: the folder of the site.
        site_url: the address at which it will stand.
        told: the theme's page, marked, for the name of each frame. Bodies are rendered until it is there.
    """
    renderer = make()
    frames: dict[str, Frame] = {}
    waiting: list[tuple[Page, str]] = []
    for page in pages:
        waiting.append((page, renderer.body(page)))
        if frames or told.is_there():
            frames = frames or _frames(told)
            _write(waiting, frames, renderer, site, site_url)
    if waiting:
        _write(waiting, _frames(told), renderer, site, site_url)


def _frames(told: Told) -> dict[str, Frame]:
    return {name: Frame(rendered) for name, rendered in told.value().items()}


def _write(
    waiting: list[tuple[Page, str]], frames: dict[str, Frame], renderer: Renderer, site: Path, site_url: str
) -> None:
    """Writes what waits, and forgets it."""
    for page, body in waiting:
        slots = {
            "heading": page.title,
            "description": page.description,
            "canonical_url": urljoin(f"{site_url.rstrip('/')}/", page.address),
            "toc_html": renderer.contents(page.contents),
            "content": body,
        }
        path = site / page.address / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(frames[frame_name(page)].fill(slots), "utf-8")
    waiting.clear()

"""Names for new case studies and sessions: what they must be, and whether they are free.

The name becomes the address, for good.
"""

import re
import unicodedata

from casebook import address
from casebook.contributing.writing import RefusedError
from casebook.loading.checks.ids import MAX_LENGTH
from casebook.loading.files import FOLDER, RESERVED_SLUGS, File, Files
from casebook.loading.moves import former_names
from casebook.model import is_kebab
from casebook.problem import shown


def require_free(slug: str, files: Files) -> None:
    """Refuses a name that can't be a case study's address, or that was one before.

    Raises:
        RefusedError: its text says what is wrong with the name, and names a better one where it can.
    """
    _require_name(slug, _taken_by(slug, files))


def require_free_session(name: str, files: Files) -> None:
    """Refuses a name that can't be a session's address, or that was one before; raises as `require_free`."""
    folder = f"{FOLDER}/sessions"
    _require_name(name, _had_by(name, folder, files.sessions) or _moved(address.session(name), files))


def _require_name(slug: str, taken: str) -> None:
    if not is_kebab(slug):
        better = slugified(slug)
        hint = f"take {better!r}" if better else "take words from the story, such as changing-fields"
        raise RefusedError(f"a name must be small letters, digits and single hyphens; got {shown(slug)}", hint)
    if len(slug) > MAX_LENGTH:
        message = f"a name must be at most {MAX_LENGTH} characters; it has {len(slug)}"
        raise RefusedError(message, f"take {slugified(slug)!r}")
    if taken:
        raise RefusedError(f"the name {slug!r} is taken by {taken}", "choose another name")


def _taken_by(slug: str, files: Files) -> str:
    """Who has a case study's name; empty where it is free."""
    if slug in RESERVED_SLUGS:
        return "the site"
    return _had_by(slug, FOLDER, files.cases) or _moved(address.case_study(slug), files)


def _had_by(name: str, folder: str, files: dict[str, File]) -> str:
    """The file of a folder that has a name or had it; empty where there is none."""
    former = former_names(files)
    if name in files:
        return f"{folder}/{name}.yml"
    return f"{folder}/{former[name]}.yml, which had it earlier" if name in former else ""


def _moved(old: str, files: Files) -> str:
    """What sends readers on from an address; empty where nothing does."""
    moved = {item.get("from") for item in files.redirects.items()} if files.redirects else set()
    return "a line of redirects.yml" if f"/{old}" in moved else ""


def slugified(text: str) -> str:
    """The nearest name to a text: `My 2nd story!` -> `my-2nd-story`; empty where there is no Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    return joined if len(joined) <= MAX_LENGTH else joined[: MAX_LENGTH + 1].rpartition("-")[0] or joined[:MAX_LENGTH]


def free_slug(text: str, files: Files) -> str:
    """A free name near a text; numbered where others have it already."""
    start = slugified(text)[: MAX_LENGTH - 10].rstrip("-") or "a-story"
    names = (start, *(f"{start}-{number}" for number in range(2, len(files.cases) + 100)))
    return next(name for name in names if not _taken_by(name, files))

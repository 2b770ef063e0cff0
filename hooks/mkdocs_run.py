"""What a run of MkDocs was started for, what it serves, and the settings that decide how its site comes out."""

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.config.defaults import MkDocsConfig

from casebook import beside, settings
from casebook.digests import version
from casebook.inputs import packages
from casebook.showing.lock import Lock

if TYPE_CHECKING:
    from casebook.beside import Beside
    from casebook.loading.second import SecondReader
    from casebook.showing.served import Served  # a build has no use for it

CACHE = ".cache"
"""Below the project's root."""
_OF_NO_PAGE = (settings.SEARCH, settings.TIMINGS)
"""Settings of the environment that no page shows."""


class Run:
    """What outlives a build: what this process was started for, and what it serves."""

    serving = False
    served: "Served | None" = None
    lock = Lock()

    @classmethod
    def may_fork(cls) -> bool:
        """Whether there can be a second process; never beside the server's threads."""
        return not cls.serving and beside.is_possible()


class Begun(NamedTuple):
    """What second processes do already while the program is imported; None where it is not worth it."""

    theme: "Beside[bytes] | None" = None
    """Compiles the theme's templates."""
    reader: "SecondReader | None" = None


def contact_of(config: MkDocsConfig) -> str:
    """How to reach the people who run the site; empty where nobody says it."""
    return str(config.extra.get("contact") or "")


def digest_of_all(config: MkDocsConfig, made_from: Mapping[str, str], day: str) -> str:
    """A digest of all that the site is made from."""
    searched = str(settings.is_search_on())
    return version(*made_from.values(), searched, day, *all_settings(config), *packages())


def all_settings(config: MkDocsConfig) -> Iterator[str]:
    """What decides how the site comes out, but for the project's own files and the day of its version."""
    from_environment = ((name, value) for name, value in sorted(os.environ.items()) if name.startswith(settings.PREFIX))
    yield from (f"{name}={value}" for name, value in from_environment if name not in _OF_NO_PAGE)
    named = (config.site_name, config.site_url, config.repo_url, config.edit_uri, contact_of(config))
    yield repr((*named, config.theme.name, config.use_directory_urls, Run.serving))

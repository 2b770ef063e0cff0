"""The variables of the environment that this package asks for itself; mkdocs.yml names the others."""

import os

PREFIX = "CASEBOOK_"
"""What all of them begin with."""
SEARCH = f"{PREFIX}SEARCH"
"""`off` leaves the search index out."""
TIMINGS = f"{PREFIX}TIMINGS"
"""Anything has each stage of a build say how long it took."""


def is_search_on() -> bool:
    """Whether the site gets a search index."""
    return os.environ.get(SEARCH) != "off"


def are_timings_on() -> bool:
    """Whether the stages of a build say how long they took."""
    return bool(os.environ.get(TIMINGS))

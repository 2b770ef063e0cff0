"""Dates and moments as people read them."""

from functools import lru_cache

from casebook import model

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In the site's own language, whatever that of the machine is."""


@lru_cache(maxsize=4096)
def day(text: str | None) -> str:
    """A date as people read it: `2024-01-09` is 9 January 2024, `2024-01` January 2024, `2024` itself."""
    year, *rest = (text or "").split("-")
    month = [_MONTHS[int(part) - 1] for part in rest[:1]]
    return " ".join([*(part.lstrip("0") for part in rest[1:]), *month, year])


def when(event: model.Event) -> str:
    """When an event was, as people read it: `March 2023 to May 2023`, `two weeks later`; empty where nobody said."""
    dates = " to ".join(day(date) for date in (event.date, event.until) if date)
    return ", ".join(part for part in (dates, event.when) if part)


def last_read(case: model.CaseStudy) -> str:
    """The day on which a source of a case was last read; empty where nobody says."""
    return max((source.read_on for source in case.sources if source.read_on), default="")


def month_key(text: str) -> str:
    """The month of a day as BibTeX abbreviates it: `nov`."""
    return _MONTHS[int(text[5:7]) - 1][:3].lower()

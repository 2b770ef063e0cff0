"""The one filter through which every link goes: which addresses a text may lead to.

Asked by the fields that hold an address, by prose and by hand-written pages; what it doesn't know, it refuses. To allow
another scheme, add a pattern here.
"""

import re

SCHEMES = ("lesson", "case", "mistake", "tag", "term")
"""The casebook's own links: `lesson:ID`, `case:SLUG` or `case:SLUG#ID`, `mistake:ID`, `tag:GROUP/TAG`, `term:ID`."""

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_HOST = rf"(?=[^/?#:@]{{1,253}}(?:[/?#:@]|\Z))(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]*[a-z0-9])"
"""Small and capital letters of ASCII only, for others look like them; no bare number, which is a machine's own name."""
# Without re.ASCII the long s and the Kelvin sign would pass for s and k where case is ignored.
_WEB = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s\\]*)?\Z", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(rf"mailto:[a-z0-9._+-]{{1,64}}@{_HOST}\Z", re.IGNORECASE | re.ASCII)
_OWN = re.compile(rf"({'|'.join(SCHEMES)}):(.*)\Z", re.DOTALL)
_OWN_TARGET = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?(?:#[a-z0-9-]+)?\Z")
_RELATIVE = re.compile(r"(?!//)[\w.,~/+%-]*(?:\?[\w.,~/+%&=-]*)?(?:#[^\s\\<>\"]*)?\Z", re.ASCII)


def is_web_address(text: str) -> bool:
    """Whether a text is an http or https address, with a host's name in ASCII and without a user's name before it."""
    return bool(_WEB.match(text)) and text.isprintable()


def is_external(link: str) -> bool:
    """Whether a link is http, https, or mailto without parameters."""
    return is_web_address(link) or bool(_MAIL.match(link))


def split_own(link: str) -> tuple[str, str] | None:
    """(scheme, target) of a link of ours, whether or not the target can be one; None for any other link."""
    match = _OWN.match(link)
    return (match[1], match[2]) if match else None


def split_well_formed(link: str) -> tuple[str, str] | None:
    """(scheme, target) of a link of ours whose target has the shape of one."""
    own = split_own(link)
    return own if own and _OWN_TARGET.match(own[1]) else None


def is_relative(link: str) -> bool:
    """Whether a link leads to a place on the same site, as the links between hand-written pages do."""
    return bool(_RELATIVE.match(link)) and link.isprintable()

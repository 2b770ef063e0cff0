"""How people reach those who run a site: they must be able to ask for a correction or a removal."""

import re
from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})
_EMAIL = re.compile(r"[^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+")
_PAGE = re.compile(r"https?://[^\s<>\"]+")


def contact_address(contact: str) -> str:
    """The address that a link to the contact leads to; empty where the contact is neither an e-mail nor a page."""
    if _PAGE.fullmatch(contact):
        return contact
    return f"mailto:{contact}" if _EMAIL.fullmatch(contact) else ""


def deployment_problem(site_url: str, contact: str) -> str:
    """What is wrong with the contact of a site that will stand at an address; empty where nothing is.

    Only a site on the reader's own machine may do without: the stories belong to people who must be able to object.
    """
    if contact and not contact_address(contact):
        return f"the contact must be an e-mail address or the address of a page; CASEBOOK_CONTACT is {contact!r}"
    if not contact and urlsplit(site_url).hostname not in {*LOCAL_HOSTS, None}:
        reason = "so that people can ask for a correction or a removal"
        return f"a site at {site_url} needs a contact, {reason}: set CASEBOOK_CONTACT to an e-mail address or a page"
    return ""

"""Redirects: from an address that is in use no more, to one that is."""

import re
from collections.abc import Iterator

from casebook import address
from casebook.loading.anchors import page_anchors
from casebook.loading.checks.ids import made_addresses
from casebook.loading.checks.links import case_finding
from casebook.loading.checks.registry import Finding, check, said
from casebook.loading.files import Files
from casebook.loading.hints import did_you_mean
from casebook.loading.moves import moves, renamed
from casebook.problem import Problem, shown

_ADDRESS = re.compile(r"/([a-z0-9-]+/)*")
_CASE = f"/{address.BROWSE}"


@check
def redirects_lead_somewhere(files: Files) -> Iterator[Problem]:
    """A redirect leads from an address that is not in use to one that is."""
    if not files.redirects:
        return
    known = {f"/{made}" for made in made_addresses(files)} | {f"/{page.address}" for page in files.pages.values()}
    redirects = _Redirects(files, known)
    for item in files.redirects.items():
        old, new = item.get("from"), item.get("to")
        if isinstance(old, str) and old.strip():
            yield from said(files.redirects, item.lines["from"], redirects.of_old(old))
        if isinstance(new, str) and new.strip():
            yield from said(files.redirects, item.lines["to"], redirects.of_new(new))


class _Redirects:
    """What redirects are held against."""

    def __init__(self, files: Files, known: set[str]) -> None:
        self.files = files
        self.known = known
        self.moves = moves(files)
        self.anchors = page_anchors(files)
        self.taken = known | {f"/{old}" for old, _ in renamed(files)}

    def of_old(self, text: str) -> Finding | None:
        """What is wrong with the address that a redirect leads from; it is taken from then on."""
        path, _, part = text.partition("#")
        page = self.moves.page(path)
        if text in self.taken or (part and part in (self.anchors.get(page) or ())):
            return Finding("alias-collision", f"{shown(text)} is in use", "remove the redirect")
        self.taken.add(text)
        if malformed := _malformed("from", text):
            return malformed
        if part and page not in self.known:
            hint = f"add a redirect for {path}, too"
            return Finding("unknown-address", f"nobody arrives at {shown(text)}: there is no page {shown(path)}", hint)
        return None

    def of_new(self, text: str) -> Finding | None:
        """What is wrong with the address that a redirect leads to."""
        path, _, part = text.partition("#")
        if malformed := _malformed("to", text):
            return malformed
        if path not in self.known:
            is_at = self.moves.pages.get(path)
            moved = f"it is at {is_at} now: write that" if is_at in self.known else ""
            hint = moved or did_you_mean(path, sorted(self.known)) or "write the address of a page of this site"
            return Finding("unknown-address", f"there is no page {shown(path)}", hint)
        if path.startswith(_CASE) and path != _CASE:
            return case_finding(self.files, text.removeprefix(_CASE).replace("/", "", 1), is_from_draft=False)
        anchors = self.anchors.get(path)
        if not part or anchors is None or part in anchors:
            return None
        hint = did_you_mean(part, sorted(anchors)) or "remove it from the # on"
        return Finding("unknown-part", f"page {shown(path)} has no part {shown(part)}", hint)


def _malformed(key: str, text: str) -> Finding | None:
    path, hash_mark, part = text.partition("#")
    if _ADDRESS.fullmatch(path) and bool(hash_mark) == bool(part):
        return None
    message = f"{key} must be an address of this site such as /lessons/ask-early/; got {shown(text)}"
    return Finding("bad-address", message, "begin and end it with /")

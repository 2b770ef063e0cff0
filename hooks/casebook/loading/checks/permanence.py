"""What was published stays: an address is given up only with an earlier name, a redirect or a withdrawal.

Each problem's hint holds the very line that declares where the address leads now.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from casebook import address
from casebook.loading.anchors import LISTINGS, SECTION_NAMES, page_anchors
from casebook.loading.checks.registry import check
from casebook.loading.files import FOLDER, File, Files
from casebook.loading.moves import moves
from casebook.loading.permalinks import where
from casebook.loading.source import Mapping, Sequence
from casebook.problem import Problem, shown

REDIRECTS = f"{FOLDER}/redirects.yml"
_ADDRESS = re.compile(r"/([a-z0-9-]+/)*(#\S+)?")
_HANDOUT = address.handout("").removeprefix(f"{address.SESSIONS}/")
_CITED = address.cited_lesson("")
_LISTS = frozenset(f"/{page}" for page in LISTINGS)


@check
def published_addresses_stay(files: Files) -> Iterator[Problem]:
    """Every address of permalinks.txt still leads to its page and its part, or is declared to have moved."""
    yield from files.permalinks.problems
    if files.permalinks.lines and not (files.redirects and files.redirects.is_unknown):
        yield from _Published(files).problems()


class _Published:
    """The published addresses, held against what is there."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.there = page_anchors(files)
        self.moves = moves(files)
        self._named = {"case-studies": files.cases, "lessons": files.lessons, "sessions": files.sessions}

    def problems(self) -> Iterator[Problem]:
        lost: set[str] = set()
        for line, published in self.files.permalinks.addresses:
            path, _, part = published.partition("#")
            if path in self.there and (not part or part in (self.there[path] or ())):
                continue  # as most are, of very many
            page = path if path in self.there else self.moves.page(path)
            if page not in self.there:
                if path not in lost and not self._is_hidden(path, page):
                    yield self._page(line, path, page, published)
                lost.add(path)
            elif part and published not in self.moves.parts and not self._has(path, page, part):
                yield self._part(line, published, page, part)

    def _has(self, path: str, page: str, part: str) -> bool:
        """Whether a part is on a page. Where a list took the place of a page, nobody looks for its parts."""
        anchors = self.there[page]
        is_list = path != page and page in _LISTS
        if anchors is None or part in anchors or is_list or f"{page}#{part}" in self.moves.parts:
            return True
        return self._renamed_lessons.get(part) in anchors or self._is_of_a_lost_lesson(part)

    def _is_of_a_lost_lesson(self, part: str) -> bool:
        """Whether a part is the citation of a lesson that is lost itself: that is said once, for its own page."""
        lesson = f"/{address.lesson(part.removeprefix(_CITED))}"
        return lesson in self._listed and self.moves.page(lesson) not in self.there

    @cached_property
    def _renamed_lessons(self) -> dict[str, str]:
        """Anchor of a lesson as it was cited -> as it is cited now: the page has both by itself."""
        pages = ((old, new) for old, new in self.moves.pages.items() if _folder(old) == _folder(new) == "lessons")
        return {address.cited_lesson(_slug(old)): address.cited_lesson(_slug(new)) for old, new in pages}

    def _is_draft(self, page: str) -> bool:
        return _folder(page) == "case-studies" and _slug(page) in self.files.cases

    def _is_hidden(self, path: str, page: str) -> bool:
        """Whether the page may be in a file that can't be read, or a redirect leads to none, which is said there."""
        folder = path.strip("/").partition("/")[0]
        readable = {"mistakes": self.files.categories, "tags": self.files.tag_groups}
        if folder in readable:
            return readable[folder] is None
        is_said = path in self.moves.pages and not self._is_draft(page)
        return (
            is_said
            or self._is_of_a_lost_session(path)
            or any(file.is_unknown for file in self._named.get(folder, {}).values())
        )

    def _is_of_a_lost_session(self, path: str) -> bool:
        """Whether a page is the handout of a session that is lost itself: that is said once, for the session."""
        session = path.removesuffix(_HANDOUT)
        return session != path and session in self._listed and self.moves.page(session) not in self.there

    def _page(self, line: int, path: str, page: str, published: str) -> Problem:
        if not _ADDRESS.fullmatch(published):
            message = f"a line must be an address of this site such as /lessons/ask-early/#try; got {shown(published)}"
            return Problem(where(line), "bad-address", message, "take the line as it was before")
        if self._is_draft(page):
            message = f"{path} was published, and its case study is a draft now"
            return Problem(where(line), "lost-address", message, _withdraw(page, "write  status: published"))
        message = f"{path} was published, and there is no such page now"
        if successor := self._successor(path):
            hint = f"if it is {successor} now, {self._declaration(path, successor)}"
        else:
            listing = max((page for page in _LISTS if path.startswith(page)), key=len)
            hint = f"if nothing has its place, {_redirect(self.files, path, listing)}"
            if _folder(path) == "case-studies":
                hint = f"{_withdraw(path, 'bring its file back')}\n{hint}"
        return Problem(where(line), "lost-address", message, hint)

    def _part(self, line: int, published: str, page: str, part: str) -> Problem:
        listed = self._listed[page] | self._listed[published.partition("#")[0]]
        is_cited = part.startswith(_CITED)
        there = (name for name in self.there[page] or () if name.startswith(_CITED) == is_cited)
        new = sorted(set(there) - listed - SECTION_NAMES)
        nearest = difflib.get_close_matches(part, new, n=1, cutoff=0)
        target = f"{page}#{nearest[0]}" if nearest else page
        condition = f"if it is {target} now" if nearest else "if nothing has its place"
        message = f"{published} was published, and {page} has no such part now"
        return Problem(where(line), "lost-address", message, f"{condition}, {_redirect(self.files, published, target)}")

    @cached_property
    def _listed(self) -> dict[str, set[str]]:
        """Page -> its parts, as they were published."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, published in self.files.permalinks.addresses:
            path, _, part = published.partition("#")
            found[path].add(part)
        return found

    def _successor(self, path: str) -> str:
        """The new page that most looks like a lost one: by its parts, then by its name. Empty where none is new."""
        free = {page for page in self.there if not page.endswith(f"/{_HANDOUT}")} - self._listed.keys() - _LISTS
        new = sorted(page for page in free if _folder(page) == _folder(path))

        def likeness(page: str) -> tuple[int, float]:
            shared = self._listed[path] & set(self.there[page] or ())
            return len(shared), difflib.SequenceMatcher(None, page, path).ratio()

        return max(new, key=likeness, default="")

    def _declaration(self, path: str, successor: str) -> str:
        file = self._named.get(_folder(path), {}).get(_slug(successor))
        return (_alias(file, _slug(path)) if file else "") or _redirect(self.files, path, successor)


def _folder(path: str) -> str:
    """The folder that a page is in, with those like it; empty at the top."""
    folder, is_in, _ = path.strip("/").partition("/")
    return folder if is_in else ""


def _slug(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _withdraw(path: str, act: str) -> str:
    return f"{act}, or take it down:  python scripts/withdraw.py {_slug(path)} --reason asked"


def _alias(file: File, slug: str) -> str:
    """The line that gives a file an earlier name, below its first key; empty where it takes more than a line."""
    tree = file.source.tree
    if not isinstance(tree, Mapping) or "aliases" in tree or len(tree) < 2:  # noqa: PLR2004  a line between two keys
        return ""
    line = list(tree.lines.values())[1]
    is_block = file.source.text.split("\n")[line - 1].startswith(list(tree)[1])
    return f"add to {file.path}, as line {line}:  aliases: [{slug}]" if is_block else ""


def _redirect(files: Files, old: str, new: str) -> str:
    """The line that a redirect takes, at the end of its file."""
    source = files.redirects.source if files.redirects else None
    lines = source.text.rstrip().split("\n") if source and source.text.strip() else []
    items = source.tree.lines if source and isinstance(source.tree, Sequence) else []
    indentation = re.match(" *", lines[items[0] - 1])[0] if items else ""  # type: ignore[index]  # it always matches
    return f"add to {REDIRECTS}, as line {len(lines) + 1}:  {indentation}- {{from: {old}, to: {new}}}"

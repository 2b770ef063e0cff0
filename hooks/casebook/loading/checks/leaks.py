"""What would give away a person who is told of without their name: looked for in the whole file, comments included.

And the names that stand where they travel alone: a title and a summary are shown on cards, in lists and in feeds.
"""

import re
from collections.abc import Iterator

from casebook.loading.checks.registry import check_each
from casebook.loading.files import File
from casebook.model import CaseStudy, NamedAs
from casebook.problem import Level, Problem, Where

MAX_AUTHORS = 200
"""How many names are looked for: each takes a search of the whole file."""
MIN_LENGTH = 5
"""How many letters a name must have to be looked for where its words are joined, as in an address."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_HANDLE = re.compile(r"(?<![\w.@])@(\w[\w.-]*\w)(?!@)")
_PROFILE = re.compile(r"linkedin\.com/in/([\w%-]+)", re.IGNORECASE)


def _level(file: File) -> Level | None:
    """An error in a case without a name; a warning under a pseudonym: only the person can tell what leads to them.

    None where the person is named.
    """
    levels = {NamedAs.ANONYMOUS.value: Level.ERROR, NamedAs.PSEUDONYM.value: Level.WARNING}
    named_as = file.value("subject", "named_as")
    return levels.get(named_as) if isinstance(named_as, str) else None


@check_each(CaseStudy)
def authors_stay_unnamed(file: File) -> Iterator[Problem]:
    """The published name of a source's author is not in the text of an anonymous or pseudonymous case."""
    if (level := _level(file)) is None:
        return
    own_lines = {item.lines["author"] for item in file.items("sources") if "author" in item}
    authors = _authors(file)
    if len(authors) > MAX_AUTHORS:
        message = f"the sources of {_kind(level)} have at most {MAX_AUTHORS} authors"
        yield file.problem(file.line("sources"), "too-many-parts", message, "leave out sources of little weight")
    for author in authors[:MAX_AUTHORS]:
        for line in sorted(set(_lines_with(author, file.source.text)) - own_lines):
            message = f"the text of {_kind(level)} not name {author!r}, the author of a source"
            hint = "leave the name out; where this is somebody else, say who they are by their role"
            yield Problem(Where(file.path, line), "name-leak", message, hint, level=level)


def _authors(file: File) -> list[str]:
    """The names of the sources' authors, but for the one that the person goes by here."""
    joined = [item["author"] for item in file.items("sources") if isinstance(item.get("author"), str)]
    names = {name.strip() for text in joined for name in re.split(r",| and | & |;", text)}
    return sorted(name for name in names if _squashed(name) and not _is_own_name(file, name))


def _lines_with(name: str, text: str) -> Iterator[int]:
    """The lines on which a name begins, also over line ends; or stands in an address, its words joined."""
    has_more_words = " " in name  # a single one, such as Will, may be a word of the language in small letters
    words = r"(?:\s|#)+".join(map(re.escape, name.split()))
    patterns = [rf"(?{'i' if has_more_words else ''}:(?<!\w){words}(?!\w))"]
    if len(_squashed(name)) >= MIN_LENGTH:
        patterns.append(rf"(?i:https?://\S*{r'[-_.]?'.join(map(re.escape, name.split()))})")
    first = name.split(maxsplit=1)[0].casefold()  # a search for what is not there takes as long as one for what is
    for pattern in patterns if first in text.casefold() else ():
        for match in re.finditer(pattern, text):
            yield text.count("\n", 0, match.start()) + 1


@check_each(CaseStudy)
def no_address_leads_to_the_person(file: File) -> Iterator[Problem]:
    """No e-mail address is in the text of an anonymous or pseudonymous case."""
    if (level := _level(file)) is None:
        return
    for line, match in _matches(_MAIL, "@", file.source.text):
        message = f"the text of {_kind(level)} hold no e-mail address; got {match[0]!r}"
        yield Problem(Where(file.path, line), "address-leak", message, "remove it", level=level)


@check_each(CaseStudy)
def no_handle_leads_to_the_person(file: File) -> Iterator[Problem]:
    """No name of an account, such as @somebody, is in the text of an anonymous or pseudonymous case."""
    if (level := _level(file)) is None:
        return
    text = file.source.text
    without_mail = _MAIL.sub(" ", text) if "@" in text else text
    for line, match in (*_matches(_HANDLE, "@", without_mail), *_matches(_PROFILE, "/", without_mail)):
        if not _is_own_name(file, match[1]):
            message = f"the text of {_kind(level)} name no account; got {match[0]!r}"
            hint = "remove it, unless it is the pseudonym's own" if level is Level.WARNING else "remove it"
            yield Problem(Where(file.path, line), "handle-leak", message, hint, level=level)


@check_each(CaseStudy)
def cards_name_nobody(file: File) -> Iterator[Problem]:
    """The title and the summary of a case study do not name its person: other sites show them without the page.

    A pseudonym may stand there: it gives nobody away.
    """
    is_own = file.value("subject", "named_as") in (None, NamedAs.NAME.value)
    name = str(file.value("subject", "name") or "") if is_own else ""
    for key in ("title", "summary") if name.strip() else ():
        if found := _found_in(str(file.value(key) or ""), name):
            message = f"{key} must not name the person; got {found!r}"
            hint = "say who they are by what they did, such as: a software engineer"
            yield file.problem(file.line(key), "name-on-card", message, hint)


def _found_in(text: str, name: str) -> str:
    """The name as a text has it: whole, or its last word as it is written. Empty where it has neither."""
    *first, last = name.split()
    words = r"\s+".join(map(re.escape, [*first, last]))
    patterns = ([f"(?i:{words})"] if first else []) + ([re.escape(last)] if not first or last.istitle() else [])
    match = re.search(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", text)
    return match[0] if match else ""


def _matches(pattern: re.Pattern[str], sign: str, text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """(line, match): each match holds the sign, and a pattern takes long to find nothing in the lines without it."""
    end = 0
    while (at := text.find(sign, end)) >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        for match in pattern.finditer(text[start:end]):
            yield text.count("\n", 0, start) + 1, match


def _is_own_name(file: File, name: str) -> bool:
    """Whether this is the pseudonym that the person chose, however it is written."""
    own = file.value("subject", "name")
    return isinstance(own, str) and _squashed(own) == _squashed(name)


def _squashed(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _kind(level: Level) -> str:
    return "an anonymous case must" if level is Level.ERROR else "a pseudonymous case should"

"""What would make a text better, though nothing is wrong with it: said only where somebody asks for it.

To add a piece of advice, write a function with `@advice`, as a rule of `checks/` is written; its docstring says what is
advised. Advice never stops a build, and each measure is a plain count, so that its message can name the numbers.
"""

import re
from collections.abc import Callable, Iterator

from casebook.loading.files import File, Files
from casebook.loading.source import line_at
from casebook.model import Prose
from casebook.problem import Level, Problem, shown

MAX_SENTENCE_WORDS = 40
MIN_SHARED_WORDS = 3
MIN_SHARED_PART = 0.5
"""What makes two lessons alike: three words in both, and half the words of the shorter one."""

ADVICE: list[Callable[[Files], Iterator[Problem]]] = []

_CODE = re.compile(r"^ *(```|~~~).*?(?:^ *\1|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r"\]\([^)]*\)")
_BREAK = re.compile(
    r"\n[ \t]*\n"  # a paragraph ends
    r"|\n(?=[ \t]*(?:[-*+>#]|\d+[.)])[ \t])"  # an item of a list, a quotation or a heading begins
    r"|[.!?…][\"')\]*_\u2019\u201d]*(?=\s)",
)
_COMMON = frozenset(
    """
    about after again also because been before being could does doing done from have having here into just like made
    make many might more most much only other over same should some such than that their them then there these they
    thing things this those time very want well were what when where which while will with would your
    """.split(),  # noqa: SIM905  a line for each word would hide them
)


def advice(function: Callable[[Files], Iterator[Problem]]) -> Callable[[Files], Iterator[Problem]]:
    """Registers a piece of advice."""
    ADVICE.append(function)
    return function


def advise(files: Files) -> list[Problem]:
    """All advice on all files, sorted by path and line."""
    return sorted({problem for give in ADVICE for problem in give(files)})


@advice
def sentences_are_short(files: Files) -> Iterator[Problem]:
    """A sentence of prose has at most forty words: a reader who gets lost in one reads no further."""
    for file in files.all:
        for leaf in file.leaves:
            for offset, sentence in _sentences(leaf.text) if isinstance(leaf.marker, Prose) else ():
                count = len(_words(sentence))
                if count > MAX_SENTENCE_WORDS:
                    line = line_at(file.source, leaf.container, leaf.key, offset)
                    start = shown(" ".join(sentence.split()[:6]) + " …")
                    message = f"a sentence reads best with at most {MAX_SENTENCE_WORDS} words; {start} has {count}"
                    yield _advice(file, line, "long-sentence", message, "make two or three of it")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, text) of every sentence. An abbreviation may end one too early: then nothing is said of it."""
    text = _CODE.sub(lambda code: re.sub(r"\S", " ", code[0]), text)
    start = 0
    for end in (*(match.end() for match in _BREAK.finditer(text)), len(text)):
        sentence = text[start:end]
        yield start + len(sentence) - len(sentence.lstrip()), sentence.strip()
        start = end


def _words(sentence: str) -> list[str]:
    """The words that a reader reads: of a link its text."""
    return [word for word in _TARGET.sub("]", sentence).split() if any(map(str.isalnum, word))]


@advice
def events_say_when(files: Files) -> Iterator[Problem]:
    """An event has a date, or says in words when it was, where the source tells."""
    for file in files.cases.values():
        for item in file.items("timeline"):
            if "date" not in item and "when" not in item:
                named = shown(item["title"]) if "title" in item else "this event"
                message = f"nothing says when {named} was"
                hint = "add  date:  or  when:  if the source tells; what it leaves undated stays undated"
                yield _advice(file, item.line, "undated-event", message, hint)


@advice
def shared_lessons_differ(files: Files) -> Iterator[Problem]:
    """A shared lesson has no near twin among the others: two half-alike lessons split their evidence."""
    known = list(_shared(files).items())
    for index, (name, words) in enumerate(known):
        for other, others in known[:index]:
            if common := _alike(words, others):
                message = f"this lesson is much like {other!r}; both say {common}"
                hint = "make one lesson of the two, or say in each what tells it from the other"
                yield _advice(files.lessons[name], 1, "near-twin", message, hint)


@advice
def lessons_of_cases_cite_their_twins(files: Files) -> Iterator[Problem]:
    """A lesson of a case that is much like a shared one cites it, or the shared one misses its evidence."""
    shared = _shared(files)
    for file in files.cases.values():
        cited = {item["lesson"] for item in file.items("lessons") if isinstance(item.get("lesson"), str)}
        for item in file.items("lessons"):
            text = item.get("text")
            if "lesson" in item or not isinstance(text, str):
                continue
            twins = {name: common for name, words in shared.items() if (common := _alike(_marked(text), words))}
            for name in twins.keys() - cited:
                message = f"this is much like the lesson {name!r}; both say {twins[name]}"
                hint = f"add  lesson: {name}  if it is the same"
                yield _advice(file, item.lines["text"], "near-twin", message, hint)


def _shared(files: Files) -> dict[str, frozenset[str]]:
    """The words of each shared lesson's title and sentence."""
    return {name: _marked(f"{file.value('title')} {file.value('short')}") for name, file in files.lessons.items()}


def _alike(one: frozenset[str], other: frozenset[str]) -> str:
    """The words that two lessons have in common, where they make them near twins; else nothing."""
    common = one & other
    is_near = len(common) >= MIN_SHARED_WORDS and len(common) >= MIN_SHARED_PART * min(len(one), len(other))
    return ", ".join(sorted(common)) if is_near else ""


def _marked(text: str) -> frozenset[str]:
    """The words that say what a text is about: of four letters or more, without the commonest, in small letters."""
    words = re.findall(r"[^\W\d_]{4,}", _TARGET.sub("]", text).lower())
    return frozenset(word for word in words if word not in _COMMON)


def _advice(file: File, line: int, code: str, message: str, hint: str) -> Problem:
    return Problem(file.source.where(line), code, message, hint, level=Level.ADVICE)

"""docs/contribute/problems.md: what each code of the check means, with a bad and a good example.

It is made from problem_codes.yml; to add a code, add it there, then run `python scripts/problems_page.py`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from casebook.contributing.markdown import front_matter
from casebook.loading import source
from casebook.model import Record
from casebook.problem import MEANINGS

CODES = "problem_codes.yml"
DRAFT = "case_studies/a-draft.yml"
"""The file that an example stands in where it names no other."""
IN_WORDS = "none"
"""In the place of a file: the example is a sentence about files."""

_INTRODUCTION = """\
`make check` says what is wrong in one line: the file, the line, a **code**, and what must hold. Below it stands a hint,
which is often all you need. This page says of each code what it means.

```text
case_studies/changing-fields.yml:57: unknown-lesson: lesson 'ask-earley' does not exist
  hint: did you mean 'ask-early'?
```

Nothing is built while there is an error. A **warning** stops nothing; look at it. **Advice** is given only where you
ask for it. Most examples below are lines of a case study; another file is named."""
_LEVELS = {"error": "", "warning": "*A warning.* ", "advice": "*Advice.* "}


class Code(Record):
    """What a code means."""

    code: str
    means: str
    bad: str
    """Lines of `file` that give the problem."""
    good: str
    """The same lines, mended."""
    file: str = DRAFT
    level: str = "error"


class Group(Record):
    """Codes that have a subject in common."""

    title: str
    about: str
    codes: list[Code]


@cache
def groups() -> tuple[Group, ...]:
    """Every code, in the order of the page.

    Raises:
        ValueError: the file of codes can't be read.
    """
    read = source.read(Path(__file__).parent, CODES)
    if read.tree is None or read.problems:
        raise ValueError("\n".join(map(str, read.problems)))
    return tuple(map(Group.model_validate, read.tree))


def texts() -> dict[str, str]:
    """Path -> text of the page."""
    head = front_matter(
        "What each problem means",
        "Every code of the check: what it means, and an example of how it is mended.",
        "scripts/problems_page.py from hooks/casebook/contributing/problem_codes.yml",
    )
    blocks = [head, _INTRODUCTION]
    for group in groups():
        blocks += [f"## {group.title}", group.about, *(block for code in group.codes for block in _entry(code))]
    return {MEANINGS: "\n\n".join(blocks) + "\n"}


def _entry(code: Code) -> Iterator[str]:
    """The blocks of Markdown that say what a code means."""
    yield f"### {code.code}"
    where = "" if code.file in (DRAFT, IN_WORDS) else f" In `{code.file}`:"
    yield f"{_LEVELS[code.level]}{code.means}{where}"
    for label, example in (("Wrong", code.bad), ("Right", code.good)):
        yield f"{label}: {example}" if code.file == IN_WORDS else f"{label}:"
        if code.file != IN_WORDS:
            yield _fenced(example, "yaml" if code.file.endswith(".yml") else "markdown")


def _fenced(example: str, language: str) -> str:
    """The example as a block of code; a tab is shown by the sign that the check shows for it."""
    fence = "````" if "```" in example else "```"
    return "\n".join([f"{fence}{language}", example.rstrip().replace("\t", "→"), fence])

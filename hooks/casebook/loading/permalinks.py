"""case_studies/permalinks.txt: every address that was ever published, with its anchors, one a line.

The deployment adds lines to it (scripts/permalinks.py); a check reads it. No line is taken out while its page stands.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from casebook.loading.text import read_text
from casebook.problem import Problem, Where

PERMALINKS = "case_studies/permalinks.txt"
MAX_BYTES = 32 * 1024 * 1024
"""Room for some 20,000 case studies."""
HEAD = """\
# Every address that was ever published, and every part of a page that can be linked to. The deployment adds lines
# (scripts/permalinks.py); nobody takes one out. What moved is declared: see docs/contribute/rename.md.
"""


@dataclass(frozen=True)
class Permalinks:
    """The file as read."""

    lines: tuple[str, ...] = ()
    """As they stand, from line 1 on; some are comments."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def addresses(self) -> list[tuple[int, str]]:
        """(line, address) of all that was published, in the order of the file."""
        return [(n, line) for n, line in enumerate(self.lines, 1) if line and not line.startswith("#")]

    def without_parts_of(self, pages: Collection[str]) -> set[str]:
        """The addresses but for the parts of some pages, whose names tell something of what was there."""
        return {line for _, line in self.addresses if "#" not in line or line.partition("#")[0] not in pages}


def read_permalinks(root: Path) -> Permalinks:
    """The published addresses of the project at `root`; none where it has no such file."""
    if not os.path.lexists(root / PERMALINKS):
        return Permalinks()
    text, problems = read_text(root, PERMALINKS, MAX_BYTES)
    return Permalinks(tuple((text or "").split("\n")), problems)


def where(line: int) -> Where:
    """A place in the file."""
    return Where(PERMALINKS, line)


def as_file(addresses: Iterable[str]) -> str:
    """The file's text: sorted, each once, so that two who add lines seldom meet."""
    return HEAD + "".join(f"{address}\n" for address in sorted(set(addresses)))

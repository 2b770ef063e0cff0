"""How a build ends that makes no site: in what MkDocs takes for an end, with the line that a person reads."""

import sys
from pathlib import Path

from mkdocs.exceptions import Abort

from casebook.problem import Problem, errors, in_one_line
from casebook.showing.templates import broken_at

TEMPLATES = Path(__file__).parents[1] / "overrides"
LEFT = "; the site was left as it was"


def say(*lines: str) -> None:
    """Says lines as the check does, which are not a log's."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201  see above


class NothingChanged(SystemExit):
    """There is nothing to do, and this is well: MkDocs can be told in no other way."""


class BadCasebook(Abort):
    """The casebook has errors, so there is nothing to build."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = errors(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} to mend{LEFT}")


class RefusedBySystem(Abort):
    """The system refused something, such as to write to a full disk."""

    def __init__(self, error: OSError, *, is_serving: bool) -> None:
        super().__init__(in_one_line(error) + ("" if is_serving else LEFT))


class BrokenTemplate(Abort):
    """A template can't be compiled, or misspells a name."""

    def __init__(self, place: tuple[str, int], error: Exception, *, is_serving: bool) -> None:
        """`place` is what `broken_at` says."""
        path, line = place
        said = " ".join(str(error).split())
        super().__init__(f"{TEMPLATES.name}/{path}:{line}: {said}{'' if is_serving else LEFT}")


def broken_template(error: Exception, *, is_serving: bool) -> BrokenTemplate | None:
    """The end that an error means, if a template is at fault."""
    place = broken_at(error, TEMPLATES)
    return BrokenTemplate(place, error, is_serving=is_serving) if place else None


class SayOnce:
    """Says why pages can't be written while serving: each reason once, however many pages it keeps from it."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, error: Exception) -> None:
        """Says it, unless that was done."""
        broken = broken_template(error, is_serving=True)
        line = broken.message if broken else repr(error)
        if line not in self._said:
            self._said.add(line)
            say(line)

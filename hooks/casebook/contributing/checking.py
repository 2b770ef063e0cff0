"""The check: what is wrong with a project. What was said of it is said again for as long as nothing changes."""

from contextlib import suppress
from pathlib import Path

from casebook import beside
from casebook.loading.state import state_of, state_of_ids
from casebook.note import read_note, write_note
from casebook.problem import Level, Problem, Where

NOTE = ".cache/casebook-check.json"
"""Where a project keeps what was said of it, below its root."""


def check(root: Path, *, advise: bool = False) -> list[Problem]:
    """What is wrong with the project at `root`, in order; with advice, where it is asked for.

    The ids that editors complete are written, too.
    """
    state = state_of(root)
    if (before := _noted(root, _about(root, state, advise=advise))) is not None:
        return before
    forget(root)
    problems = _checked(root, advise=advise)
    if state_of(root) == state:  # else a file changed meanwhile, and nobody knows which text was read
        _note(root, _about(root, state, advise=advise), problems)
    return problems


def forget(root: Path) -> None:
    """Removes what was said of other files than there are now: it may name what is withdrawn."""
    with suppress(OSError):
        (root / NOTE).unlink()


def _about(root: Path, state: str, *, advise: bool) -> str:
    """What a note is about."""
    return f"check 1 {advise} {state} {state_of_ids(root)}"


def _noted(root: Path, about: str) -> list[Problem] | None:
    """What a note says; None, where there is none about just this."""
    try:
        return [
            Problem(Where(path, line), code, message, hint, excerpt, Level(level))
            for path, line, code, message, hint, excerpt, level in read_note(root / NOTE, about)["said"]
        ]
    except (TypeError, ValueError, LookupError):
        return None


def _note(root: Path, about: str, problems: list[Problem]) -> None:
    said = [
        (found.where.path, found.where.line, found.code, found.message, found.hint, found.excerpt, found.level)
        for found in problems
    ]
    write_note(root / NOTE, about, {"said": said})


def _checked(root: Path, *, advise: bool) -> list[Problem]:
    """Imports most of the program, which nobody needs where nothing has changed."""
    from casebook.contributing.ids import write_ids  # noqa: PLC0415
    from casebook.loading.advice import advise as advised  # noqa: PLC0415
    from casebook.loading.load import load_files  # noqa: PLC0415
    from casebook.loading.reading import CACHE, read_files  # noqa: PLC0415

    files = read_files(root, cache=root / CACHE, may_fork=beside.is_possible())
    write_ids(root, files)
    return sorted([*load_files(files)[1], *(advised(files) if advise else [])])

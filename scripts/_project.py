"""Which project a script works on, which of its files, and how it speaks."""

import argparse
import atexit
import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

atexit.register(gc.freeze)  # else Python looks for garbage before a script ends, which takes as long as some of them


def root(given: Path | None, parser: argparse.ArgumentParser) -> Path:
    """The folder that was given, or the nearest one above the current folder with a mkdocs.yml."""
    if given is not None:
        if not given.is_dir():
            parser.error(f"--root must be a folder; got {str(given)!r}")
        return given.resolve()
    here = Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "mkdocs.yml").is_file()), None)
    return found or parser.error("no mkdocs.yml here or in a folder above: change into the project, or pass --root")


def relative_paths(paths: list[Path], project: Path, parser: argparse.ArgumentParser) -> tuple[str, ...]:
    """Files and folders as the problems name them: relative to the project, with forward slashes."""
    found = []
    for path in paths:
        there = [_full(near) for near in (path, project / path) if os.path.lexists(near)]
        inside = [full for full in there if full.is_relative_to(project)]
        if not inside:
            parser.error(f"{str(path)!r} must be inside {project}" if there else f"{str(path)!r} does not exist")
        found.append(inside[0].relative_to(project).as_posix())
    return tuple(found)


def _full(path: Path) -> Path:
    """The path from the root of the disk; of a link, not of what it leads to, for it is itself what is wrong."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def is_about(problem_path: str, wanted: tuple[str, ...]) -> bool:
    """Whether a problem's file is one of the wanted files, or in one of the wanted folders."""
    return not wanted or any(path in (".", problem_path) or problem_path.startswith(f"{path}/") for path in wanted)


def say(*texts: str) -> None:
    """Prints texts, whatever the terminal can show; a reader that has gone away (`| head`) is no error."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        for text in texts:
            print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it at its end

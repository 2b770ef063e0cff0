"""Builds a project on a disk that is full from some write on.

    python tests/full_disk.py PROJECT SAVED few|places|writes

PROJECT is built and has an edit that is not built yet; SAVED is a copy of it. `few`: full from a write of each
module; `places`: from the first write of each line of the program; `writes`: from each write in turn.
Prints what came of each build, as JSON: the place, the exit status, what was said, whether the site was left as it was
(or is as it should be, where the status is 0), and what lies beside it that did not before.
"""

import atexit
import contextlib
import errno
import io
import json
import os
import sys
from importlib import import_module
from pathlib import Path

import small

OPENED_TO_WRITE = os.O_WRONLY | os.O_RDWR
MAKES = {"os.mkdir", "os.link", "os.rename"}


class Disk:
    """Sees every write below a folder, and refuses those from a number on. No write takes place where it is seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.places: list[str] = []
        self.is_watched = False
        self.full_from = sys.maxsize
        sys.addaudithook(self)

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not self.is_watched:
            return
        if event in MAKES or (event == "open" and int(str(args[2])) & OPENED_TO_WRITE):
            if not str(args[0]).startswith(self.folder):
                return
            self.places.append(_place())
            number = len(self.places) - 1
            if number == self.full_from or (number > self.full_from and event != "os.rename"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), args[0])


def _place() -> str:
    """Which line of the project or of the site generator it is that writes."""
    frame = sys._getframe(2)  # noqa: SLF001  the documented way to the caller
    while frame.f_back and not any(name in frame.f_code.co_filename for name in ("/casebook/", "/mkdocs")):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}: {frame.f_code.co_name}:{frame.f_lineno}"


def build(project: Path) -> int:
    """Builds in this process; the exit status."""
    sys.argv[1:] = [str(project / "mkdocs.yml"), str(project / "site")]
    try:
        exec(compile(small.BUILD.format(change=""), "build", "exec"), {"__name__": "build"})  # noqa: S102
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def forked(disk: Disk, full_from: int, project: Path) -> tuple[int, str, list[str]]:
    """Builds in a process of its own: exit status, what was said, and the places that wrote."""
    left, right = os.pipe()
    if not os.fork():
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            disk.full_from, disk.is_watched = full_from, True
            try:
                status = build(project)
            except BaseException as error:  # noqa: BLE001  a traceback is what is looked for
                status, _ = -1, said.write(repr(error))
            disk.is_watched = False
            atexit._run_exitfuncs()  # noqa: SLF001  what a process of its own would do
        with os.fdopen(right, "w", encoding="utf-8") as answer:
            json.dump((status, said.getvalue(), disk.places), answer)
        os._exit(0)
    os.close(right)
    with os.fdopen(left, encoding="utf-8") as answer:
        found = json.load(answer)
    os.wait()
    return found[0], found[1], found[2]


def chosen(places: list[str], which: str) -> list[int]:
    """The numbers of the writes from which on the disk is full."""
    if which == "writes":
        return list(range(len(places)))
    firsts = {place: places.index(place) for place in places}
    by_module = {place.split(":")[0]: number for place, number in firsts.items()}
    return sorted((firsts if which == "places" else by_module).values())


def main(project: Path, saved: Path, which: str) -> None:
    """Says what came of each."""
    os.environ |= small.environment()
    sys.path.insert(0, str(small.ROOT / "hooks"))
    import_module("mkdocs_hooks").rest_of_the_program()  # and all that it needs, once for all builds
    before = small.files(project / "site")
    disk = Disk(project)
    status, said, places = forked(disk, sys.maxsize, project)
    after = small.files(project / "site")
    assert status == 0, said
    for number in chosen(places, which):
        small.restore(saved, project)
        status, said, _ = forked(disk, number, project)
        is_well = small.files(project / "site") == (before if status else after)
        beside = sorted({path.name for path in project.iterdir()} - {path.name for path in saved.iterdir()})
        print(json.dumps((places[number], status, said, is_well, beside)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])

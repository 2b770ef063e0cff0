"""A site that is served: what goes on from build to build, and what is written after a build is on screen."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from casebook import settings
from casebook.loading.files import Files
from casebook.problem import Problem, as_record
from casebook.showing import search
from casebook.showing.compiling import Compiled
from casebook.showing.later import Later
from casebook.showing.made import Made
from casebook.showing.site_folder import ServedFolder

PROBLEMS = "casebook-problems.json"
"""What is said of a casebook that can't be built; docs/javascripts/problems.js reads it."""

PAUSE = 1.0
"""So many seconds a browser has to ask for the page that it shows, before the others are written."""


class Served:
    """One site, for as long as it is served."""

    def __init__(self, site: Path) -> None:
        """`site` is the folder that the server shows."""
        self.folder = ServedFolder(site)
        self.has_good_site = False
        """Whether a whole site has been shown: it stays on screen while something is wrong."""
        self.files: Files | None = None
        """What the last build has read."""
        self.made = Made()
        self.compiled: Compiled | None = None
        """What is compiled of the templates."""
        self._later = Later({})
        self._indexing: list[subprocess.Popen[bytes]] = []

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leaves the processors to a build: what goes on after the last one waits, and goes on if the build fails."""
        later, indexing = self._later, self._indexing
        later.pause()
        _signal(indexing, "SIGSTOP")
        try:
            yield
        finally:
            _signal(indexing, "SIGCONT")
            later.go_on()

    def stop(self) -> None:
        """Writes and indexes no more: the site is about to change."""
        self._later.stop()
        for running in self._indexing:
            running.kill()
            running.wait()
        self._indexing = []

    def go_on(
        self, later: Later, broken: Sequence[Problem], failed: Callable[[Exception], None], *, many: bool
    ) -> None:
        """After a build: begins to write what waits, and to index the site when nothing waits any more.

        Args:
            later: what waits to be written.
            broken: what is wrong with the files that were left out.
            failed: is told why a page can't be written.
            many: whether the case studies have an index of their own.
        """
        self._later = later
        self.has_good_site = not broken
        if broken:
            self._say(broken)
        later.make_all(partial(self._begin_indexing, many=many), failed, PAUSE)

    def make(self, address: str, root: str) -> None:
        """Writes what is asked for, if it waits: `address` is below `root`, both as the browser says them."""
        path = address.removeprefix(root.rstrip("/")).lstrip("/")
        self._later.make(f"{path}index.html" if address.endswith("/") else path)
        self._later.make(f"{path}/index.html")  # without its last slash, an address leads to the one that has it

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows why there is no new site."""
        self.forget_inputs()
        self._say(problems)

    def forget_inputs(self) -> None:
        """Has the next build make a site, whatever it is made from: what is shown is not what was asked for last."""
        self.folder.left = replace(self.folder.left, inputs="")

    def _say(self, problems: Sequence[Problem]) -> None:
        shown = {"last_good": self.has_good_site, "problems": [as_record(problem) for problem in problems]}
        (self.folder.site / PROBLEMS).write_text(json.dumps(shown), "utf-8")

    def _begin_indexing(self, *, many: bool) -> None:
        if settings.is_search_on():
            self._indexing = search.begin_to_index(self.folder.site, many=many)


def _signal(processes: Sequence[subprocess.Popen[bytes]], name: str) -> None:
    """Sends a signal to processes, those that have ended left out, where the system has it."""
    if number := getattr(signal, name, None):
        for process in processes:
            process.send_signal(number)

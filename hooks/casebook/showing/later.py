"""Files of a served site that are made when somebody asks for them, and else one after the other, by a thread.

So who edits one template of a site with very many pages need not wait for the pages that nobody looks at.
"""

import threading
from collections.abc import Callable, Mapping


class Later:
    """Files that wait to be made."""

    def __init__(self, files: Mapping[str, Callable[[], None]]) -> None:
        """`files` has what makes each, by its path below the site; it may ask for others that wait."""
        self._waiting = dict(files)
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._thread = threading.Thread(daemon=True)

    @property
    def paths(self) -> set[str]:
        """Those that wait."""
        return set(self._waiting)

    def make(self, path: str) -> None:
        """Makes a file, if it waits. What can't be made waits on."""
        with self._lock:
            if make := self._waiting.get(path):
                make()
                self._waiting.pop(path, None)

    def make_all(
        self, then: Callable[[], None], failed: Callable[[Exception], None] = lambda _: None, pause: float = 0
    ) -> None:
        """Begins to make all of them, one after the other.

        Args:
            then: is done when none is left, and not at all if this is stopped before.
            failed: is told why one can't be made; so is whoever asks for it.
            pause: seconds before the first, for those who ask.
        """
        self._thread = threading.Thread(target=self._run, args=(then, failed, pause), daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """Makes only what is asked for, until `go_on`. What is being made is finished."""
        self._may_go_on.clear()

    def go_on(self) -> None:
        """Ends a pause."""
        self._may_go_on.set()

    def stop(self) -> None:
        """Makes no more. What is being made is finished first."""
        self._stopped.set()
        self.go_on()
        if self._thread.is_alive():
            self._thread.join()
        with self._lock:
            self._waiting.clear()

    def _run(self, then: Callable[[], None], failed: Callable[[Exception], None], pause: float) -> None:
        self._stopped.wait(pause)
        for path in [*self._waiting]:
            self._may_go_on.wait()
            if self._stopped.is_set():
                return
            try:
                self.make(path)
            except Exception as error:  # noqa: BLE001  the others can be made
                failed(error)
        self._may_go_on.wait()
        if not self._waiting and not self._stopped.is_set():
            then()

"""A site on this machine as its host would serve it: text is compressed, and the browser may keep it for ten minutes.

GitHub Pages does so: it compresses by the type of a file, so that what Pagefind has compressed itself is sent as it is.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_LEVEL = 6
"""Of gzip, as servers have it that compress what they send."""
_TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg")


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a connection is kept for the next request
    disable_nagle_algorithm = True  # or a body waits up to 40 ms for the browser to confirm its head

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = urlsplit(self.path)
        if path.is_dir() and not asked.path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", urlunsplit(asked._replace(path=f"{asked.path}/")))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            self._answer(HTTPStatus.OK, path)
        else:
            self._answer(HTTPStatus.NOT_FOUND, Path(self.directory, "404.html"))

    def _answer(self, status: HTTPStatus, path: Path) -> None:
        kind = self.guess_type(str(path))
        is_text = kind.startswith(_TEXT)
        body = _body(path, path.stat().st_mtime_ns, is_text) if path.is_file() else b""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@lru_cache(maxsize=200)
def _body(path: Path, _changed: int, is_text: bool) -> bytes:  # noqa: FBT001  a key
    body = path.read_bytes()
    return gzip.compress(body, _LEVEL, mtime=0) if is_text else body


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Says nothing: a browser that is closed breaks off what it asked for."""


@contextmanager
def as_hosted(site: Path) -> Iterator[str]:
    """The address at which a site is served meanwhile."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()

"""MkDocs' server, which goes on while something is wrong and shows in the browser what it is.

By itself, it answers no request until the next build that succeeds.
"""

import gc
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from casebook.showing.served import Served
from mkdocs_stops import BadCasebook, BrokenTemplate, NothingChanged, broken_template, say

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # a build has no use for a server

AGAIN = '<!doctype html><meta http-equiv="refresh" content="1"><title>To mend</title><p>{}'
"""What a browser shows in the place of a page that can't be made, until it can."""


def keep_on_screen(server: "LiveReloadServer", builder: Any, served: Served) -> None:
    """Keeps the last good site on screen, and makes a page that waits when somebody asks for it.

    Args:
        server: the server, which has not begun.
        builder: what it builds with.
        served: the site.
    """

    def forgiving() -> None:
        gc.disable()  # garbage can wait until the page is on screen
        try:
            with served.paused():
                builder()
        except NothingChanged:
            pass
        except BadCasebook as bad:
            served.show_problems(bad.problems)
        except BrokenTemplate as broken:
            served.forget_inputs()
            say(broken.message)
        finally:
            gc.enable()

    def asked(environ: dict[str, Any], start_response: Any) -> Any:
        with server._epoch_cond:  # noqa: SLF001  as the server itself waits for a rebuild that goes on
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)  # noqa: SLF001
        try:
            served.make(environ["PATH_INFO"], server.mount_path)
        except Exception as error:
            if not (broken := broken_template(error, is_serving=True)):
                raise
            start_response("500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")])
            return [AGAIN.format(escape(broken.message)).encode()]
        return server.serve_request(environ, start_response)

    server.builder = forgiving
    server.set_app(asked)

"""What a browser may load and run on a page: its Content-Security-Policy, the last fence behind all escaping.

Everything is forbidden that is not named here. Of the scripts in a page's own text, only those run that the theme's
files make for this page. They are hashed before anything that was contributed is put beside them, so that a script
which slipped through all escaping is still none of them. To allow a page something more, add a directive to its policy
below. https://www.w3.org/TR/CSP3/
"""

import re
from base64 import b64encode
from hashlib import sha256

REFERRER = "no-referrer"
"""What another site is told of the page that led to it: nothing. Who reads of a refusal or of leaving may do so unseen,
and nothing of ours needs to be told."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _policy(**allowed: str) -> str:
    """A policy of these directives, written with `_` for `-`, and of those that every page has."""
    named = {name.replace("_", "-"): sources for name, sources in allowed.items()}
    directives = {"default-src": "'none'", **named, "base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


CARD = _policy(style_src="'self'")
"""For what other sites embed."""

REDIRECT = _policy(script_src="'self'")
"""For a page that only leads on to another."""


def page_policy(scripts: str, *, is_served: bool = False) -> str:
    """The policy of a page in the theme's frame.

    Args:
        scripts: the script elements without a source of their own that the theme puts into this page.
        is_served: whether `mkdocs serve` shows it: on its way out each page gets one more script, which reloads it.
    """
    inline = "'unsafe-inline'" if is_served else " ".join(map(_hash, _SCRIPT.findall(scripts)))
    return _policy(
        script_src=f"'self' 'wasm-unsafe-eval' {inline}",  # the search, which each of these pages has, is WebAssembly
        style_src="'self'",
        img_src="'self' data:",  # the theme's icons
        connect_src="'self'",
    )


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"

"""Notes in the cache: JSON behind a header that tells whether it is whole, and what it is about."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from casebook.digests import version


def read_note(path: Path, about: str) -> Any:
    """What a note says; None, where there is none, or it is damaged or about something else."""
    try:
        header, _, body = path.read_bytes().partition(b"\n")
        return json.loads(body) if header == _header(about, body) else None
    except (OSError, ValueError):
        return None


def write_note(path: Path, about: str, said: Any) -> None:
    """Writes what `read_note` reads. Where that can't be done, the next build begins anew."""
    body = json.dumps(said).encode()
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(exist_ok=True)
        with new.open("wb") as file:
            file.write(_header(about, body) + b"\n")
            file.write(body)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()


def _header(about: str, body: bytes) -> bytes:
    return f"casebook note 1 {version(about, body)}".encode()

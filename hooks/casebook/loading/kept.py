"""Facts that are kept from run to run, in one file that can be deleted at any time.

The file begins with a header: what made it (this program's own code, Python, the model's library), and a digest of
the rest. Where either is not as it must be, the file is as good as none. Facts are pickled; what is read back can be
nothing but records, problems and facts, whoever wrote the file.
"""

import io
import pickle
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Self

import pydantic

from casebook.digests import BYTES, digest, running
from casebook.loading.files import Facts

_MAGIC = b"casebook facts 1\n"
_HEADER_BYTES = len(_MAGIC) + 2 * BYTES
_LENGTH = struct.Struct("<I")
_BUFFER = 1 << 20
_CLASSES_OF = frozenset({"casebook.model", "casebook.problem", "casebook.loading.files"})


def packed(facts: Facts) -> bytes:
    """Facts as bytes."""
    return pickle.dumps(facts, pickle.HIGHEST_PROTOCOL)


def unpacked(blob: bytes | memoryview) -> Facts | None:
    """The facts that `packed` made bytes of; None where the bytes are anything else."""
    try:
        facts = _Unpickler(io.BytesIO(blob)).load()
    except Exception:  # noqa: BLE001  a pickle that nobody here made may raise whatever it likes
        return None
    return facts if isinstance(facts, Facts) else None


class _Unpickler(pickle.Unpickler):
    """Makes objects of the casebook's own classes, and of no others."""

    def find_class(self, module: str, name: str) -> Any:
        return _class(module, name)


@cache
def _class(module: str, name: str) -> Any:
    found = getattr(sys.modules[module], name, None) if module in _CLASSES_OF else None
    if not isinstance(found, type) or found.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name} is no class of the casebook's")
    return found


def kept_facts(path: Path | None) -> dict[bytes, memoryview]:
    """Key of a file -> its packed facts; empty where nothing is kept, or what is there is not to be used."""
    with suppress(OSError):
        whole = memoryview(path.read_bytes() if path else b"")
        payload = whole[_HEADER_BYTES:]
        found = running()
        found.update(payload)
        if whole[:_HEADER_BYTES] == _header(found.digest()):
            return dict(_entries(payload))
    return {}


class Keeping:
    """Facts on their way into the file, one after the other: of very many files, all at once take much memory.

    Where nothing can be written, nothing is kept: what was, may be withdrawn now.
    """

    def __init__(self, path: Path) -> None:
        """`path` is what `kept_facts` is to read; it stays as it is until the end."""
        self._path = path
        self._new = path.with_suffix(".new")
        self._digest = running()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Begins, with room for the header."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._new.open("wb", _BUFFER)
            self._file.write(bytes(_HEADER_BYTES))
        except OSError:
            self._give_up()
        return self

    def add(self, key: bytes, blob: bytes | memoryview) -> None:
        """Keeps the packed facts of a file."""
        if not (file := self._file):
            return
        try:
            for piece in (key, _LENGTH.pack(len(blob)), blob):
                self._digest.update(piece)
                file.write(piece)
        except OSError:
            self._give_up()

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Puts the new file in the place of the old one; not after an error, which is another's."""
        if not self._file:
            return
        if error:
            with suppress(OSError):
                self._file.close()
                self._new.unlink()
            return
        try:
            self._file.seek(0)
            self._file.write(_header(self._digest.digest()))
            self._file.close()
            self._new.replace(self._path)
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        file, self._file = self._file, None
        with suppress(OSError):
            if file:
                file.close()
        for left in (self._new, self._path):
            with suppress(OSError):
                left.unlink()


def _entries(payload: memoryview) -> Iterable[tuple[bytes, memoryview]]:
    at = 0
    while at < len(payload):
        start = at + BYTES + _LENGTH.size
        key = bytes(payload[at : at + BYTES])
        at = start + _LENGTH.unpack_from(payload, at + BYTES)[0]
        yield key, payload[start:at]


def _header(of_payload: bytes) -> bytes:
    return _MAGIC + _program() + of_payload


@cache
def _program() -> bytes:
    """A digest of all that facts are made by."""
    package = Path(__file__).parents[1]
    code = sorted([*package.glob("*.py"), *(package / "loading").rglob("*.py")])
    return digest(sys.version.encode(), pydantic.VERSION.encode(), *(path.read_bytes() for path in code))

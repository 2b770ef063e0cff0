"""Digests: short names for bytes and texts, by which what is kept from run to run is found again."""

import hashlib
from collections.abc import Iterable

BYTES = 16
"""How long a digest is."""


def running() -> "hashlib.blake2b":
    """A digest that grows with each part it is given; where one ends and the next begins, it doesn't tell."""
    return hashlib.blake2b(digest_size=BYTES)


def version(*parts: bytes | str) -> str:
    """A digest of parts as text: what is made of parts of the same version need not be made again."""
    return digest(*parts).hex()


def digest(*parts: bytes | str) -> bytes:
    """A digest of parts, in their order and each for itself: `("ab", "c")` has another than `("a", "bc")`."""
    return digest_of_all(parts)


def digest_of_all(parts: Iterable[bytes | str]) -> bytes:
    """The same of parts that need not be in memory all at once."""
    made = running()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        made.update(len(raw).to_bytes(8, "little"))
        made.update(raw)
    return made.digest()

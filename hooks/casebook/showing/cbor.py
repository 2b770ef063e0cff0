"""Items of CBOR (RFC 8949), of the kinds that Pagefind writes: where they begin and end, and how they are written."""

ARRAY, TEXT, NEGATIVE, NUMBER = 4, 3, 1, 0
_SMALL = 24
"""Numbers below this stand in the first byte of an item itself."""


def head(raw: bytes, at: int) -> tuple[int, int, int]:
    """The kind of an item, its size or value, and where what it holds begins."""
    kind, size = raw[at] >> 5, raw[at] & 31
    if size < _SMALL:
        return kind, size, at + 1
    last = at + 1 + (1 << size - _SMALL)
    return kind, int.from_bytes(raw[at + 1 : last]), last


def end(raw: bytes, at: int) -> int:
    """Where the item ends that begins at `at`."""
    kind, size, at = head(raw, at)
    if kind == ARRAY:
        for _ in range(size):
            at = end(raw, at)
        return at
    if kind not in (TEXT, NEGATIVE, NUMBER):
        raise ValueError(f"an item of kind {kind} is not expected in an index")
    return at + size if kind == TEXT else at


def items(raw: bytes, at: int) -> list[bytes]:
    """The items of the array that begins at `at`, as they are written."""
    _, count, at = head(raw, at)
    found = []
    for _ in range(count):
        found.append(raw[at : end(raw, at)])
        at += len(found[-1])
    return found


def array(written: list[bytes]) -> bytes:
    """An array of items."""
    return _headed(ARRAY, len(written)) + b"".join(written)


def text(letters: bytes) -> bytes:
    """A text of UTF-8."""
    return _headed(TEXT, len(letters)) + letters


def letters(raw: bytes, at: int = 0) -> bytes:
    """What the text says that begins at `at`, in UTF-8."""
    _, size, start = head(raw, at)
    return raw[start : start + size]


def _headed(kind: int, size: int) -> bytes:
    if size < _SMALL:
        return bytes([kind << 5 | size])
    width = next(width for width in range(4) if size < 1 << (8 << width))
    return bytes([kind << 5 | _SMALL + width]) + size.to_bytes(1 << width)

"""An address as a QR code, for a slide or a sheet of paper: the dark squares as the path of a drawing."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

QUIET_ZONE = 4
"""How many squares around the code stay light: ISO/IEC 18004 wants four."""
MASK = 0
"""One of the standard's eight patterns, laid over the code. Any can be read; to try all takes five times as long."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code, drawn in units of one square."""

    side: int
    """How wide and high it is, the light squares around it included."""
    path: str
    """The dark squares: an SVG path, a rectangle for each run of them in a row."""


@cache
def qr_code(text: str) -> QrCode:
    """The code of a text. A seventh of it may be soiled or folded and it is still read (level M)."""
    import segno  # noqa: PLC0415  the pages of sessions need it, and they are few

    rows = segno.make_qr(text, error="m", mask=MASK, boost_error=False).matrix
    runs = (
        f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows, QUIET_ZONE) for x, width in _dark_runs(bytes(row))
    )
    return QrCode(len(rows) + 2 * QUIET_ZONE, "".join(runs))


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """(where, how long) of the runs of dark squares in a row."""
    runs = [list(run) for _, run in groupby(enumerate(row, QUIET_ZONE), key=lambda square: square[1])]
    return [(run[0][0], len(run)) for run in runs if run[0][1]]

"""A QR code as one path of an SVG: no styles, no markup built by hand."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Drawn:
    """The code: how many modules wide with its quiet zone, and the path of the dark ones."""

    size: int
    path: str


def drawn(address: str) -> Drawn:
    """Draw an address; a quarter of the code may be scratched and it still reads."""
    code = segno.make(address, error="q", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix_iter(border=2)]
    return Drawn(len(rows), "".join(_runs(y, row) for y, row in enumerate(rows)))


def _runs(y: int, row: bytes) -> str:
    found, x = [], 0
    while x < len(row):
        if not row[x]:
            x += 1
            continue
        begin = x
        while x < len(row) and row[x]:
            x += 1
        found.append(f"M{begin} {y}h{x - begin}v1h-{x - begin}z")
    return "".join(found)

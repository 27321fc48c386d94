"""The program's mark as pictures for a phone's screen, drawn from our own SVG.

Some phones take no SVG for what stands on their screen. The mark is one square and
strokes of straight lines, so that a few letters of the SVG's language are enough.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

#: Drawn so many times larger, then made small: edges become smooth.
_FINE = 4
#: By name: size in pixels, and whether the phone cuts its own shape out of it.
PICTURES = {
    "mark-192.png": (192, False),
    "mark-512.png": (512, False),
    "mark-maskable-512.png": (512, True),
}
_STEP = re.compile(r"([MlLvVhH])|(-?\d+(?:\.\d+)?)")


def strokes(path: str) -> list[tuple[float, float]]:
    """Return the corners of a path of straight lines (M, L, l, V, v, H, h)."""
    corners: list[tuple[float, float]] = []
    x, y, letter = 0.0, 0.0, "M"
    numbers: list[float] = []
    for found in _STEP.finditer(path):
        if found[1]:
            letter, numbers = found[1], []
            continue
        numbers.append(float(found[2]))
        if len(numbers) < (1 if letter in "vVhH" else 2):
            continue
        x, y = _moved(letter, numbers, x, y)
        corners.append((x, y))
        numbers = []
    return corners


def _moved(letter: str, numbers: list[float], x: float, y: float) -> tuple[float, float]:
    match letter:
        case "v":
            return x, y + numbers[0]
        case "V":
            return x, numbers[0]
        case "h":
            return x + numbers[0], y
        case "H":
            return numbers[0], y
        case "l":
            return x + numbers[0], y + numbers[1]
        case _:
            return numbers[0], numbers[1]


def draw(svg: Path, target: Path, *, size: int, maskable: bool = False) -> None:
    """Draw the mark; a maskable one fills its square and keeps the strokes in the middle."""
    root = ElementTree.fromstring(svg.read_text("utf-8"))  # noqa: S314 - our own file
    box = float(root.attrib["viewBox"].split()[2])
    scale = size * _FINE / box
    picture = Image.new("RGBA", (size * _FINE, size * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    shrink = 0.75 if maskable else 1.0
    for part in root:
        if part.tag.endswith("rect"):
            radius = 0 if maskable else float(part.attrib["rx"]) * scale
            corner = size * _FINE - 1
            pen.rounded_rectangle((0, 0, corner, corner), radius, fill=part.attrib["fill"])
            continue
        middle = box / 2
        corners = [
            ((middle + (x - middle) * shrink) * scale, (middle + (y - middle) * shrink) * scale)
            for x, y in strokes(part.attrib["d"])
        ]
        _stroke(pen, corners, float(part.attrib["stroke-width"]) * scale * shrink)
    picture.resize((size, size), Image.Resampling.LANCZOS).save(target, optimize=True)


def _stroke(pen: ImageDraw.ImageDraw, corners: list[tuple[float, float]], width: float) -> None:
    pen.line(corners, fill="#fff", width=round(width))
    for x, y in corners:
        half = width / 2
        pen.ellipse((x - half, y - half, x + half, y + half), fill="#fff")


if __name__ == "__main__":
    for name, (size, maskable) in PICTURES.items():
        draw(Path(sys.argv[1]), Path(sys.argv[2]) / name, size=size, maskable=maskable)

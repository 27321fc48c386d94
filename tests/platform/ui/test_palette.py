"""Every ink can be read on its paper, in light and in dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import dayuan.platform.ui
from dayuan.platform.ui.tones import Tone

CSS = Path(dayuan.platform.ui.__file__).parent / "static" / "ui" / "palette.css"
TEXT, CONTROL = 4.5, 3.0
SURFACES = ("paper", "ground", "sunken")

READ = [
    *[(ink, paper) for ink in ("ink", "ink-soft", "link") for paper in (*SURFACES, "hover")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("in_hand-ink", "accent-soft"),
    ("ink", "accent-soft"),
    ("link", "accent-soft"),
    *[(f"{tone}-ink", f"{tone}-soft") for tone in Tone],
    *[(f"{tone}-ink", paper) for tone in Tone for paper in (*SURFACES, "hover")],
    *[("ink", f"{tone}-soft") for tone in Tone],
]
SEEN = [
    *[("line-strong", paper) for paper in SURFACES],
    *[("focus", paper) for paper in SURFACES],
    *[("accent", paper) for paper in SURFACES],
    *[(f"{tone}-solid", paper) for tone in Tone for paper in SURFACES],
]


def palette(theme):
    """Return the plain colours of one theme's block, by name."""
    block = re.search(
        rf'\[data-bs-theme="{theme}"\] \{{\n  color-scheme:(.*?)\n\}}', CSS.read_text(), re.DOTALL
    )
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def contrast(one, other):
    """Return the ratio of WCAG's relative luminances."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read(theme):
    colours = palette(theme)
    weak = [
        f"{ink} on {paper}: {found:.2f}"
        for ink, paper in READ
        if (found := contrast(colours[ink], colours[paper])) < TEXT
    ]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_and_marks_can_be_seen(theme):
    colours = palette(theme)
    weak = [
        f"{ink} on {paper}: {found:.2f}"
        for ink, paper in SEEN
        if (found := contrast(colours[ink], colours[paper])) < CONTROL
    ]
    assert weak == []


def test_both_themes_name_the_same_colours():
    assert palette("light").keys() == palette("dark").keys()

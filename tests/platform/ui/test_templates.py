"""What no template of the house may contain, and what each of them leans on."""

import re
from pathlib import Path

import pytest

import dayuan
from dayuan.platform.ui import menu

SRC = Path(dayuan.__file__).parent
ROOT = SRC.parent.parent
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)|<script[^>]*>\s*[^\s<]", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=|\bhx-on\b|javascript:", re.IGNORECASE),
    "something from outside": re.compile(
        r"\b(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "a way around escaping": re.compile(r"\|\s*safe\b|autoescape\s+off", re.IGNORECASE),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def faults(text):
    plain = COMMENT.sub("", text)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(plain)]


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_template_keeps_to_the_browser_rules(path):
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "fault",
    [
        '<p style="width:9%">',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<script nonce="{{ csp_nonce }}">x()</script>',
        '<button onclick="x()">',
        '<a href="javascript:x()">',
        '<script src="//cdn.example/x.js"></script>',
        '<img src="https://cdn.example/x.png">',
        "{{ typed|safe }}",
        "{% autoescape off %}",
    ],
)
def test_a_planted_fault_is_seen(fault):
    assert faults(fault)


def test_ordinary_markup_passes():
    fine = '<script defer src="{% static "ui/dayuan.js" %}"></script><a href="/x/" data-on="1">'
    assert faults(fine) == []


def icons_shipped():
    lines = (ROOT / "tools" / "icons.txt").read_text("utf-8").splitlines()
    return {line.split("=")[0].strip() for line in lines if line and not line.startswith("#")}


def icons_named():
    names = re.compile(r'\{% icon "([\w-]+)"|\bicon="([\w-]+)"')
    for path in [*TEMPLATES, *SRC.rglob("*.py")]:
        for found in names.finditer(path.read_text("utf-8")):
            yield path.relative_to(SRC), found[1] or found[2]


def test_every_icon_that_is_drawn_is_shipped():
    shipped = icons_shipped()
    assert [f"{path}: {name}" for path, name in icons_named() if name not in shipped] == []


def test_every_place_of_the_menu_has_an_icon_that_is_shipped():
    # Some modules name it by its place alone, which no search of the sources finds.
    assert {one.icon for one in menu.entries.values()} <= icons_shipped()


def test_every_included_part_says_what_it_takes():
    parts = SRC / "platform" / "ui" / "templates" / "ui" / "components"
    tags = {"badge", "label_badge", "clause_chip", "clock", "problem", "show"}
    silent = [
        p.name for p in parts.glob("*.html") if p.stem not in tags and "Takes:" not in p.read_text()
    ]
    assert silent == []

"""Front-end files: what is copied, and how."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools import assets
from tools.shell import ROOT, StepError


def test_a_list_of_icons_has_names_other_names_and_remarks() -> None:
    names = assets.icon_names("# remark\nbell\nmenu = menu-2  # the phone's\n\n")
    assert names == {"bell": "bell", "menu": "menu-2"}


def test_an_icon_named_twice_is_refused() -> None:
    with pytest.raises(StepError, match="bell stands twice"):
        assets.icon_names("bell\nbell = bell-ringing")


def test_an_icon_the_set_has_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "MODULES", tmp_path)
    with pytest.raises(StepError, match="the icon set has no bell"):
        assets.icon_sprite({"bell": "bell"})


def test_the_sprite_takes_its_colour_from_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "@tabler" / "icons" / "icons" / "outline"
    folder.mkdir(parents=True)
    (folder / "menu-2.svg").write_text(
        f'<svg xmlns="{assets.SVG}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        '<path stroke="none" d="M0 0h24v24H0z"/><path d="M4 6l16 0"/></svg>',
        encoding="utf-8",
    )
    monkeypatch.setattr(assets, "MODULES", tmp_path)

    sprite = ElementTree.fromstring(assets.icon_sprite({"menu": "menu-2"}))  # noqa: S314 - made above

    (symbol,) = sprite
    assert symbol.get("id") == "i-menu"
    assert symbol.get("stroke") == "currentColor"
    assert [path.get("d") for path in symbol] == ["M4 6l16 0"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kit.css", "a{}\n/*# sourceMappingURL=kit.css.map */"),
        ("kit.js", "a()\n//# sourceMappingURL=kit.js.map\n"),
    ],
)
def test_a_copied_text_points_at_no_map(tmp_path: Path, name: str, text: str) -> None:
    source, target = tmp_path / name, tmp_path / f"copy-{name}"
    source.write_text(text, encoding="utf-8")
    assets.copy(source, target)
    assert target.read_text("utf-8") == f"{text.splitlines()[0]}\n"


NAMED = re.compile(
    r"""\bicon["']?\s*[=:]\s*["']([a-z][a-z0-9-]+)["']|{%\s*icon\s+["']([a-z0-9-]+)"""
)


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    names = assets.icon_names(assets.ICONS.read_text("utf-8"))
    files = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".html"}]
    used = {
        (match[1] or match[2], path.name)
        for path in files
        for match in NAMED.finditer(path.read_text("utf-8"))
    }
    assert len(used) > 20
    assert {(name, file) for name, file in used if name not in names} == set()


def test_versions_are_exact_and_the_lock_names_no_place() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [version for version in versions.values() if not version[0].isdigit()] == []
    assert '"resolved"' not in assets.LOCK.read_text("utf-8")

"""The plan of Pukou with one place changed, as a director loads it."""

import zipfile
from pathlib import Path

from tests.cast import PUKOU


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """Return the plan zipped, with ``new`` in the place of ``old`` in its file ``name``."""
    target, found = folder / "pukou.zip", 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(PUKOU.rglob("*.yaml")):
            text = file.read_text(encoding="utf-8")
            if file.relative_to(PUKOU).as_posix() == name:
                assert text.count(old) == 1, f"{old!r} does not stand once in {name}"
                text, found = text.replace(old, new), found + 1
            zipped.writestr(f"pukou/{file.relative_to(PUKOU)}", text)
    assert found == 1, f"{name} stands {found} times in the plan"
    return target

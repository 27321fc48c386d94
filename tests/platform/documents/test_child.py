"""The child that sets documents: little memory, little time, no file but its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dayuan.platform.documents import making
from dayuan.platform.documents.content import Document
from tests.platform.documents.reading import drawn, pdf_of

#: The child with another template in place of ours: what a fault in ours could do at worst.
_WITH = """
import sys
from pathlib import Path
from dayuan.platform.documents import child, limits
limits.CHILD_CPU_SECONDS = 2
child._HERE = Path(sys.argv[1])
sys.exit(child.main(["pdf", sys.argv[2]]))
"""


def set_with(template: str, place: Path) -> tuple[int, str, bool]:
    """Let the child set a document by another template; return how it ended and what it made."""
    (place / "paper.typ").write_text(template, "utf-8")
    folder = place / "work"
    folder.mkdir()
    content = drawn(Document(title="单", site="院"))
    (folder / "content.json").write_text(json.dumps({"content": content, "at": 0}), "utf-8")
    command = [sys.executable, "-c", _WITH, str(place), str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    return done.returncode, done.stdout.decode(), (folder / "made").exists()


def test_a_template_of_ones_own_is_set(tmp_path):
    """The control: the harness does set what may be set."""
    code, said, there = set_with("#sys.inputs.doc.len()", tmp_path)
    assert (code, json.loads(said)["problem"], there) == (0, "", True)


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/passwd")',
        '#read("../../paper.typ")',
        '#image("/etc/hostname")',
        '#read("https://example.invalid/x")',
        '#import "@preview/cetz:0.3.0": *',
        "#while true {}",
        '#range(1000000000).map(str).join("x").len()',
        "#let f(n) = f(n + 1) + f(n)\n#f(1)",
    ],
)
def test_no_template_reads_other_files_fetches_or_runs_on(template, tmp_path):
    code, said, there = set_with(template, tmp_path)
    assert not there
    assert code != 0 or json.loads(said)["problem"]


def test_what_goes_wrong_is_told_by_its_kind_and_quotes_nobody(tmp_path):
    _code, said, _there = set_with('#panic("王小明的电话")', tmp_path)
    assert json.loads(said) == {"problem": "TypstError"}


def test_nothing_is_left_behind(settings):
    pdf_of(Document(title="单", site="院"))
    left = [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    assert left == []


def test_a_turn_is_given_back_when_making_fails():
    for _try in range(3):
        with pytest.raises(KeyError):
            making.file_bytes("pdf", {}, at=None)
    assert pdf_of(Document(title="单", site="院")).startswith(b"%PDF")

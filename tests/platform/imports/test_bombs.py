"""Files that would eat the house: each refused with a sentence in little time and memory."""

import resource
import zipfile
from io import BytesIO

import pytest

from dayuan.platform.imports.models import Import
from tests.platform.imports.books import HEADS, ITEMS, book, bring

pytestmark = [
    pytest.mark.whole,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]
_SHEET = "xl/worksheets/sheet1.xml"
_BEGIN = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:B2"/><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row>'
)


def with_part(name: str, content: bytes) -> bytes:
    """Return an honest file in which one part is another."""
    out = BytesIO()
    honest = zipfile.ZipFile(BytesIO(book([["KT-01", "泵"]], HEADS[ITEMS])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in honest.infolist():
            if entry.filename != name:
                archive.writestr(entry, honest.read(entry.filename))
        archive.writestr(name, content)
    return out.getvalue()


def million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 1_000_002))
    return with_part(_SHEET, f"{_BEGIN}{rows}</sheetData></worksheet>".encode())


def million_empty_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 1_000_002))
    return with_part(_SHEET, f"{_BEGIN}{rows}</sheetData></worksheet>".encode())


def shared_strings() -> bytes:
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return with_part("xl/sharedStrings.xml", (head + "<si><t>a</t></si>" * 5_000_000).encode())


def one_long_text() -> bytes:
    text = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"啊" * 30_000_000}</t></is></c></row>'
    return with_part(_SHEET, f"{_BEGIN}{text}</sheetData></worksheet>".encode())


def far_row() -> bytes:
    text = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    return with_part(_SHEET, f"{_BEGIN}{text}</sheetData></worksheet>".encode())


def nested() -> bytes:
    return with_part("xl/media/again.xlsx", b"\0" * 200_000_000)


def entities() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return with_part(_SHEET, bomb)


BOMBS = {
    "a million rows": million_rows,
    "a million empty rows": million_empty_rows,
    "shared strings": shared_strings,
    "a row far below": far_row,
    "a zip in a zip": nested,
    "entities": entities,
    "no sheet at all": lambda: with_part(_SHEET, b"<oops"),
    "a text": lambda: "编号,名称".encode(),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
}


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_a_sentence_within_five_seconds(cast, name):
    content = BOMBS[name]()
    before = spent()
    answer = bring(cast, content)
    assert spent() - before < 5
    assert answer.status_code == 422
    assert "请检查以下内容" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_cell_of_ninety_megabytes_is_cut_and_told_as_too_long(cast):
    before = spent()
    answer = bring(cast, one_long_text())
    assert spent() - before < 5
    assert "最多 40 个字" in answer.content.decode()


def test_an_honest_file_of_five_thousand_rows_is_read(cast):
    answer = bring(cast, [[f"KT-{n}", f"第 {n} 台风机盘管"] for n in range(5000)])
    assert Import.objects.get().new == 5000
    assert answer.status_code == 200

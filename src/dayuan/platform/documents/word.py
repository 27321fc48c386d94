"""Writing a document as Word, for what people edit on; runs in the limited child."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

#: The faces that every office machine has; another one takes their place by itself.
_SERIF, _SANS = "宋体", "黑体"
_LATIN = "Times New Roman"
_TEXT_WIDTH = 165
_GRID_WIDTH, _GRID_TITLE = 375, 36


def write(file: Path, content: Mapping[str, Any], made_at: datetime, *, pictures: Path) -> None:
    """Write a document's blocks under its head, with how it stands at the foot of each sheet."""
    paper = docx.Document()
    _set_up(paper, content, made_at)
    if void := content.get("void"):
        _void(paper, void)
    _head(paper, content)
    for block in content["blocks"]:
        if block["is"] == "pictures":
            _pictures(paper, block, pictures)
        else:
            _DRAWN[block["is"]](paper, block)
    paper.save(str(file))


# --- the sheet ------------------------------------------------------------------------------


def _set_up(paper: Any, content: Mapping[str, Any], made_at: datetime) -> None:
    section = paper.sections[0]
    wide = content.get("wide", False)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(420), Mm(297)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    style = paper.styles["Normal"]
    style.font.size = Pt(10.5)
    _face(style, _SERIF)
    about = paper.core_properties
    about.title, about.author, about.comments = content["title"], content["site"], ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    about.last_modified_by = ""
    _foot(section.footer.paragraphs[0], content)


def _foot(line: Any, content: Mapping[str, Any]) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = content["pages"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    line.add_run(f"{content['standing']}　　{before}")
    _field(line, "PAGE")
    line.add_run(between)
    _field(line, "NUMPAGES")
    line.add_run(f"{after}　　{content['made']}")
    for run in line.runs:
        run.font.size = Pt(9)


def _field(line: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    line._p.append(field)


def _face(holder: Any, name: str) -> None:
    holder.font.name = _LATIN
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _void(paper: Any, void: Mapping[str, str]) -> None:
    """Say in red above each sheet, and before anything else, that this was withdrawn."""
    above = paper.sections[0].header.paragraphs[0]
    above.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (
        _say(above, void["mark"], size=16, sans=True),
        _line(paper, void["says"], size=12, align="center", sans=True),
    ):
        line.runs[-1].font.color.rgb = RGBColor(0xB0, 0x18, 0x18)
        line.runs[-1].font.bold = True


def _head(paper: Any, content: Mapping[str, Any]) -> None:
    _line(paper, content["site"], size=12, align="center")
    _line(paper, content["title"], size=18, align="center", sans=True)
    both = "　　".join(part for part in (content["number"], content["label"]) if part)
    if both:
        _line(paper, both)


# --- the blocks -----------------------------------------------------------------------------


def _line(
    paper: Any, words: str, *, size: float = 10.5, align: str = "", sans: bool = False
) -> Any:
    line = paper.add_paragraph()
    if align == "center":
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(4)
    return _say(line, words, size=size, sans=sans)


def _say(line: Any, words: str, *, size: float = 10.5, sans: bool = False) -> Any:
    """Add words as they are: a new line breaks the line, nothing else means anything."""
    run = line.add_run(words)
    run.font.size = Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(
        qn("w:eastAsia"), _SANS if sans else _SERIF
    )
    return line


def _heading(paper: Any, block: Mapping[str, Any]) -> None:
    line = _line(paper, block["text"], size=12, sans=True)
    line.paragraph_format.space_before = Pt(10)
    line.paragraph_format.keep_with_next = True


def _paragraph(paper: Any, block: Mapping[str, Any]) -> None:
    _line(paper, block["text"])


def _note(paper: Any, block: Mapping[str, Any]) -> None:
    line = _line(paper, block["text"], size=9)
    line.runs[0].font.color.rgb = RGBColor(0x46, 0x46, 0x46)


def _facts(paper: Any, block: Mapping[str, Any]) -> None:
    table = _ruled(paper, [24, 58, 24, 59])
    beside, cells = False, tuple[Any, ...]()
    for fact in block["facts"]:
        if fact["wide"] or not beside:
            cells = table.add_row().cells
        first = 2 if beside and not fact["wide"] else 0
        _label(cells[first], fact["label"])
        value: Any = cells[first + 1]
        if fact["wide"]:
            value = value.merge(cells[3])
        _fill(value, fact["value"])
        beside = not fact["wide"] and not beside
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _table(paper: Any, block: Mapping[str, Any]) -> None:
    if not block["rows"]:
        _line(paper, block["empty"], align="center")
        return
    columns = block["columns"]
    whole = sum(one["weight"] for one in columns)
    table = _ruled(paper, [_TEXT_WIDTH * one["weight"] / whole for one in columns])
    head = table.add_row()
    _repeated(head)
    for cell, column in zip(head.cells, columns, strict=True):
        _label(cell, column["label"])
    for row in block["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _fill(cell, words)
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _grid(paper: Any, block: Mapping[str, Any]) -> None:
    narrow = len(block["heads"]) + len(block["ends"])
    table = _ruled(paper, [_GRID_TITLE, *[(_GRID_WIDTH - _GRID_TITLE) / max(narrow, 1)] * narrow])
    heads = ["\n".join(filter(None, (h["label"], h["small"], h["mark"]))) for h in block["heads"]]
    head = table.add_row()
    _repeated(head)
    for cell, words in zip(head.cells, [block["corner"], *heads, *block["ends"]], strict=True):
        _label(cell, words)
    for row in block["rows"]:
        cells = table.add_row().cells
        if row["kind"] == "group":
            cells[0].merge(cells[-1])
        for cell, words in zip(cells, [row["title"], *row["cells"]], strict=False):
            _fill(cell, words)
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _ruled(paper: Any, widths: list[float]) -> Any:
    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _repeated(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _label(cell: Any, words: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "F2F2F2")
    cell._tc.get_or_add_tcPr().append(shade)
    line = _say(cell.paragraphs[0], words, sans=True)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fill(cell: Any, words: str) -> None:
    _say(cell.paragraphs[0], words)


def _listed(paper: Any, block: Mapping[str, Any]) -> None:
    for number, item in enumerate(block["items"], start=1):
        _line(paper, f"{number}. {item}" if block["numbered"] else f"· {item}")


def _signatures(paper: Any, block: Mapping[str, Any]) -> None:
    for one in block["fields"]:
        name, day = one["name"] or "＿" * 10, one["at"] or "＿" * 8
        line = _line(paper, f"{one['role']}：{name}　　{block['dated']}：{day}")
        line.paragraph_format.space_before = Pt(8)
        line.paragraph_format.keep_with_next = True
    _note(paper, {"text": block["note"]})


def _pictures(paper: Any, block: Mapping[str, Any], folder: Path) -> None:
    for one in block["pictures"]:
        # Word does not know WebP; the caption says that there is a picture.
        if one["file"] and not one["file"].endswith(".webp"):
            paper.add_picture(str(folder / one["file"]), height=Mm(42))
        _line(paper, one["caption"], size=9)


def _page_break(paper: Any, _block: Mapping[str, Any]) -> None:
    paper.add_page_break()


_DRAWN: Mapping[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "note": _note,
    "facts": _facts,
    "table": _table,
    "grid": _grid,
    "listed": _listed,
    "signatures": _signatures,
    "page_break": _page_break,
}

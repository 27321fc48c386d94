"""One content as page, PDF and Word: every word arrives as it was typed, none is evaluated."""

import html
import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dayuan.kernel.problems import Refused
from dayuan.platform.documents import content, limits, making
from dayuan.platform.documents.content import (
    Column,
    Document,
    Fact,
    Facts,
    Grid,
    GridHead,
    GridRow,
    Heading,
    Listed,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Pictures,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.web import shown
from tests.cast import NOW
from tests.platform.documents.reading import (
    PLAIN,
    close,
    drawn,
    pdf_of,
    words_of_pdf,
    words_of_word,
)

#: What a typesetter, a template, Word or a browser would run, fetch or read if it were let.
ACTIVE = (
    '#read("/etc/passwd")', "#emph[x] *b* _u_ __v__ `r`", "$1 + 1$", "@ref <label>", "\\n \\u{41}",
    "{{ 7*7 }} {% now %} {{ settings.SECRET_KEY }}", '#import "@preview/x:1.0.0": *',
    '#image("https://example.invalid/x.png")', "file:///etc/passwd", "= 一级标题",
    "- 项 + 项 / 项: x",
    "// 注释 /* 注释 */", "<script>alert(1)</script>", "<w:t>&amp;</w:t> ]]>", "&lt;b&gt; &#65;",
    "#{1+1} #let x = 2", "-- --- ... ~ 'a' \"b\"", "{page} {pages}",
)  # fmt: skip
#: Chinese as offices write it, Latin, figures and every sign of any markup.
TYPED = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.sampled_from(
            "报修单空调漏水三楼会议室王小明，。、；：“”（）《》！？—…·〔〕％１Ａ\n\t\0\x07\x1b\u202e"
        ),
    ),
    max_size=60,
)


def everywhere(words: str) -> Document:
    """Return a document with these words in every place that takes words."""
    return Document(
        title=f"题{words}",
        site=words,
        number=words,
        label=words,
        blocks=(
            Heading(f"甲{words}"),
            Paragraph(f"乙{words}"),
            Facts(
                (Fact("标签", f"丙{words}"), Fact(f"丁{words}", "值"), Fact("宽", words, wide=True))
            ),
            Table((Column(f"戊{words}", 2), Column("数", numeric=True)), ((f"己{words}", words),)),
            Grid(
                f"角{words}",
                (GridHead("1", "一", f"休{words}", shaded=True), GridHead(words)),
                ("时",),
                (
                    GridRow(f"组{words}", kind="group"),
                    GridRow(f"行{words}", (words, "早", "8")),
                    GridRow("计", (words, "1/2", ""), "sum", (1,)),
                ),
            ),
            Listed((f"庚{words}",), numbered=True),
            Listed((words,)),
            PageBreak(),
            Signatures((Signature("签字", f"辛{words}", words),), "日期", note=f"壬{words}"),
            Note(f"癸{words}"),
        ),
    )


def page_of(document: Document, dress=PLAIN) -> str:
    """Return a document as the page draws it."""
    return render_to_string("documents/_sheet.html", {"sheet": shown.sheet(drawn(document, dress))})


def words_of_page(page: str) -> str:
    """Return what a browser shows of a page."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


MARKS = "甲乙丙丁戊己庚辛壬癸"


#: What is drawn comes from no database.
pytestmark = [pytest.mark.whole, pytest.mark.once]


@pytest.mark.whole
@pytest.mark.timeout(240)
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(words=TYPED)
def test_whatever_is_typed_comes_out_as_the_same_words_on_every_surface(words):
    document = everywhere(words)
    wanted = [close(f"{mark}{content.plain(words)}") for mark in MARKS]
    made = making.file_bytes("word", drawn(document), at=NOW)
    for surface in (
        "".join(words_of_pdf(pdf_of(document))),
        words_of_word(made),
        words_of_page(page_of(document)),
    ):
        found = close(surface)
        assert [one for one in wanted if one not in found] == []


@pytest.mark.parametrize("words", ACTIVE)
def test_what_could_be_run_is_printed_as_it_stands(words):
    document = Document(
        title="单", site="院", blocks=(Paragraph(words), Facts((Fact("甲", words),)))
    )
    made = making.file_bytes("word", drawn(document), at=NOW)
    pages = "".join(words_of_pdf(pdf_of(document)))
    for surface in (pages, words_of_word(made), words_of_page(page_of(document))):
        assert close(surface).count(close(words)) == 2
    assert "root:" not in pages


def test_a_page_holds_no_markup_that_somebody_typed():
    page = page_of(everywhere("<script>alert(1)</script><img src=x onerror=1>"))
    assert "<script" not in page
    assert "<img" not in page
    assert "style=" not in page


def test_signs_of_other_directions_are_all_there_and_none_that_turns_the_rest_round():
    document = Document(title="单", site="院", blocks=(Paragraph("שלום\u202eمرحبا\u2066甲"),))
    pages = "".join(words_of_pdf(pdf_of(document)))
    made = making.file_bytes("word", drawn(document), at=NOW)
    for sign in "שלוםمرحبا甲":
        assert sign in words_of_word(made)
    assert set("שלום甲") <= set(pages)
    assert not {"\u202e", "\u2066"} & set(pages + words_of_word(made) + page_of(document))


def test_control_signs_go_and_lines_stay():
    assert content.plain("a\0b\x07\r\nc\td\ufffe\u200b\ue000") == "ab\nc d"


def test_the_same_content_gives_the_same_bytes_and_another_another():
    document = everywhere("甲")
    assert pdf_of(document) == pdf_of(document)
    assert pdf_of(document) != pdf_of(everywhere("乙"))


def test_the_same_words_have_the_same_digest_and_others_another():
    one, other = (content.as_data(everywhere(words)) for words in ("甲", "乙"))
    assert content.digest(one) == content.digest(content.as_data(everywhere("甲")))
    assert content.digest(one) != content.digest(other)


def test_a_wider_column_says_nothing_else():
    narrow, wide = (
        Document(title="单", site="院", blocks=(Table((Column("甲", n),), (("乙",),)),))
        for n in (1, 9)
    )
    assert content.digest(content.as_data(narrow)) == content.digest(content.as_data(wide))


def test_a_pdf_runs_nothing_and_says_when_it_was_made():
    reader = PdfReader(BytesIO(pdf_of(everywhere("甲"))))
    assert reader.metadata.creation_date == NOW
    root = str(reader.trailer["/Root"])
    assert not {"/OpenAction", "/AA", "/JavaScript"} & set(root.replace("'", " ").split())
    assert [page for page in reader.pages if "/Annots" in page] == []


def test_the_head_of_a_table_stands_on_every_sheet_and_each_sheet_has_its_number():
    table = Table(
        (Column("项目栏"), Column("结果栏")), tuple((f"第{n}项", "好") for n in range(90))
    )
    pages = words_of_pdf(pdf_of(Document(title="单", site="院", blocks=(table,))))
    assert len(pages) > 2
    for number, page in enumerate(map(close, pages), start=1):
        assert "项目栏结果栏" in page
        assert f"第{number}页共{len(pages)}页" in page
        assert "查阅件" in page


@pytest.mark.parametrize("rows", range(18, 30))
def test_no_sheet_carries_signatures_alone(rows):
    table = Table((Column("项目栏"),), tuple((f"第{n}项",) for n in range(rows)))
    signed = Signatures((Signature("办理人"), Signature("查验人")), "日期", note="注：自动生成")
    pages = words_of_pdf(pdf_of(Document(title="单", site="院", blocks=(table, signed))))
    (last,) = [page for page in pages if "办理人" in page]
    assert f"第{rows - 1}项" in close(last)
    assert "自动生成" in close(last)


def test_the_readers_name_stands_on_every_sheet():
    table = Table((Column("项目栏"),), tuple((f"第{n}项",) for n in range(80)))
    document = Document(title="单", site="院", restricted=True, blocks=(table,))
    dress = replace(PLAIN, watermark="王小明 1003 14:05")
    pages = words_of_pdf(pdf_of(document, dress))
    assert len(pages) > 1
    assert all("王小明1003" in close(page) for page in pages)
    assert page_of(document, dress).count("王小明 1003 14:05") > 10
    assert "王小明" not in page_of(document)


def test_an_empty_document_and_an_empty_table_are_drawn():
    empty = Document(
        title="单", site="院", blocks=(Table((Column("项目"),), (), empty="没有记录"),)
    )
    made = making.file_bytes("word", drawn(empty), at=NOW)
    for surface in (words_of_pdf(pdf_of(empty))[0], words_of_word(made), page_of(empty)):
        assert "没有记录" in surface
    assert len(words_of_pdf(pdf_of(Document(title="单", site="院")))) == 1


def test_a_very_long_text_runs_over_several_sheets_and_is_all_there():
    words = "很长的说明文字，" * 3000
    document = Document(title="单", site="院", blocks=(Facts((Fact("说明", words, wide=True),)),))
    pages = words_of_pdf(pdf_of(document))
    assert len(pages) > 5
    assert close("".join(pages)).count("很长的说明文字") >= 2990


def test_what_is_too_long_is_refused_with_what_to_do_instead():
    words = "长" * (limits.DATA_BYTES // 6 + 1)
    with pytest.raises(Refused) as refused:
        pdf_of(Document(title="单", site="院", blocks=(Paragraph(words),)))
    assert [one.code for one in refused.value.problems] == ["documents.too_long"]


def test_a_picture_that_is_gone_leaves_its_caption():
    gone = Pictures((Picture("0" * 64, "", "现场照片"),))
    document = Document(title="单", site="院", blocks=(gone,))
    made = making.file_bytes("word", drawn(document), at=NOW)
    assert "现场照片" in words_of_pdf(pdf_of(document))[0]
    assert "现场照片" in words_of_word(made)

"""Reading the words back out of what we made."""

import re
from io import BytesIO
from typing import Any

import docx
from pypdf import PdfReader

from dayuan.platform.documents import content, making
from dayuan.platform.documents.content import Document
from dayuan.platform.documents.dressing import Dress
from tests.cast import NOW

PLAIN = Dress(standing="查阅件", made="今天")


def drawn(document: Document, dress: Dress = PLAIN) -> dict[str, Any]:
    """Return a document as the renderers are handed it."""
    return dress.around(content.as_data(document))


def pdf_of(document: Document, dress: Dress = PLAIN) -> bytes:
    """Return a document as PDF."""
    return making.file_bytes("pdf", drawn(document, dress), at=NOW)


def words_of_pdf(made: bytes) -> list[str]:
    """Return the words of each sheet."""
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def words_of_word(made: bytes) -> str:
    """Return the words of a Word file: paragraphs, cells, feet."""
    paper = docx.Document(BytesIO(made))
    cells = [c.text for table in paper.tables for row in table.rows for c in row.cells]
    feet = [line.text for line in paper.sections[0].footer.paragraphs]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells, *feet])


def close(words: str) -> str:
    """Return words without what only spaces them: lines break elsewhere on paper."""
    return re.sub(r"[\s\u200b\u3000]+", "", words)

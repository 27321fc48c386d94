"""Excel files as people bring them, and what the tests do with them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from tests.cast import Cast

ITEMS, PLACES = "equipment.items", "sites.places"
HEADS = {ITEMS: ["编号", "名称", "系统", "所在场所", "投用日期"],
         PLACES: ["编号", "类别", "名称", "上级场所"]}  # fmt: skip


def book(rows, heads=None) -> bytes:
    """Return a file with headings and rows."""
    found = Workbook()
    sheet = found.active
    for row in ([heads] if heads else []) + list(rows):
        sheet.append(row)
    out = BytesIO()
    found.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "表格.xlsx") -> SimpleUploadedFile:
    """Return a file as a form sends it."""
    return SimpleUploadedFile(name, content)


def bring(cast: Cast, rows, code: str = ITEMS, who: str = "supervisor", heads=None):
    """Upload rows; return the page that says what would become of them."""
    content = rows if isinstance(rows, bytes) else book(rows, heads or HEADS[code])
    browser = getattr(cast, who).client
    return browser.post(f"/imports/{code}/", {"file": upload(content)}, follow=True)


def take(cast: Cast, answer, who: str = "supervisor"):
    """Press the button that takes the good rows."""
    return getattr(cast, who).client.post(f"{answer.request['PATH_INFO']}start/", follow=True)


def opened(answer):
    """Open a file that came down."""
    return load_workbook(BytesIO(answer.content)).worksheets[0]

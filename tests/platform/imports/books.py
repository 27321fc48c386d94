"""Excel files as people bring them, and what the tests do with them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import judging, taking
from dayuan.platform.imports.importers import importers
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.platform.imports.opening import understood
from dayuan.platform.imports.said import problems_kept
from tests.cast import NOW, Cast

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


def brought(actor: Actor, code: str, heads, table) -> Import | None:
    """Judge a table and take what is good of it; nothing where no row has anything."""
    cells = [(1, heads), *((n, list(row)) for n, row in enumerate(table, 2) if any(row))]
    if len(cells) == 1:
        return None
    rows = judging.judged(importers[code], understood(cells, importers[code]).rows, actor)
    batch = Import.objects.create(
        site_id=actor.site_id, account_id=actor.account_id, importer=code, state="running",
        asked_at=NOW,
    )  # fmt: skip
    for one in rows:
        ImportRow.objects.create(
            batch=batch, number=one.row.number, values=one.row.values,
            outcome=one.verdict.outcome, problems=problems_kept(one.verdict.problems),
        )  # fmt: skip
    taking.run(batch.pk, now=NOW)
    batch.refresh_from_db()
    return batch


def opened(answer):
    """Open a file that came down."""
    return load_workbook(BytesIO(answer.content)).worksheets[0]

"""What stands in the way of a file, a cell, and one more import."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from dayuan.kernel.problems import Blocker, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import limits

#: Rows and file may name people: they do not stay.
KEPT = timedelta(days=7)
#: Imports of one person that wait or run.
OPEN_MOST = 20
_NAMED = 8

_UNFIT = {
    "type": Text(
        "请上传 Excel 文件（xlsx）。可以先下载模板。",
        "Upload an Excel file (xlsx). The template is a good beginning.",
    ),
    "rows": Text(
        f"一次最多 {limits.ROWS} 行。请分成几个文件。",
        f"A file may have {limits.ROWS} rows at most. Split it into several.",
    ),
    "heavy": Text(
        "文件太大，读不完。请删去多余的空行、图片和格式，或把表格复制到模板里。",
        "The file is too large to be read. Delete empty rows, pictures and formats that are "
        "not needed, or copy the table into the template.",
    ),
    "broken": Text(
        "文件打不开。请用 Excel 重新保存一份再上传。",
        "The file cannot be opened. Save it anew in Excel and upload that.",
    ),
    "empty": Text(
        "文件里没有要导入的行。请在表头下面填写。",
        "There is no row to import. Write below the headings.",
    ),
    "headings": Text(
        "没有找到表头。请使用模板的第一行。",
        "The headings were not found. Use the first row of the template.",
    ),
}


def unfit(code: str) -> Refused:
    """Return the refusal of a file by its codeword."""
    return Refused(Blocker(f"imports.{code}", _UNFIT[code]))


def missing(labels: Sequence[Text]) -> Refused:
    """Return the refusal of a file that lacks columns it must have."""
    zh = "、".join(one.in_language("zh") for one in labels)
    en = ", ".join(one.in_language("en") for one in labels)
    return Refused(
        Blocker("imports.missing", Text(f"文件缺少这些列：{zh}。", f"Missing columns: {en}."))
    )


def twice(label: Text) -> Refused:
    """Return the refusal of a file in which a column stands twice."""
    zh, en = label.in_language("zh"), label.in_language("en")
    return Refused(
        Blocker(
            "imports.twice",
            Text(f"“{zh}”这一列出现了两次。请删去一列。", f"The column “{en}” stands there twice."),
        )
    )


REQUIRED = Blocker("imports.required", Text("请填写。", "Fill this in."))
NO_NUMBER = Blocker("imports.number", Text("请写整数。", "Write a whole number."))
NO_DATE = Blocker(
    "imports.date", Text("请写日期，例如 2026-11-20。", "Write a date such as 2026-11-20.")
)

NO_MOMENT = Blocker(
    "imports.moment",
    Text("请写日期和时间，例如 2026-11-20 14:30。", "Write date and time: 2026-11-20 14:30."),
)


def too_long(most: int) -> Blocker:
    """Return the problem of a text that is too long for its column."""
    return Blocker("imports.long", Text(f"最多 {most} 个字。", f"At most {most} letters."))


def no_choice(choices: Collection[Text]) -> Blocker:
    """Return the problem of a word that is not among those to choose from."""
    shown = list(choices)[:_NAMED]
    zh = "、".join(one.in_language("zh") for one in shown)
    en = ", ".join(one.in_language("en") for one in shown)
    more = len(choices) > _NAMED
    return Blocker(
        "imports.choice",
        Text(
            f"请从列表中选：{zh}{'等' if more else ''}。",
            f"Choose from the list: {en}{' and others' if more else ''}.",
        ),
    )


def double(first: int) -> Blocker:
    """Return the problem of a row whose code an earlier row has already."""
    return Blocker(
        "imports.double",
        Text(f"与第 {first} 行重复。请只留一行。", f"Row {first} has the same. Keep one of them."),
    )


def failed(import_id: int, row: int) -> Blocker:
    """Return the problem of a row on which the program itself failed; the log has the rest."""
    return Blocker(
        "imports.failed",
        Text(
            f"程序在这一行出了错，没有录入，其他行不受影响。请把“导入 {import_id} 第 {row} 行”"
            "告诉系统管理员，服务器日志里有记录。",
            f"The program failed on this row and entered nothing of it; the others are not "
            f"touched. Tell the administrator “row {row} of import {import_id}”: it stands in "
            "the server's log.",
        ),
    )


def open_problems(*, alive: int) -> Problems:
    """Return what stands in the way of one more import."""
    return (_TOO_MANY,) if alive >= OPEN_MOST else ()


_TOO_MANY = Blocker(
    "imports.too_many",
    Text(
        f"您已有 {OPEN_MOST} 个没有完成的导入。请先完成或取消。",
        f"{OPEN_MOST} of your imports are not finished. Finish or cancel some first.",
    ),
)
NOTHING = Blocker(
    "imports.nothing", Text("没有可以导入的行。", "There is no row that could be taken.")
)
NO_ACCOUNT = Blocker("imports.no_account", Text("请先登录。", "Sign in first."))
ONLY_THE_PROGRAM = Blocker(
    "imports.only_program",
    Text("这一步由系统完成。", "The program itself does this."),
)


def by_the_program(actor: Actor, _import_id: int) -> Problems:
    """Return what stands in the way of touching the file of an import."""
    return () if actor.is_system else (ONLY_THE_PROGRAM,)

"""What may be issued, and under what words its number is said."""

from datetime import date

from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.models import Issued


def number_text(row: Issued) -> Text:
    """Return the number as offices write it, with its version."""
    return Text(
        f"〔{row.year}〕{row.number}号 第{row.version}版",
        f"{row.year}-{row.number}, version {row.version}",
    )


def void_says(row: Issued, day: date) -> tuple[Text, Text]:
    """Return what stands across each sheet of a withdrawn document, and what stands above it."""
    return (
        Text(f"已作废 {day:%Y-%m-%d}", f"Withdrawn {day:%Y-%m-%d}"),
        Text(
            f"本文件（{number_text(row).zh}）已于{day:%Y-%m-%d}作废，不再有效。",
            f"This document ({number_text(row).in_language('en')}) was withdrawn on "
            f"{day:%Y-%m-%d} and no longer holds.",
        ),
    )


def issue_problems(before: Issued | None, digest: str) -> Problems:
    """Return what stands in the way of issuing these words after what was issued before."""
    if before is None or before.digest != digest:
        return ()
    said = number_text(before)
    return (
        Blocker(
            "documents.unchanged",
            Text(
                f"内容没有变化，已签发的{said.zh}仍然有效。请直接取用。",
                f"Nothing has changed since {said.in_language('en')}. Use that one.",
            ),
        ),
    )


ONLY_THE_PROGRAM = Blocker(
    "documents.only_program",
    Text("文件由系统保存。", "Files of issued documents are kept by the program."),
)


def by_the_program(actor: Actor, _issued_id: int) -> Problems:
    """Return what stands in the way of touching the file of an issued document."""
    return () if actor.is_system else (ONLY_THE_PROGRAM,)

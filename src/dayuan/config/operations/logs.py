"""One event, one line: nothing that somebody typed can forge a second one."""

import logging
import traceback
import unicodedata
from types import TracebackType


class OneLine(logging.Formatter):
    """Escapes line breaks, control and direction characters in what is logged.

    Of an exception it keeps the class and the places, not the message: a database
    quotes the values it refuses, and those may be somebody's name or number.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows on lines of its own, indented."""
        message, trace = record.getMessage(), ""
        if record.exc_info:
            trace = _places(*record.exc_info)
        plain = logging.makeLogRecord(
            record.__dict__
            | {"msg": visible(message), "args": (), "exc_info": None, "exc_text": ""}
        )
        line = super().format(plain)
        return f"{line}\n{_indented(trace)}" if trace else line


def visible(text: str) -> str:
    """Return a text in which every character that steers is written out."""
    return "".join(
        c if unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029" else f"\\u{ord(c):04x}"
        for c in text
    )


def _places(
    kind: type[BaseException] | None, _problem: BaseException | None, trace: TracebackType | None
) -> str:
    name = f"{kind.__module__}.{kind.__qualname__}" if kind else ""
    return "".join(traceback.format_tb(trace)) + name


def _indented(trace: str) -> str:
    return "\n".join(f"    {line}" for line in trace.splitlines())

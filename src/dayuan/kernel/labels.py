"""Labels of records, and the gate that keeps state secrets out.

保守国家秘密法 (2024) forbids storing state secrets on a system like this one, so
the scale stops at 工作秘密 and a title or file that carries one of the three
marks of state secrecy is refused.
"""

import re
import unicodedata
from enum import StrEnum

from dayuan.kernel.problems import Blocker, Problems, Source, SourceKind
from dayuan.kernel.text import Text


class Label(StrEnum):
    """How far a record may travel; there is nothing above work secret."""

    PUBLIC = "public"
    INTERNAL = "internal"
    WORK_SECRET = "work_secret"

    @property
    def text(self) -> Text:
        """Return the label's name."""
        return _NAMES[self]


_NAMES = {
    Label.PUBLIC: Text("公开", "Public"),
    Label.INTERNAL: Text("内部", "Internal"),
    Label.WORK_SECRET: Text("工作秘密", "Work secret"),
}

# A mark stands alone ("机密", "【绝密】", "秘密★10年"); inside ordinary words
# (保密守则, 工作秘密, 商业秘密, 秘密投票) it is no mark.
_EDGE = r"\s\[\]【】()〔〕<>《》「」:,;|/._\-—–"
_MARK = re.compile(
    rf"(?:^|[{_EDGE}])(?P<mark>秘密|机密|绝密)"
    rf"(?=级?(?:$|[{_EDGE}★☆*]|[0-9一二三四五六七八九十]+年|长期))"
)
_STAR = re.compile(r"(?<!工作)(?<!商业)(?:秘密|机密|绝密)\s*[★☆]")
#: The traditional forms of the three signs.
_TRADITIONAL = str.maketrans("機絕祕", "机绝秘")
_BETWEEN = re.compile(r"(?<=[秘机绝])[\s\u200b-\u200d\u2060\ufeff]+(?=密)")

SECRETS_LAW = Source(SourceKind.LAW, "保守国家秘密法 第三十一条")


def secret_mark(text: str) -> str | None:
    """Return the mark of state secrecy that a text carries, or ``None``.

    Full-width and traditional forms, and spaces between the two characters,
    make no difference.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL)
    plain = _BETWEEN.sub("", plain)
    if star := _STAR.search(plain):
        return star.group(0)
    found = _MARK.search(plain)
    return found["mark"] if found else None


def secret_problems(*texts: str) -> Problems:
    """Return a Blocker for each text that carries a mark of state secrecy."""
    marks = [mark for text in texts if (mark := secret_mark(text))]
    return tuple(
        Blocker(
            "label.state_secret",
            Text(
                f"内容带有“{mark}”标志。国家秘密不得进入本系统，请按保密规定在涉密渠道办理。",
                f"This carries the mark “{mark}”. State secrets must not enter this system; "
                "use the channel your secrecy office prescribes.",
            ),
            SECRETS_LAW,
        )
        for mark in marks
    )

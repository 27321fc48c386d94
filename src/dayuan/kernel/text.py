"""A label in Chinese and, where it exists, in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A short text people read: Chinese first, English where it was written.

    A compound may write its plan in one language only; the other reader then
    sees that language instead of nothing.
    """

    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not self.zh and not self.en:
            raise ValueError("a text needs words in at least one language")

    def __str__(self) -> str:
        return self.zh or self.en

    def in_language(self, code: str) -> str:
        """Return the words for a language code such as ``zh-hans`` or ``en``."""
        if code.lower().startswith("zh"):
            return self.zh or self.en
        return self.en or self.zh

    def joined(self, other: "Text", *, by: str = "：") -> "Text":
        """Return both texts as one line in each language: an act, and what it was done to."""
        return Text(
            f"{self.in_language('zh')}{by}{other.in_language('zh')}",
            f"{self.in_language('en')}: {other.in_language('en')}",
        )

"""What a check of the log has to say."""

from dataclasses import dataclass

from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, at a seal number, an entry id or a change id."""

    code: str
    says: Text
    number: int | None = None
    entry_id: int | None = None
    change_id: int | None = None

    @property
    def place(self) -> str:
        """Return where to look, for a line on a terminal."""
        change = f" / change {self.change_id}" if self.change_id else ""
        return f"#{self.number or '-'} / {self.entry_id or '-'}{change}"

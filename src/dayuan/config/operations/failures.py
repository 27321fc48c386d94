"""An operation that could not be done, in one clear line."""

from dayuan.kernel.text import Text


class OperationFailedError(Exception):
    """What went wrong, and what to do."""

    def __init__(self, says: Text) -> None:
        super().__init__(says.in_language("en"))
        self.says = says

"""The form that narrows a list down, made from what the list declares."""

from typing import Any

from django import forms

from dayuan.platform.lists.sheets import Reading, Sheet


class Narrowing(forms.Form):
    """Every filter of a list, in its order."""

    def __init__(self, sheet: Sheet[Any], *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in sheet.filters:
            self.fields.update(one.asks(reading))

    def given(self) -> dict[str, Any]:
        """Return what was understood; what was not is told beside its field."""
        return self.cleaned_data if self.is_bound else {}

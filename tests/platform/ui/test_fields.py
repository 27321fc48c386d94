"""What the house draws by itself is what Django would have drawn."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from dayuan.platform.ui.fields import DRAWN
from dayuan.platform.ui.forms import DateInput, Renderer

TEXTS = [None, "", "空调 & <b>灯</b>", 'say "yes"', 0, 1.5]
GROUPS = [("", "All"), ("a&b", gettext_lazy("Kind")), ("楼", [("1", "一 <层>"), ("2", "二")])]


def flat(text: str) -> str:
    """Leave out the blank lines that Django's templates have between their tags."""
    return re.sub(r">\s+<", "><", text.strip())


def both(widget: forms.Widget, value, attrs) -> tuple[str, str]:
    """Return what the house draws, and what Django's own templates draw of the same."""
    context = widget.get_context("field", value, attrs)
    ours = Renderer().render(widget.template_name, context)
    # Dressed by the first: the classes are the same for both.
    return flat(ours), flat(DjangoTemplates().render(widget.template_name, context))


@pytest.mark.parametrize("value", TEXTS)
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput({"maxlength": 60, "autofocus": True, "required": False}),
        forms.NumberInput({"min": 0}),
        forms.HiddenInput(),
        forms.Textarea({"rows": 3, "class": "own"}),
        forms.Select(choices=GROUPS),
        forms.Select({"autofocus": True}, choices=[("", "—")]),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_field_is_drawn_as_django_draws_it(widget, value):
    ours, theirs = both(widget, value, {"id": "id_field", "title": 'a"b<c'})
    assert ours == theirs


@pytest.mark.parametrize("value", ["", "1", "a&b", "nothing"])
def test_what_is_chosen_stays_chosen(value):
    ours, theirs = both(forms.Select(choices=GROUPS), value, {"id": "x"})
    assert ours == theirs
    assert ours.count("selected") == (0 if value == "nothing" else 1)


def test_a_day_is_drawn_as_the_device_reads_it():
    ours, theirs = both(DateInput(), "2026-11-20", {})
    assert ours == theirs
    assert 'type="date"' in ours


def test_every_field_drawn_here_is_one_of_djangos():
    for template in DRAWN:
        assert DjangoTemplates().get_template(template)

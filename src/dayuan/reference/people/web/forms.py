"""The forms of people, appointments and accounts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayuan.handbook.schema import Handbook
from dayuan.platform.ui.forms import DateInput
from dayuan.reference.people.queries import posts_by_unit
from dayuan.reference.people.web.words import KINDS, said


def _name() -> forms.CharField:
    return forms.CharField(label=_("Full name"), max_length=60)


def _phone() -> forms.CharField:
    return forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("For signing in and for calls; only those who manage people see it."),
    )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), help_text=help_text)


class PersonForm(forms.Form):
    """A new member of staff."""

    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        help_text=_("Letters, digits and hyphens; it is never given to somebody else."),
    )
    name = _name()
    phone = _phone()
    joined = _day(_("First day"))


class LiaisonForm(PersonForm):
    """Somebody who speaks for an outside party."""

    field_order = ("unit", "staff_number", "name", "phone", "joined")

    def __init__(self, *args: Any, handbook: Handbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, said(party.title.text)) for code, party in handbook.parties.items()]
        self.fields["unit"] = forms.ChoiceField(label=_("Speaks for"), choices=choices)
        self.order_fields(self.field_order)


class ChangeForm(forms.Form):
    """A person's name and phone."""

    name = _name()
    phone = _phone()


class AppointForm(forms.Form):
    """An appointment: post, how it is held, from when to when."""

    start = _day(_("First day of the appointment"))
    end = forms.DateField(
        label=_("Until (first day off)"),
        widget=DateInput(),
        required=False,
        help_text=_("Leave empty if the end is not known."),
    )
    hours_a_week = forms.DecimalField(
        label=_("Contract hours a week"), required=False, max_digits=4, decimal_places=1,
        help_text=_("For part time at the main post; full time is left empty."),
    )  # fmt: skip
    accepted = forms.BooleanField(
        label=_("I have seen the warning; appoint all the same"), required=False
    )
    field_order = ("post", "kind", "role", "start", "end", "hours_a_week", "accepted")

    def __init__(self, *args: Any, handbook: Handbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(
            label=_("Post"), choices=[("", "—"), *post_choices(handbook)]
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("How it is held"), choices=list(KINDS.items())
        )
        roles = list(_counted_roles(handbook))
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            choices=[("", "—"), *roles],
            required=False,
            help_text=_("Only for “role beside the post”, such as a squad leader."),
        )
        if not roles:
            del self.fields["role"]
        self.order_fields(self.field_order)

    def hide_accepted(self) -> None:
        """Take the confirmation away while there is nothing to confirm."""
        del self.fields["accepted"]


class DayForm(forms.Form):
    """The first day off, when an appointment ends or somebody leaves."""

    on = _day(
        _("First day off"),
        _("From this day on the rights are gone; sign-ins end with the next click."),
    )


class PresentForm(forms.Form):
    """The person stands beside."""

    present = forms.BooleanField(
        label=_("The person is here and I have made sure who it is"), required=False
    )


def post_choices(handbook: Handbook) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the posts grouped by unit, in the plan's order."""
    return [
        (said(handbook.units[unit].title.text), [(c, said(p.title.text)) for c, p in posts])
        for unit, posts in posts_by_unit(handbook)
    ]


def _counted_roles(handbook: Handbook) -> Iterable[tuple[str, str]]:
    for code, role in handbook.roles.items():
        if role.headcount is not None:
            yield code, said(role.title.text)

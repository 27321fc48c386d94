"""The form that closes a task: one field for each piece of evidence its step asks for."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dayuan.handbook.schema import Evidence, EvidenceKind, Step
from dayuan.kernel.labels import Label
from dayuan.kernel.text import Text
from dayuan.platform.attachments import store
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.ui.forms import MomentInput, PhotoInput, PickInput, ReadingInput, WithReason
from dayuan.work.asking import KINDS
from dayuan.work.commands import Wish
from dayuan.work.evidence import FILES, WAYS, Given
from dayuan.work.models import Application

#: Evidence of more than one field, drawn as a group under its title.
_GROUPED = {EvidenceKind.SIGNATURE, EvidenceKind.CONSENT}
#: How the site's moments are typed.
_MINUTE = "%Y-%m-%dT%H:%M"


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


def _take_in(item: Evidence, upload: Any) -> Accepted:
    if item.kind is EvidenceKind.SIGNATURE:
        return store.accept_signature(upload)
    return store.accept(upload)


class _CodeInput(forms.TextInput):
    """A label's code: long, random, and nobody's word, so that no keyboard helps with it."""

    def __init__(self) -> None:
        super().__init__(
            {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false",
             "inputmode": "url"}
        )  # fmt: skip


class SignatureInput(PickInput):
    """A signature: drawn with a finger, a pen or the mouse, or a picture of one.

    Without scripts it is a field for the picture, and says so.
    """

    template_name = "work/forms/signature.html"
    default_attrs: ClassVar[dict[str, str]] = {"accept": "image/*", "data-photo": "small"}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.default_attrs, **(attrs or {})})


class EvidenceForm(forms.Form):
    """Asks for the evidence of one step; what is missing is decided by the rules, not here.

    Every field is optional to Django: the command names all that is missing,
    with the plan's clause, in one answer.
    """

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self._groups: list[tuple[str, list[str]]] = []
        for item in step.evidence:
            fields = dict(_fields(item))
            self.fields.update(fields)
            title = _label(item) if item.kind in _GROUPED else ""
            self._groups.append((title, list(fields)))
        if step.checklist:
            self.fields["ticked"] = forms.MultipleChoiceField(
                label=_("Checklist"),
                choices=[(line.id, _say(line.title.text)) for line in step.checklist],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self._groups.append(("", ["ticked"]))

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields in order, those of one piece of evidence under its title."""
        return [(title, [self[name] for name in names]) for title, names in self._groups]

    def taken_in(self) -> dict[str, Accepted]:
        """Take the uploaded files in; return them by the evidence they stand for.

        To be called before the command: no file is written inside it.
        """
        return {
            item.id: _take_in(item, upload)
            for item in self.step.evidence
            if (upload := self.cleaned_data.get(_file_field(item)))
        }

    def given(self) -> dict[str, Given]:
        """Return what was typed or chosen; files come apart."""
        typed = [item for item in self.step.evidence if item.kind not in FILES]
        return {item.id: self._given(item) for item in typed}

    def ticked(self) -> list[str]:
        """Return the lines of the checklist that are ticked."""
        return list(self.cleaned_data.get("ticked", []))

    def _given(self, item: Evidence) -> Given:
        value = self.cleaned_data.get(item.id)
        match item.kind:
            case EvidenceKind.YES_NO:
                return Given(
                    yes={"yes": True, "no": False}.get(value or ""),
                    text=self.cleaned_data.get(f"{item.id}_why", ""),
                )
            case EvidenceKind.READING:
                return Given(number=value)
            case EvidenceKind.SIGNATURE:
                return Given(name=self.cleaned_data.get(f"{item.id}_name", ""))
            case EvidenceKind.CONSENT:
                return self._consent(item)
            case _:
                return Given(text=value or "")

    def _consent(self, item: Evidence) -> Given:
        typed = {part: self.cleaned_data.get(f"{item.id}_{part}") for part in _consent_fields()}
        return Given(
            yes={"yes": True, "no": False}.get(typed["answer"] or ""),
            text=typed["why"] or "",
            name=typed["name"] or "",
            office=typed["office"] or "",
            way=typed["way"] or "",
            reference=typed["reference"] or "",
            moment=typed["moment"],
        )


def _file_field(item: Evidence) -> str:
    """Return the name of the field that takes a file for this evidence; empty for none."""
    if item.kind in FILES or item.kind is EvidenceKind.SIGNATURE:
        return item.id
    return f"{item.id}_file" if item.kind is EvidenceKind.CONSENT else ""


def _label(item: Evidence) -> str:
    label = _say(item.title.text)
    return label if item.required else _("%(what)s (optional)") % {"what": label}


def _fields(item: Evidence) -> list[tuple[str, forms.Field]]:
    label = _label(item)
    if item.kind is EvidenceKind.YES_NO:
        return [
            (item.id, _yes_no(label)),
            (f"{item.id}_why", forms.CharField(label=_("If not, why"), required=False)),
        ]
    if item.kind is EvidenceKind.SIGNATURE:
        signature = forms.FileField(label=_("Signature"), required=False, widget=SignatureInput())
        name = _line(_("Name of whoever signed, in letters"), 60)
        return [(item.id, signature), (f"{item.id}_name", name)]
    if item.kind is EvidenceKind.CONSENT:
        return [(f"{item.id}_{part}", field) for part, field in _consent_fields().items()]
    return [(item.id, _single(item, label))]


def _consent_fields() -> dict[str, forms.Field]:
    return {
        "answer": forms.ChoiceField(
            label=_("Answer"), required=False, widget=forms.RadioSelect,
            choices=[("yes", _("Consented")), ("no", _("Refused"))],
        ),
        "name": _line(_("Who said so"), 60),
        "office": _line(_("Post or unit"), 80),
        "way": forms.ChoiceField(
            label=_("How"), required=False, widget=forms.RadioSelect,
            choices=[(code, _say(text)) for code, text in WAYS.items()],
        ),
        "reference": _line(_("Number of the letter (in writing only)"), 60),
        "moment": forms.DateTimeField(
            label=_("When"), required=False, widget=MomentInput(), input_formats=[_MINUTE],
            help_text=_("Empty means now."),
        ),
        "why": _line(_("If refused, why"), 500),
        "file": forms.FileField(label=_("File (optional)"), required=False, widget=PickInput()),
    }  # fmt: skip


def _line(label: str, most: int) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


def _yes_no(label: str) -> forms.Field:
    return forms.ChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )


def _single(item: Evidence, label: str) -> forms.Field:
    match item.kind:
        case EvidenceKind.READING:
            return forms.FloatField(
                label=label, required=False, widget=ReadingInput(item.unit), help_text=_limits(item)
            )
        case EvidenceKind.PHOTO:
            help_text = _("Photograph the work only: no papers, screens or faces.")
            return forms.FileField(
                label=label, required=False, widget=PhotoInput(), help_text=help_text
            )
        case EvidenceKind.SCAN:
            return forms.CharField(
                label=label, required=False, max_length=300, widget=_CodeInput(),
                help_text=_("Scan the label with the phone's camera and paste the address here."),
            )  # fmt: skip
        case EvidenceKind.FILE:
            return forms.FileField(label=label, required=False, widget=PickInput())
        case EvidenceKind.TEXT:
            return forms.CharField(
                label=label, required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
        case _:
            return forms.CharField(label=label, required=False, max_length=200)


def _limits(item: Evidence) -> str:
    if item.low is None and item.high is None:
        return ""
    low, high = (None if limit is None else f"{limit:g}" for limit in (item.low, item.high))
    if low is None:
        return _("Normal up to %(high)s") % {"high": high}
    if high is None:
        return _("Normal from %(low)s") % {"low": low}
    return _("Normal from %(low)s to %(high)s") % {"low": low, "high": high}


class ReassignForm(WithReason):
    """Asks to which post a task goes, and why."""

    field_order = ("post", "reason")

    def __init__(self, posts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(label=_("Post"), choices=posts)
        self.order_fields(self.field_order)


class WishForm(forms.Form):
    """Asks what is wanted and why; the command says what is missing."""

    def __init__(self, *args: Any, extendable: bool, skippable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {Application.Kind.EXTEND: extendable, Application.Kind.SKIP: skippable}
        self.fields["kind"] = forms.ChoiceField(
            label=_("What you ask for"),
            choices=[(k.value, _say(t)) for k, t in KINDS.items() if offered.get(k, True)],
            widget=forms.RadioSelect,
            required=False,
        )
        if extendable:
            self.fields["until"] = forms.DateTimeField(
                label=_("Until when (for more time)"),
                required=False,
                widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
        )

    def wish(self) -> Wish:
        """Return what was asked for."""
        given = self.cleaned_data
        return Wish(given["kind"], given["reason"], given.get("until"))


class AnswerForm(forms.Form):
    """Grants or refuses; a refusal says why."""

    grant = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[("yes", gettext_lazy("Grant")), ("no", gettext_lazy("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Why (needed when you refuse)"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ConfidentialityForm(WithReason):
    """Asks for the label, for whom the case is, and why."""

    field_order = ("label", "who", "reason")

    who = forms.ChoiceField(
        label=gettext_lazy("Who may know"),
        choices=[
            ("all", gettext_lazy("All staff")),
            ("named", gettext_lazy("Only those named, and you")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"] = forms.ChoiceField(
            label=_("Label"),
            choices=[(one.value, _say(one.text)) for one in Label],
            widget=forms.RadioSelect,
            help_text=_("State secrets must not enter this system."),
        )
        self.order_fields(self.field_order)


class MemberForm(forms.Form):
    """Asks which post or person needs to know."""

    def __init__(self, offered: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {"post": _("Posts"), "person": _("People")}
        groups = [
            (title, [(k, name) for k, name in offered.items() if k.startswith(f"{kind}:")])
            for kind, title in kinds.items()
        ]
        self.fields["who"] = forms.ChoiceField(
            label=_("Post or person"), choices=[("", _("Choose")), *groups]
        )

"""Forms come back with what was typed, and say what to mend."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from dayuan.platform.ui.forms import DateInput, PhotoInput, ReadingInput


class Report(forms.Form):
    what = forms.CharField(label="What", help_text="One sentence")
    place = forms.CharField(label="Place")
    kind = forms.ChoiceField(choices=[("w", "Water"), ("e", "Power")], widget=forms.RadioSelect)
    heat = forms.DecimalField(max_value=60, widget=ReadingInput("℃"), required=False)
    day = forms.DateField(widget=DateInput, required=False)
    photo = forms.FileField(widget=PhotoInput, required=False)
    seen = forms.BooleanField(label="Seen")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def returned():
    form = Report({"what": "", "place": "<Hall>", "heat": "75", "day": "2026-11-22", "kind": "e"})
    assert not form.is_valid()
    form.add_error(None, "Reported already")
    return str(form)


def test_a_returned_form_keeps_what_was_typed(returned):
    assert 'value="&lt;Hall&gt;"' in returned
    assert 'value="75"' in returned
    assert 'value="2026-11-22"' in returned
    assert re.search(r'value="e"[^>]*checked', returned)


def test_the_summary_links_every_error_to_its_field(returned):
    links = re.findall(r'href="#([^"]+)"', returned)
    assert links == ["id_what", "id_heat", "id_seen"]
    assert all(f'id="{target}"' in returned for target in links)
    assert "Reported already" in returned
    assert 'role="alert"' in returned


def test_a_group_of_choices_can_be_reached_from_the_summary():
    text = str(Report({"what": "x", "place": "y", "seen": "on"}))
    (target,) = re.findall(r'href="#([^"]+)"', text)
    assert f'id="{target}"' in text
    assert "<legend" in text


def test_help_and_error_are_read_with_their_field(returned):
    (field,) = re.findall(r'<input[^>]*name="what"[^>]*>', returned)
    described = re.search(r'aria-describedby="([^"]+)"', field)
    assert described is not None
    for part in described[1].split():
        assert f'id="{part}"' in returned
    assert 'aria-invalid="true"' in field


def test_a_fresh_form_has_no_summary(english):
    text = str(Report())
    assert "form-summary" not in text
    assert text.count("required</span>") == 3


def test_fields_carry_the_look_of_the_house():
    text = str(Report())
    assert re.search(r'<input[^>]*type="date"[^>]*class="form-control"', text)
    assert re.search(r'<input[^>]*capture="environment"', text)
    assert re.search(
        r'<input type="radio"[^>]*class="form-check-input"|class="form-check-input" type="radio"',
        text,
    )
    assert "℃" in text
    assert not re.search(r'type="hidden"[^>]*class=', text)


def test_a_class_of_its_own_stays_on_a_field():
    class Own(forms.Form):
        code = forms.CharField(widget=forms.TextInput({"class": "wide"}))

    assert 'class="form-control wide"' in str(Own())


def test_a_form_page_sends_files_where_the_form_has_them(asked):
    text = render_to_string("ui/form_page.html", {"form": Report()}, request=asked())
    assert 'enctype="multipart/form-data"' in text
    assert "csrfmiddlewaretoken" in text


def test_what_is_missing_is_asked_for_in_office_chinese(chinese):
    assert "请填写此项。" in str(Report({}))
    assert "不能大于 60，请核对。" in str(Report({"heat": "75"}))

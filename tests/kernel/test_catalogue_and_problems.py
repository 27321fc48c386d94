"""What the program publishes holds together; what stands in the way is said as a value."""

from typing import Any

import pytest
from pydantic import ValidationError

from dayuan.kernel import problems
from dayuan.kernel.catalogue import Capability, CaseKind, Catalogue, NoParams, Params, Verb
from dayuan.kernel.problems import (
    Blocker,
    NeedsApproval,
    Refused,
    Source,
    SourceKind,
    blockers,
    refuse_if,
)
from dayuan.kernel.text import Text

_WORDS = Text("话", "words")


@pytest.mark.parametrize(
    "entries",
    [
        {"capabilities": [Capability("a.b", _WORDS), Capability("a.b", _WORDS)]},
        {"verbs": [Verb("a.b", _WORDS), Verb("a.b", _WORDS)]},
        {"case_kinds": [CaseKind("a.b", _WORDS), CaseKind("a.b", _WORDS)]},
    ],
)
def test_two_entries_with_one_codeword_are_refused(entries: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a\.b is published twice"):
        Catalogue.of(**entries)


def test_a_catalogue_cannot_be_changed_after_it_was_collected() -> None:
    catalogue = Catalogue.of(verbs=[Verb("a.b", _WORDS)])
    verbs: Any = catalogue.verbs
    with pytest.raises(TypeError):
        verbs["a.c"] = Verb("a.c", _WORDS)


def test_a_capability_without_parameters_accepts_none() -> None:
    NoParams.model_validate({})
    with pytest.raises(ValidationError):
        NoParams.model_validate({"speed": 3})


def test_parameters_cannot_be_changed_later() -> None:
    class Speed(Params):
        speed: int

    fast: Any = Speed(speed=3)
    with pytest.raises(ValidationError):
        fast.speed = 4


def test_blockers_and_approvals_stop_an_act_and_warnings_do_not() -> None:
    no, ask, careful = (kind("x.y", _WORDS) for kind in (Blocker, NeedsApproval, problems.Warning))
    assert blockers([careful, no, ask]) == (no, ask)
    refuse_if([careful])
    with pytest.raises(Refused) as refusal:
        refuse_if([careful, no, ask])
    assert refusal.value.problems == (no, ask)
    assert not refusal.value.hidden


def test_a_problem_without_another_source_names_the_program() -> None:
    assert Blocker("x.y", _WORDS).source.kind is SourceKind.SYSTEM
    assert Source.system("why").ref == "why"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (Text("门", "door"), "门", "door"),
        (Text("门"), "门", "门"),
        (Text(en="door"), "door", "door"),
    ],
)
def test_a_reader_sees_the_other_language_rather_than_nothing(text: Text, zh: str, en: str) -> None:
    assert (text.in_language("zh-hans"), text.in_language("en")) == (zh, en)
    assert str(text) == zh


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Text()

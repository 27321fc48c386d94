"""What a handbook says decides its digest; how its files are arranged does not."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.compare import difference
from dayuan.handbook.digest import canonical_json, digest_of, from_canonical, snapshot_json
from dayuan.handbook.load import check
from dayuan.handbook.schema import SCHEMA_VERSION, Handbook
from dayuan.handbook.upgrades import STEPS, UnknownVersionError, upgrade
from dayuan.handbook.yamltext import read_text
from tests.handbook.minimal import BOOK, CATALOGUE, FILE, check_text, edited

SAMPLES = Path(__file__).parent / "samples"
_DATA = read_text(FILE, BOOK.encode()).data


def _book(text: str = BOOK) -> Handbook:
    found = check_text(text).handbook
    assert found is not None
    return found


def _shuffled(value: object, luck: random.Random) -> object:
    if isinstance(value, dict):
        keys = list(value)
        luck.shuffle(keys)
        return {key: _shuffled(value[key], luck) for key in keys}
    return [_shuffled(item, luck) for item in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_keys_and_the_number_of_files_do_not_matter(
    luck: random.Random, files: int
) -> None:
    parts: list[dict[str, object]] = [{} for _ in range(files)]
    for section, value in _DATA.items():
        if isinstance(value, dict) and section not in ("handbook", "establishment"):
            for key, item in value.items():
                entry = luck.choice(parts).setdefault(section, {})
                assert isinstance(entry, dict)
                entry[key] = item
        else:
            luck.choice(parts)[section] = value
    written = {
        # JSON is YAML too.
        f"{number}.yaml": json.dumps(_shuffled(part, luck)).encode()
        for number, part in enumerate(parts)
        if part
    }
    found = check(written, CATALOGUE, complete=True)
    assert found.findings == ()
    assert found.handbook is not None
    assert digest_of(found.handbook) == digest_of(_book())
    assert difference(_book(), found.handbook) == []


def test_comments_and_spelt_out_defaults_do_not_matter() -> None:
    text = "# why\n" + edited(
        ('edition: "1"', "edition: '1'\n  time_zone: Asia/Shanghai"),
        ("quote: Grind well.,", "quote: 'Grind well.', reads: '',"),
    )
    assert digest_of(_book(text)) == digest_of(_book())


@pytest.mark.parametrize(
    "edit",
    [
        ("O+5min", "O+6min"),
        ("low: 1, high: 90", "low: 1, high: 91"),
        ("quote: Grind well.", "quote: Grind well"),
        ("with: {speed: 3}", "with: {speed: 4}"),
        ("alternates: [miller]", "alternates: []"),
    ],
)
def test_every_change_of_content_changes_the_digest(edit: tuple[str, str]) -> None:
    assert digest_of(_book(edited(edit))) != digest_of(_book())


def test_the_order_of_steps_matters() -> None:
    steps = _DATA["playbooks"]["order"]["steps"]
    data = {**_DATA, "playbooks": {**_DATA["playbooks"]}}
    data["playbooks"]["order"] = {**_DATA["playbooks"]["order"], "steps": steps[::-1]}
    turned = Handbook.model_validate(data)
    assert digest_of(turned) != digest_of(_book())
    (change,) = difference(_book(), turned)
    assert change.old is not None
    assert change.new is not None
    assert change.where.en == "Playbooks › Order › steps"
    assert (change.old.en, change.new.en) == (
        "Weigh, Grind, Tell the baker",
        "Tell the baker, Grind, Weigh",
    )


def test_a_snapshot_comes_back_as_it_was() -> None:
    content = canonical_json(_book())
    again = from_canonical(content)
    assert again == _book()
    assert canonical_json(again) == content


def test_the_digest_of_the_sample_never_changes() -> None:
    # Were it to change, every site would see a new revision without a new plan.
    content = (SAMPLES / "v1.json").read_text("utf-8").rstrip("\n")
    assert digest_of(from_canonical(content)) == (SAMPLES / "v1.sha256").read_text("utf-8").strip()


def test_there_is_a_sample_of_every_version_and_each_loads() -> None:
    for version in range(1, SCHEMA_VERSION + 1):
        content = (SAMPLES / f"v{version}.json").read_text("utf-8")
        assert json.loads(content)["handbook"]["schema"] == version
        assert from_canonical(content).handbook.schema_version == SCHEMA_VERSION


def test_there_is_a_way_from_every_version_to_this_one() -> None:
    assert sorted(STEPS) == list(range(1, SCHEMA_VERSION))


def test_upgrades_are_applied_one_after_another_and_leave_the_old_data_alone() -> None:
    old = {"handbook": {"schema": 1, "code": "x"}, "posts": {"a": 1}}
    new = upgrade(
        old,
        target=3,
        steps={
            1: lambda data: {**data, "posts": {"b": data["posts"]["a"] + 1}},
            2: lambda data: {**data, "posts": {"c": data["posts"]["b"] * 10}},
        },
    )
    assert new == {"handbook": {"schema": 3, "code": "x"}, "posts": {"c": 20}}
    assert old == {"handbook": {"schema": 1, "code": "x"}, "posts": {"a": 1}}


def test_a_snapshot_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownVersionError, match="from schema 99 to 1"):
        from_canonical('{"handbook": {"schema": 99}}')


_EDITS = (
    ("O+5min", "O+6min"),
    ("who: {role: gate}", "who: {post: carter}"),
    ("low: 1, high: 90", "low: 1, high: 91"),
    ("quote: Grind well.", "quote: Grind well"),
    ("with: {speed: 3}", "with: {speed: 4}"),
    ("source: {site: habit}", "source: {site: custom}"),
    ("alternates: [miller]", "alternates: []"),
    ("{system: it rings}", "{law: it rings}"),
    ("own_sources:", "retired: [old]\nown_sources:"),
    ("choices: [rye, wheat]", "choices: [wheat, rye]"),
    # These two say the same in other words.
    ("title: {en: Yard}", "title: {en: Yard, zh: ''}"),
    ('edition: "1"', "edition: '1'"),
)


@given(st.lists(st.sampled_from(_EDITS), unique=True, max_size=4))
def test_a_difference_is_shown_exactly_where_the_digest_changes(
    edits: list[tuple[str, str]],
) -> None:
    changed = _book(edited(*edits))
    same = digest_of(changed) == digest_of(_book())
    assert (difference(_book(), changed) == []) is same
    assert len(difference(changed, _book())) == len(difference(_book(), changed))


def test_a_stored_snapshot_reads_in_the_plans_own_order() -> None:
    book = _book()
    again = from_canonical(snapshot_json(book))
    assert list(again.posts) == list(book.posts)
    assert digest_of(again) == digest_of(book)

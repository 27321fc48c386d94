"""All problems at once, in the reader's language, and never a false alarm beside a true one."""

from pathlib import Path

import pytest

from dayuan.handbook.__main__ import main
from dayuan.handbook.findings import language_of
from dayuan.handbook.load import check
from tests.handbook.minimal import BOOK, CATALOGUE, FILE, check_text, edited, reports


def test_faults_of_the_schema_and_of_the_sense_are_said_together() -> None:
    said = reports(
        edited(
            ("    headcount: 2\n", "    headcount: two\n"),
            ("due: O+5min", "due: P+5min"),
            ("with: {speed: 3}", "with: {speed: fast}"),
            ("rank: 2", "rank: 1"),
        )
    )
    assert said == [
        (
            "book.yaml:19: posts.carter.headcount: 'two' is not right; "
            "write a whole number greater than 0"
        ),
        "book.yaml:68: bindings[1].with.speed: 'fast' is not right; write a whole number",
        "book.yaml:77: levels.folk.rank: 1 is used on book.yaml:76 already; choose another one",
        "book.yaml:93: playbooks.order.steps.weigh.due: mill.order has no anchor P; known are: O",
    ]


def test_a_place_after_a_faulty_list_item_keeps_its_line() -> None:
    said = reports(edited(("who: {role: gate}", "who: nobody"), ("O+2h", "T+2h")))
    assert said[1] == (
        "book.yaml:102: playbooks.order.steps.grind.until: mill.order has no anchor T; known are: O"
    )


def test_what_a_faulty_entry_declares_is_not_called_missing() -> None:
    said = reports(edited(("    headcount: 1\n", "")))
    assert said == [
        (
            "book.yaml:11: posts.miller: headcount is missing; "
            "write headcount: a whole number greater than 0"
        )
    ]


def test_a_handbook_with_errors_is_not_handed_out_and_one_with_warnings_is() -> None:
    wrong = check_text(edited(("rank: 2", "rank: 1")))
    assert wrong.handbook is None
    assert (len(wrong.errors), len(wrong.warnings)) == (1, 0)
    doubtful = check_text(edited(("title: {en: Minutes}", "title: {en: Grain}")))
    assert doubtful.handbook is not None
    assert (len(doubtful.errors), len(doubtful.warnings)) == (0, 1)


def test_a_foreign_handbook_need_not_use_every_capability() -> None:
    text = edited(("  - {capability: mill.bell, source: {system: it rings}}", "  []"))
    foreign = check({FILE: text.encode()}, CATALOGUE)
    assert [f.code for f in foreign.warnings] == ["capability.unbound"]
    assert foreign.handbook is not None
    assert [f.code for f in check_text(text).errors] == ["capability.unbound"]


def test_without_a_program_nothing_is_compared_with_one() -> None:
    text = edited(("verbs: [mill.open]", "verbs: [anything.at_all]"), ("O+5min", "Q+5min"))
    assert check({FILE: text.encode()}).findings == ()


def test_own_kinds_of_case_bring_their_own_anchors() -> None:
    text = BOOK + (
        "case_kinds:\n"
        "  mill.feast: {title: {en: F}, anchors: {T: {title: {en: Start}}}, source: {site: x}}\n"
    )
    text = text.replace(
        "kind: mill.order\n    variant: folk", "kind: mill.feast\n    variant: folk"
    )
    assert [line.split(": ", 2)[2] for line in reports(text)] == [
        "mill.feast has no act mill.grind; leave does out",
        "mill.feast has no anchor O; known are: T",
    ]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            ("    unit: house\n", "    unitt: house\n"),
            [
                (
                    "book.yaml:11: posts.miller：缺少“unit”；"
                    "请写 unit: 代码（小写字母、数字、下划线，如 gate_guard）"
                ),
                "book.yaml:13: posts.miller.unitt：没有“unitt”这个键；是否想写“unit”？",
            ],
        ),
        (
            ("alternates: [miller]", "alternates: [smith]"),
            ["book.yaml:21: posts.carter.alternates[1]：没有名为“smith”的岗位；请在 posts 中写出"],
        ),
        (
            ("title: {en: Minutes}", "title: {en: Grain}"),
            [
                (
                    "book.yaml:64: 警告：settings.minutes.title："
                    "与设置“grain”同名，用户分不清；请改标题，或删去重复的一个"
                )
            ],
        ),
    ],
)
def test_findings_speak_chinese(edit: tuple[str, str], said: list[str]) -> None:
    assert reports(edited(edit), language="zh-hans") == said


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_environment(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_the_command_prints_every_finding_and_fails_on_errors_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_text(edited(("rank: 2", "rank: 1")), "utf-8")
    assert main([str(tmp_path), "--language", "en"]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path}/book.yaml:77: levels.folk.rank: 1 is used on book.yaml:76 already; "
        "choose another one\n1 errors, 0 warnings\n"
    )
    (tmp_path / FILE).write_text(edited(("title: {en: Minutes}", "title: {en: Grain}")), "utf-8")
    assert main([str(tmp_path), "--language", "zh"]) == 0
    assert "警告：" in capsys.readouterr().out


def test_comments_and_blank_lines_move_the_lines_that_are_named() -> None:
    text = "# a remark\n\n" + edited(("rank: 2", "rank: 1"))
    assert reports(text)[0].startswith("book.yaml:79: ")


def test_a_section_that_stands_twice_raises_no_false_alarms() -> None:
    second = "posts:\n  boy: {title: {en: Boy}, unit: yard, headcount: 1, source: {clause: M1}}\n"
    text = edited(("held_by: [carter]", "held_by: [boy]"), ("roles:\n", f"{second}roles:\n"))
    assert reports(text) == [
        "book.yaml:23: the key posts stands on line 10 already; merge the two or rename one"
    ]

"""Times, settings and quantities in words; nothing empty becomes a number."""

import pytest
from django.utils import translation

from dayuan.config import installation
from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Setting
from dayuan.handbook.schema.plan import EquipmentRow
from dayuan.insight.web import words
from dayuan.kernel.offsets import parse_due
from dayuan.kernel.text import Text
from dayuan.platform.ui.shapes import Badge
from tests.cast import HARBOUR

ARRIVAL = {"T": Text("抵达", "Arrival")}
SITE = {"site": "测试"}


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        ("T-7d", "抵达前 7 天", "7 days before: Arrival"),
        ("T-2h", "抵达前 2 小时", "2 hours before: Arrival"),
        ("T+5min", "抵达后 5 分钟 内", "within 5 minutes after: Arrival"),
        ("T+0", "抵达时", "at: Arrival"),
        ("T-day", "抵达当天", "on the day of: Arrival"),
        ("T-before", "抵达前（方案没有写提前多久）", None),
        ("T+asap", "抵达后立即（方案未给时限，程序计时）", None),
        ("T+first", "抵达后第一时间（方案未给时限，程序计时）", None),
        ("T-during", "从抵达起，持续到结束", None),
        ("Z-1d", "Z前 1 天", None),
    ],
)
def test_a_due_time_is_said_in_words(due, zh, en):
    with translation.override("zh-hans"):
        assert words.due(parse_due(due), ARRIVAL) == zh
    if en:
        with translation.override("en"):
            assert words.due(parse_due(due), ARRIVAL) == en


@pytest.fixture(scope="module")
def plan() -> Compiled:
    """Return the plan of the invented compound."""
    return Compiled.of(installation.read(HARBOUR))


def setting(**values):
    return Setting.model_validate({"title": "测试", "source": SITE, **values})


def test_an_empty_setting_is_undecided(plan):
    for kind in ("yes_no", "number", "text", "minutes", "days", "list"):
        shown = words.setting_value(plan, setting(type=kind))
        assert isinstance(shown, Badge)


def test_no_is_an_answer_and_zero_is_a_number(plan):
    with translation.override("zh-hans"):
        assert words.setting_value(plan, setting(type="yes_no", value=False)) == "否"
        assert words.setting_value(plan, setting(type="number", value=0, unit="人")) == "0 人"
        assert words.setting_value(plan, setting(type="minutes", value=90)) == "1 小时 30 分钟"


@pytest.mark.parametrize(
    ("quantity", "zh"),
    [
        (3, "3 部"),
        ("pending", "待定"),
        ("unstated", "原文没有写"),
        ({"min": 70, "max": 80}, "70–80 部"),
    ],
)
def test_a_quantity_stays_as_printed(quantity, zh):
    row = EquipmentRow.model_validate(
        {"row": 1, "name": "电梯", "unit": "部", "quantity": quantity, "source": SITE}
    )
    assert words.quantity(row).zh == zh

"""The pictures that a plan may name are shipped with the program."""

from dayuan.handbook.schema.plan import Sign
from tools.assets import ICONS, icon_names


def test_every_drawing_that_a_plan_may_name_is_shipped():
    shipped = icon_names(ICONS.read_text("utf-8"))
    assert {f"sign-{sign}" for sign in Sign} <= set(shipped)

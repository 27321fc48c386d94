"""The schema's complaints in plain words: what is wrong and what to write instead."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from dayuan.handbook.findings import Path
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.schema import Handbook, Words
from dayuan.handbook.shape import (
    Spot,
    choices,
    describe,
    hints,
    is_choice_of_types,
    is_list_of_words,
    is_number,
    is_time,
    spaced,
    spot,
)
from dayuan.handbook.syntax import full_width_hint, has_full_width_signs
from dayuan.kernel.text import Text

#: Times that people write and clocks do not: 6:00, 24:00.
_CLOCK = re.compile(r"^([0-9]|24):([0-5][0-9])$")

_NUMBER = re.compile(r"^[0-9]{1,9}$")

#: A path, what is wrong there, and what to write instead.
Said = tuple[Path, Text, Text]

#: What our own validators say, in both languages: (words in it, message, hint).
_OWN_WORDS: tuple[tuple[str, Text, Text], ...] = (
    (
        "needs words",
        Text("没有文字", "has no words"),
        Text("请写 {zh: …, en: …}，至少一种语言", "write {zh: …, en: …} with at least one of them"),
    ),
    (
        "needs exactly one source",
        Text("必须恰有一个来源", "needs exactly one source"),
        Text(
            "请写 {clause: …}、{decision: A-…}、{law: …}、{site: …} 或 {system: …} 之一",
            "write one of {clause: …}, {decision: A-…}, {law: …}, {site: …}, {system: …}",
        ),
    ),
    (
        "needs exactly one of post",
        Text("必须恰有一个执行者", "needs exactly one who does it"),
        Text(
            "请只写 post、role、party、case 之一",
            "write exactly one of post, role, party, case",
        ),
    ),
    (
        "a number without a unit",
        Text("数字后面没有单位", "has a number without a unit"),
        Text("请在数字后写 min、h、d 或 w", "write min, h, d or w after the number"),
    ),
    (
        "low and high belong",
        Text("只有读数才有上下限", "only a reading has limits"),
        Text(
            "请删去 low 和 high，或改为 kind: reading",
            "remove low and high, or write kind: reading",
        ),
    ),
    (
        "follow_up needs",
        Text("没有上下限就不会超限", "a reading without limits is never out of them"),
        Text("请写 low 或 high，或删去 follow_up", "write low or high, or remove follow_up"),
    ),
    (
        "end must be later",
        Text("结束不晚于开始", "ends before it starts"),
        Text("请更正 start 和 end；时段不跨零点", "correct start and end, on one day"),
    ),
    (
        "the stretches must",
        Text("时段重叠或次序不对", "the stretches overlap or are out of order"),
        Text("请从早到晚排列，互不重叠", "let them follow each other without overlapping"),
    ),
    (
        "low must not",
        Text("下限大于上限", "low is greater than high"),
        Text("请对调 low 与 high", "swap low and high"),
    ),
    (
        "min must not",
        Text("最小值大于最大值", "min is greater than max"),
        Text("请对调 min 与 max", "swap min and max"),
    ),
)


def explain(error: ErrorDetails, root: type[BaseModel] = Handbook) -> Said:
    """Return the path of a complaint, what is wrong there and what to write instead."""
    location: Path = tuple(error["loc"])
    here = spot(location, root)
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(location, here, error["input"])
    if kind == "missing":
        return _missing(location, here)
    if location[-1:] == ("[key]",):
        return _bad_key(location, root)
    return _bad_value(error, here)


def _bad_value(error: ErrorDetails, here: Spot) -> Said:
    kind, value = error["type"], error["input"]
    if kind == "value_error":
        return here.path, *_own_words(str(error["msg"]), here, value)
    if is_choice_of_types(here.annotation):
        return _wrong(here, value)
    if kind in {"too_short", "string_too_short"}:
        return here.path, Text("是空的", "is empty"), _write(here.annotation)
    return _wrong(here, value)


def _unknown_key(location: Path, here: Spot, value: Any) -> Said:
    key = str(location[-1])
    known = _keys_of(here.annotation)
    message = Text(f"没有“{key}”这个键", f"there is no key {key} here")
    if value is None and " " in key:
        # {en: about 3,200 m2} is two keys to YAML; its author thinks it is one text.
        hint = Text(
            "若是文字中的逗号，请给整句加引号", "if a comma split the text, quote all of it"
        )
        return location, message, hint
    return location, message, did_you_mean(key, known)


def _keys_of(annotation: Any) -> tuple[str, ...]:
    models = [a for a in (annotation, *getattr(annotation, "__args__", ())) if _is_model(a)]
    return tuple(hints(models[0])) if models else ()


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _missing(location: Path, here: Spot) -> Said:
    key = location[-1]
    wanted = describe(here.annotation)
    return (
        here.path[:-1],
        Text(f"缺少“{key}”", f"{key} is missing"),
        Text(f"请写 {key}: {wanted.zh}", f"write {key}: {wanted.en}"),
    )


def _bad_key(location: Path, root: type[BaseModel]) -> Said:
    holder = spot(location[:-2], root)
    keys = getattr(holder.annotation, "__args__", (str,))
    wanted = describe(keys[0])
    key = str(location[-2]) or '""'
    return (
        location[:-1],
        Text(f"“{key}”不能作名称", f"{key} cannot be a name here"),
        Text(f"请写{spaced(wanted.zh)}", f"write {wanted.en}"),
    )


def _own_words(message: str, here: Spot, value: Any) -> tuple[Text, Text]:
    for words, wrong, hint in _OWN_WORDS:
        if words in message:
            return wrong, hint
    return _is_not(value), _write(here.annotation)


def _wrong(here: Spot, value: Any) -> Said:
    if isinstance(value, str) and has_full_width_signs(value) and not _is_text(here.annotation):
        return here.path, _is_not(value), full_width_hint()
    allowed = choices(here.annotation)
    if allowed and isinstance(value, str):
        return here.path, _is_not(value), did_you_mean_one(value, allowed)
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_text(here.annotation):
        hint = Text(f'请加引号："{value}"', f'put it in quotes: "{value}"')
        return here.path, Text(f"{value} 是数字", f"{value} is a number"), hint
    if is_list_of_words(here.annotation) and isinstance(value, str):
        hint = Text(f"请写成列表：[{_short(value)}]", f"write a list: [{_short(value)}]")
        return here.path, Text("不是列表", "is no list"), hint
    meant = _meant(here, value) if isinstance(value, str) else None
    return here.path, _is_not(value), meant or _write(here.annotation)


def _meant(here: Spot, word: str) -> Text | None:
    """Return what somebody meant who wrote a number in quotes, or a time no clock shows."""
    if _NUMBER.match(word) and is_number(here.annotation):
        return Text(f"请写 {int(word)}，不加引号", f"write {int(word)}, without quotes")
    if (clock := _CLOCK.match(word)) and is_time(here.annotation):
        hour = int(clock[1]) % 24
        return Text(f"请写 {hour:02}:{clock[2]}", f"write {hour:02}:{clock[2]}")
    return None


def did_you_mean_one(value: str, allowed: tuple[str, ...]) -> Text:
    """Return all choices, and the closest one first if there is one."""
    near = did_you_mean(value, allowed)
    every = Text("、".join(allowed), ", ".join(allowed))
    if near.en.startswith("known are"):
        return Text(f"请写 {every.zh} 之一", f"write one of {every.en}")
    return Text(f"{near.zh} 可写 {every.zh}", f"{near.en} Choices: {every.en}")


def _is_text(annotation: Any) -> bool:
    shape = describe(annotation)
    return shape in (describe(str), describe(Words)) or shape.en == "one line of text"


def _write(annotation: Any) -> Text:
    wanted = describe(annotation)
    return Text(f"请写{spaced(wanted.zh)}", f"write {wanted.en}")


def _is_not(value: Any) -> Text:
    if value is None:
        return Text("是空的", "is empty")
    if isinstance(value, dict):
        return Text("不应写成“键: 值”", "must not be keys with values")
    if isinstance(value, list | tuple):
        return Text("不应写成列表", "must not be a list")
    shown = _short(value)
    quoted = f"'{shown}'" if isinstance(value, str) else shown
    return Text(f"“{shown}”不对", f"{quoted} is not right")


def _short(value: Any) -> str:
    said = "true" if value is True else "false" if value is False else str(value)
    said = " ".join(said.split())
    return said if len(said) <= 40 else said[:39] + "…"

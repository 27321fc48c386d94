"""Settings: values of their own type, choices, limits, and what waits for them."""

from typing import Any

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.nearby import did_you_mean
from dayuan.handbook.schema import Setting
from dayuan.handbook.wording import did_you_mean_one
from dayuan.kernel.text import Text

_WANTED = {
    "yes_no": Text("true 或 false", "true or false"),
    "number": Text("数字", "a number"),
    "text": Text("文字", "text"),
    "minutes": Text("分钟数（0 以上的整数）", "minutes (a whole number from 0)"),
    "days": Text("天数（0 以上的整数）", "days (a whole number from 0)"),
    "post": Text("一个岗位代码", "the code of a post"),
    "list": Text("列表，如 [甲, 乙]", "a list, such as [one, two]"),
}


def check(subject: Subject) -> Findings:
    """Report values that do not fit their setting."""
    titles: dict[tuple[str, str], str] = {}
    for code, setting in subject.handbook.settings.items():
        path = ("settings", code)
        yield from _value(subject, (*path, "value"), setting)
        yield from _choices(subject, path, setting)
        yield from _limits(subject, path, setting)
        yield from _waiting(subject, path, setting)
        yield from _twice(subject, path, setting)
        title = (setting.title.zh, setting.title.en)
        if title in titles:
            yield subject.warning(
                (*path, "title"),
                "setting.same_title",
                Text(
                    f"与设置“{titles[title]}”同名，用户分不清",
                    f"has the same title as {titles[title]}, nobody can tell them apart",
                ),
                Text("请改标题，或删去重复的一个", "change the title, or remove the double"),
            )
        titles.setdefault(title, code)


def _value(subject: Subject, path: Path, setting: Setting) -> Findings:
    value = setting.value
    if value is None:
        return
    if setting.type == "choice":
        yield from _chosen(subject, path, setting)
    elif not _fits(setting.type, value):
        wanted = _WANTED[setting.type]
        yield subject.error(
            path,
            "setting.value",
            Text(
                f"值与类型 {setting.type} 不符", f"the value does not fit the type {setting.type}"
            ),
            Text(
                f"请写{wanted.zh}；未定则留空",
                f"write {wanted.en}, or nothing if it is not decided",
            ),
        )
    elif setting.type == "post":
        yield from subject.refer(path, value, "posts")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _range(subject, path, setting, value)


def _fits(kind: str, value: Any) -> bool:
    if kind == "yes_no":
        return isinstance(value, bool)
    if kind in ("text", "post"):
        return isinstance(value, str)
    if kind == "list":
        return isinstance(value, list | tuple)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return whole or isinstance(value, float)
    return whole and value >= 0


def _range(subject: Subject, path: Path, setting: Setting, value: float) -> Findings:
    too_low = setting.low is not None and value < setting.low
    too_high = setting.high is not None and value > setting.high
    # Both at once means limits upside down, which is said by itself.
    if too_low is not too_high:
        low = "…" if setting.low is None else f"{setting.low:g}"
        high = "…" if setting.high is None else f"{setting.high:g}"
        yield subject.error(
            path,
            "setting.range",
            Text(f"{value:g} 超出范围", f"{value:g} is out of range"),
            Text(f"请写 {low} 至 {high} 之间的数", f"write a number from {low} to {high}"),
        )


def _chosen(subject: Subject, path: Path, setting: Setting) -> Findings:
    words = tuple(w for c in setting.choices for w in (c.zh, c.en) if w)
    if setting.choices and str(setting.value) not in words:
        yield subject.error(
            path,
            "setting.value",
            Text(f"“{setting.value}”不在选项中", f"{setting.value} is none of the choices"),
            did_you_mean_one(str(setting.value), words),
        )


def _choices(subject: Subject, path: Path, setting: Setting) -> Findings:
    if setting.type == "choice" and not setting.choices:
        yield subject.error(
            path,
            "setting.choices",
            Text("没有选项", "has no choices"),
            Text("请写 choices: […]，或改变 type", "write choices: […], or another type"),
        )
    if setting.type != "choice" and setting.choices:
        yield subject.error(
            (*path, "choices"),
            "setting.choices",
            Text(f"类型 {setting.type} 没有选项", f"the type {setting.type} has no choices"),
            Text("请写 type: choice，或删去 choices", "write type: choice, or remove choices"),
        )


def _limits(subject: Subject, path: Path, setting: Setting) -> Findings:
    if setting.low is not None and setting.high is not None and setting.low > setting.high:
        yield subject.error(
            (*path, "low"),
            "setting.range",
            Text("下限大于上限", "low is greater than high"),
            Text("请对调 low 与 high", "swap low and high"),
        )


def _twice(subject: Subject, path: Path, setting: Setting) -> Findings:
    """Report a value beside a shift plan that answers: one of the two would be wrong one day."""
    if setting.answered_in is not None and setting.value is not None:
        yield subject.error(
            (*path, "value"),
            "setting.two_places",
            Text(
                f"已写明在班次安排 {setting.answered_in} 中填写，这里不能再写值",
                f"the shift plan {setting.answered_in} answers this, so no value stands here",
            ),
            Text("请删去 value 或 answered_in", "remove value or answered_in"),
        )


def _waiting(subject: Subject, path: Path, setting: Setting) -> Findings:
    if subject.catalogue is None or setting.required_for is None:
        return
    catalogue = subject.catalogue
    known = {*catalogue.capabilities, *catalogue.case_kinds, *subject.names("case_kinds")}
    if setting.required_for not in known:
        yield subject.error(
            (*path, "required_for"),
            "capability.unknown",
            Text(
                f"程序没有功能“{setting.required_for}”",
                f"the program has no capability called {setting.required_for}",
            ),
            did_you_mean(setting.required_for, sorted(known)),
        )

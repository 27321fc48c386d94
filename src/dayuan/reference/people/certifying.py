"""How somebody stands to a qualification on a day, and what speaks against noting one; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.reference.people.qualifying import Held, wanted


class State(StrEnum):
    """How somebody stands to a qualification, the most urgent first."""

    RUN_OUT = "run_out"
    MISSING = "missing"
    #: Noted, and not valid before a day to come.
    AHEAD = "ahead"
    SOON = "soon"
    VALID = "valid"


#: Whoever stands like this does not have it today.
LACKING = frozenset({State.RUN_OUT, State.MISSING, State.AHEAD})


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and from which day to which (the first day after it) there is something."""

    state: State
    since: date | None = None
    until: date | None = None


def standing(periods: Iterable[Period[date]], day: date, remind: int | None) -> Standing:
    """Return how somebody with these certificates of one kind stands on a day.

    Certificates that follow each other without a gap count as one: whoever has the next one
    already is not told that the present one runs out.
    """
    runs = _joined(periods)
    now = next((run for run in runs if day in run), None)
    if now is not None:
        ahead = timedelta(days=remind or 0)
        near = remind is not None and now.end is not None and day >= now.end - ahead
        return Standing(State.SOON if near else State.VALID, now.start, now.end)
    if over := [run for run in runs if run.start <= day]:
        return Standing(State.RUN_OUT, over[-1].start, over[-1].end)
    return Standing(State.AHEAD, runs[0].start, runs[0].end) if runs else Standing(State.MISSING)


def reminders(handbook: Handbook) -> Mapping[str, int]:
    """Return how many days before the end of each qualification in force one is reminded.

    None where the plan gives no days: then on the day on which it does not hold any more.
    """
    return {one.code: handbook.qualifications[one.code].remind or 0 for one in wanted(handbook)}


def note_problems(
    kind: str, since: date, until: date | None, *, held: Iterable[Held], side: str, plan: Handbook,
    own: bool,
) -> Problems:  # fmt: skip
    """Return everything against noting a certificate beside those that somebody has.

    ``own`` says that somebody would note his own: another must have seen the original.
    """
    found: list[Problem] = []
    if kind not in plan.qualifications:
        found.append(_UNKNOWN)
    if side != "staff":
        found.append(_LIAISON)
    if own:
        found.append(_OWN)
    if until is not None and until <= since:
        return (*found, _PERIOD)
    asked = Period(since, until)
    met = [one.period for one in held if one.kind == kind and one.period.overlaps(asked)]
    return (*found, *(_overlap(one) for one in met[:1]))


def why_problems(why: str) -> Problems:
    """Return what is missing where a certificate is withdrawn without a word."""
    return () if why.strip() else (_WHY,)


def _joined(periods: Iterable[Period[date]]) -> list[Period[date]]:
    runs: list[Period[date]] = []
    for one in sorted(periods, key=lambda one: one.start):
        last = runs[-1] if runs else None
        if last is None or (last.end is not None and one.start > last.end):
            runs.append(one)
        elif last.end is not None:
            runs[-1] = Period(last.start, max(last.end, one.end) if one.end else None)
    return runs


# --- the sentences ----------------------------------------------------------------------


def _overlap(one: Period[date]) -> Blocker:
    if one.end is None:
        return Blocker(
            "people.certificate_overlap",
            Text(
                f"此人自 {one.start} 起已登记有这种证书，没有到期日。登记错了请先作废那一条。",
                f"The person has this one since {one.start}, and it does not run out. "
                "If that is wrong, withdraw it first.",
            ),
        )
    last = one.end - timedelta(days=1)
    return Blocker(
        "people.certificate_overlap",
        Text(
            f"此人已登记有这种证书，有效期 {one.start} 至 {last}。"
            f"续期请从 {one.end} 起登记下一张；登记错了请先作废那一条。",
            f"The person has this one from {one.start} to {last}. To extend it, note the next "
            f"one from {one.end} on; if it is wrong, withdraw it first.",
        ),
    )


_UNKNOWN = Blocker(
    "people.unknown_certificate",
    Text(
        "现行方案没有要求这种证书。请从列表中选。",
        "The plan in force asks for no such certificate. Choose from the list.",
    ),
)
_LIAISON = Blocker(
    "people.certificate_liaison",
    Text(
        "联络人不担任本中心岗位，不登记证书。",
        "A liaison holds no post here; no certificate is noted.",
    ),
)
_OWN = Blocker(
    "people.certificate_own",
    Text(
        "自己的证书不能由自己登记。请另一位管人员登记的同事看过原件后登记。",
        "Nobody notes the own certificate: somebody else who manages people has to see the "
        "original and note it.",
    ),
)
_PERIOD = Blocker(
    "people.certificate_period",
    Text(
        "有效期的最后一天不能早于生效日期。请核对证上的日期。",
        "The last day cannot lie before the first one. Check the days on the certificate.",
    ),
)
_WHY = Blocker(
    "people.certificate_why",
    Text(
        "请写明为什么作废，例如登记错了、证书被收回。",
        "Say why it is withdrawn: entered wrongly, say, or taken away from the person.",
    ),
)

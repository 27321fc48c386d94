"""Who answers for whom, by the reporting lines of the plan."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries
from dayuan.reference.people.queries import Appointment
from dayuan.reference.sites import queries as sites


def reset_problems(actor: Actor, account_id: int, *, at: datetime) -> Problems:
    """Return why an account is not this actor's to reset.

    It is for those above in every line of the person's posts, and for those who
    open accounts, but never for one's own superiors. Posts that begin later count:
    what is reset today opens the account then.
    """
    if actor.is_system:
        return ()
    person = queries.of_account(account_id)
    if person is None:
        return ()
    held, today = queries.appointments_of(person), sites.today(actor.site_id, at)
    return line_problems(actor, sites.plan_of(actor.site_id), held, today=today)


def line_problems(
    actor: Actor, plan: Compiled, held: Iterable[Appointment], *, today: date
) -> Problems:
    """Return why whoever has these appointments is not this actor's to reset; the button asks."""
    posts = {one.post for one in held if one.end is None or one.end > today}
    issues = actor.holds("accounts.account.issue")
    return () if may_reset(plan, mine=actor.posts, theirs=posts, issues=issues) else (_NOT_YOURS,)


def may_reset(plan: Compiled, *, mine: Collection[str], theirs: set[str], issues: bool) -> bool:
    """Tell whether a holder of these posts may void the password of a holder of those.

    ``issues`` says that he opens accounts: then it is enough not to stand below.
    """
    if theirs & superiors(plan, mine):
        return False
    if issues:
        return True
    return bool(theirs) and all(superiors(plan, [post]) & set(mine) for post in theirs)


def superiors(plan: Compiled, posts: Iterable[str]) -> set[str]:
    """Return every post above these in the plan's reporting lines, with who stands in there.

    The posts themselves are left out.
    """
    below = set(posts)
    found: set[str] = set()
    waiting = list(below)
    while waiting:
        post = plan.handbook.posts.get(waiting.pop())
        above = post.reports_to if post else None
        if above is not None and above not in found:
            found.add(above)
            waiting.append(above)
    return (found | {one for post in found for one in plan.alternates(post)}) - below


_NOT_YOURS = Blocker(
    "people.not_in_your_line",
    Text(
        "密码由本人的上级重设；发放账号的人也可以办，但不能重设自己上级的密码。"
        "最上一级忘了密码，请服务器管理员在服务器上运行 dayuan slip。",
        "A password is reset by somebody above in the person's line, or by whoever opens "
        "accounts, but never by somebody below. For the head of the line, whoever keeps the "
        "server runs “dayuan slip”.",
    ),
)

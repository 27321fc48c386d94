"""Who answers for whom, by the reporting lines of the plan."""

from collections.abc import Iterable

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Blocker, Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries
from dayuan.reference.sites import queries as sites


def reset_problems(actor: Actor, account_id: int) -> Problems:
    """Return why an account is not this actor's to reset.

    It is for those above in the reporting line, and for those who open accounts
    in the first place.
    """
    if actor.is_system or actor.holds("accounts.account.issue"):
        return ()
    person = queries.of_account(account_id)
    if person is None:
        return ()
    posts = {held.post for held in queries.appointments_of(person)}
    above = superiors(sites.plan_of(actor.site_id), posts)
    return () if above & set(actor.posts) else (_NOT_YOURS,)


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
        "只能给自己管理的人员重设密码。请让本人的主管，或发放账号的人来办。",
        "A password is reset by one's own line of supervisors, or by whoever opens accounts.",
    ),
)

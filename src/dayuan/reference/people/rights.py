"""Who may do what by the handbook: grants turned into sets, once per revision.

Pure: a compiled handbook goes in, values come out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.organisation import Grant
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text


@dataclass(frozen=True)
class Rights:
    """The grants of one revision, by post, role and party."""

    posts: Mapping[str, frozenset[str]]
    roles: Mapping[str, frozenset[str]]
    parties: Mapping[str, frozenset[str]]
    everyone: frozenset[str]
    #: Roles that every holder of a post fills, by post.
    roles_of_post: Mapping[str, frozenset[str]]

    def of_staff(self, posts: Iterable[str], roles: Iterable[str]) -> frozenset[str]:
        """Return the verbs of somebody who holds these posts and fills these roles."""
        held = [self.posts.get(post, frozenset()) for post in posts]
        filled = [self.roles.get(role, frozenset()) for role in roles]
        return self.everyone.union(*held, *filled)

    def of_party(self, party: str) -> frozenset[str]:
        """Return the verbs of a party's liaisons."""
        return self.parties.get(party, frozenset())

    def implied_roles(self, posts: Iterable[str]) -> frozenset[str]:
        """Return the roles that come with these posts by themselves."""
        return frozenset().union(*(self.roles_of_post.get(post, frozenset()) for post in posts))


_AT_MOST = 8
_remembered: dict[str, Rights] = {}


def rights_of(handbook: Handbook) -> Rights:
    """Return the rights that a handbook grants."""
    posts: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[str]] = defaultdict(set)
    parties: dict[str, set[str]] = defaultdict(set)
    everyone: set[str] = set()
    for grant in handbook.permissions:
        for target, codes in ((posts, grant.posts), (roles, grant.roles), (parties, grant.parties)):
            for code in codes:
                target[code].update(grant.verbs)
        if grant.everyone:
            everyone.update(grant.verbs)
    return Rights(
        posts=_frozen(posts),
        roles=_frozen(roles),
        parties=_frozen(parties),
        everyone=frozenset(everyone),
        roles_of_post=_implied(handbook),
    )


def keys_of(plan: Compiled, posts: Iterable[str]) -> frozenset[str]:
    """Return the keys of need-to-know lists that come with these posts: post, unit, roles."""
    held = list(posts)
    known = plan.handbook.posts
    return frozenset(
        {
            *(f"post:{code}" for code in held),
            *(f"unit:{known[code].unit}" for code in held if code in known),
            *(f"role:{code}" for code in rights_in(plan).implied_roles(held)),
        }
    )


def _frozen(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(verbs) for code, verbs in found.items()}


def _implied(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, role in handbook.roles.items():
        if role.headcount is None:
            for post in role.held_by:
                found[post].add(code)
    return _frozen(found)


def holders_of_verb(handbook: Handbook, verb: str) -> tuple[Text, Source] | None:
    """Return who holds a verb, by title, and the source of the first grant of it."""
    grants = [grant for grant in handbook.permissions if verb in grant.verbs]
    if not grants:
        return None
    titles = list(dict.fromkeys(t for grant in grants for t in _titles(handbook, grant)))
    said = Text(
        "、".join(title.in_language("zh") for title in titles),
        ", ".join(title.in_language("en") for title in titles),
    )
    return said, grants[0].source.value


def _titles(handbook: Handbook, grant: Grant) -> list[Text]:
    if grant.everyone:
        return [Text("全体在岗人员", "everybody with an appointment")]
    found = [handbook.posts[code].title.text for code in grant.posts if code in handbook.posts]
    found += [handbook.roles[code].title.text for code in grant.roles if code in handbook.roles]
    found += [
        handbook.parties[code].title.text for code in grant.parties if code in handbook.parties
    ]
    return found


def rights_in(plan: Compiled) -> Rights:
    """Return the rights of a compiled plan; worked out once per process and revision."""
    if plan.digest not in _remembered:
        if len(_remembered) >= _AT_MOST:
            _remembered.clear()
        _remembered[plan.digest] = rights_of(plan.handbook)
    return _remembered[plan.digest]

"""Grants: to whom, and verbs that the program knows."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.nearby import did_you_mean
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report grants to nobody and verbs that do not exist."""
    for index, grant in enumerate(subject.handbook.permissions):
        path = ("permissions", index)
        some = grant.posts or grant.roles or grant.parties
        if not some and not grant.everyone and not subject.has_gaps(path):
            yield subject.error(
                path,
                "grant.nobody",
                Text("没有写授予谁", "is granted to nobody"),
                Text(
                    "请写 posts: […]、roles: […]、parties: […] 或 everyone: true",
                    "write posts: […], roles: […], parties: […] or everyone: true",
                ),
            )
        if grant.everyone and some:
            yield subject.warning(
                (*path, "everyone"),
                "grant.everyone_and_some",
                Text(
                    "已授予所有人，再列岗位没有作用", "everyone has it, naming posts adds nothing"
                ),
                Text("请删去其一", "remove one of the two"),
            )
        yield from subject.twice((*path, "verbs"), grant.verbs)
        yield from _verbs(subject, index)


def _verbs(subject: Subject, index: int) -> Findings:
    if subject.catalogue is None:
        return
    known = subject.catalogue.verbs
    for number, verb in enumerate(subject.handbook.permissions[index].verbs):
        if verb not in known:
            yield subject.error(
                ("permissions", index, "verbs", number),
                "verb.unknown",
                Text(f"程序没有权限“{verb}”", f"the program has no permission called {verb}"),
                did_you_mean(verb, known),
            )

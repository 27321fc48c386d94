"""Where clauses, decisions and settings lead: every chip of the program opens these pages."""

from django.urls import reverse

from dayuan.kernel.problems import Source, SourceKind
from dayuan.work.states import kinds


def page_of(source: Source) -> str | None:
    """Return the page of a clause or decision; laws and the site's own choices have none."""
    if source.kind is SourceKind.CLAUSE:
        return clause(source.ref)
    if source.kind is SourceKind.DECISION:
        return reverse("plan:decision", args=[source.ref])
    return None


def clause(code: str) -> str:
    """Return the page of a clause."""
    return reverse("plan:clause", args=[code])


def section(code: str) -> str:
    """Return the page of a chapter or section."""
    return reverse("plan:section", args=[code])


def playbook(code: str) -> str:
    """Return the page of a playbook."""
    return reverse("plan:playbook", args=[code])


def case(kind: str, case_id: int) -> str:
    """Return the page of a case, as its kind has registered it; empty where it has none."""
    card = kinds.get(kind)
    return reverse(card.url_name, args=[case_id]) if card else ""


def row(part: str, code: str) -> str:
    """Return where a row of the plan is shown; empty where it has no page."""
    if part == "decisions":
        return reverse("plan:decision", args=[code])
    if part == "playbooks":
        return playbook(code)
    name = _PARTS.get(part)
    return f"{reverse(name)}#{code}" if name else ""


_PARTS = {
    "property": "plan:property",
    "equipment": "plan:property",
    "settings": "plan:settings",
    "services": "plan:services",
    "kpis": "plan:services",
    "categories": "plan:services",
    "shift_plans": "plan:posts",
    "leave_kinds": "plan:posts",
    "posts": "plan:posts",
    "units": "plan:posts",
    "roles": "plan:posts",
    "parties": "plan:posts",
    "levels": "plan:levels",
    "security_table": "plan:levels",
    "petition_routing": "plan:routing",
    "confidentiality": "plan:confidentiality",
}

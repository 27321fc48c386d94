"""A small valid handbook, its catalogue, and how tests break it by one edit."""

from dayuan.handbook.load import Checked, check
from dayuan.kernel.catalogue import Capability, CaseKind, Catalogue, Params, Verb
from dayuan.kernel.text import Text

FILE = "book.yaml"

BOOK = """\
handbook:
  schema: 1
  code: mill
  title: {zh: 磨坊方案, en: The mill's plan}
  site: {en: The mill}
  edition: "1"
units:
  house: {title: {en: House}, lead: miller}
  yard: {title: {en: Yard}, parent: house}
posts:
  miller:
    title: {en: Miller}
    unit: house
    headcount: 1
    source: {clause: M1}
  carter:
    title: {en: Carter}
    unit: yard
    headcount: 2
    reports_to: miller
    alternates: [miller]
    source: {clause: M1}
roles:
  gate: {title: {en: Gate}, held_by: [carter], headcount: 1, source: {clause: M1}}
parties:
  baker: {title: {en: Baker}, liaison: miller}
establishment:
  subtotals:
    - title: {en: All}
      posts_printed: 2
      people_printed: 3
      source: {clause: M1}
  groups:
    - {title: {en: Carters}, posts: [carter], people: 2, source: {clause: M1}}
permissions:
  - everyone: true
    verbs: [mill.report]
    source: {clause: M1}
  - posts: [miller]
    roles: [gate]
    verbs: [mill.open]
    source: {site: habit}
sections:
  M: {title: {en: The mill}}
  N: {title: {en: Notes}, parent: M}
clauses:
  M1: {section: M, quote: Grind well., kind: record, decisions: [A-01]}
  M2: {section: N, quote: Grind fine., kind: deadline}
  M3: {section: N, quote: Grind with love., kind: principle}
decisions:
  A-01:
    title: {en: Well}
    issue: {en: "What is well?"}
    decision: {en: Fine.}
    clauses: [M1]
    settings: [grain]
settings:
  grain:
    title: {en: Grain}
    type: choice
    value: rye
    choices: [rye, wheat]
    source: {decision: A-01}
  minutes: {title: {en: Minutes}, type: minutes, value: 5, low: 1, high: 9, source: {clause: M2}}
bindings:
  - clause: M1
    capability: mill.grind
    with: {speed: 3}
    test: tests/mill.py::test_it_grinds
own_sources:
  - {capability: mill.bell, source: {system: it rings}}
categories:
  flour: {title: {en: Flour}, responsible: miller, source: {clause: M1}}
  bran: {title: {en: Bran}, parent: flour, responsible: carter, source: {clause: M1}}
levels:
  guild: {title: {en: Guild}, rank: 1, source: {clause: M1}}
  folk: {title: {en: Folk}, rank: 2, source: {clause: M1}}
security_table:
  door:
    title: {en: Door}
    cells: {guild: {clause: M2}, folk: null}
playbooks:
  order:
    title: {en: Order}
    kind: mill.order
    source: {clause: M1}
    facts:
      hurry: {title: {en: In a hurry}, decided_by: {post: miller}}
    steps:
      - id: weigh
        title: {en: Weigh}
        who: {role: gate}
        due: O+5min
        evidence:
          - {id: weight, kind: reading, title: {en: Weight}, low: 1, high: 90}
        source: {clause: M1}
      - id: grind
        title: {en: Grind}
        who: {case: responsible}
        does: mill.grind
        due: O+1h
        until: O+2h
        after: [weigh]
        when: {fact: hurry}
        source: {clause: M2}
      - id: tell
        title: {en: Tell the baker}
        who: {party: baker}
        due: O+asap
        limit: minutes
        after: [grind]
        not_by_doer_of: [weigh]
        source: {clause: M2}
  feast:
    title: {en: Feast}
    kind: mill.order
    variant: folk
    source: {clause: M1}
    steps:
      - id: grind
        title: {en: Grind}
        who: {post: carter}
        does: mill.grind
        due: O-1d
        source: {clause: M1}
"""


class GrindParams(Params):
    """How fast."""

    speed: int
    name: str = ""


CATALOGUE = Catalogue.of(
    capabilities=[
        Capability("mill.grind", Text("磨", "Grinding"), params=GrindParams),
        Capability("mill.bell", Text("铃", "The bell")),
        Capability("mill.wheel", Text("轮", "The wheel"), live=False),
    ],
    verbs=[Verb("mill.report", Text("报", "Report")), Verb("mill.open", Text("开", "Open"))],
    case_kinds=[
        CaseKind(
            "mill.order",
            Text("订单", "Order"),
            anchors={"O": Text("下单", "Ordered")},
            acts={"mill.grind": Text("磨", "Grind")},
            facts={"wet": Text("粮食是湿的", "The grain is wet")},
        )
    ],
)


def check_text(text: str, *, complete: bool = True) -> Checked:
    """Check a handbook that is one file."""
    return check({FILE: text.encode()}, CATALOGUE, complete=complete)


def edited(*edits: tuple[str, str]) -> str:
    """Return the small handbook with places changed; each must be there exactly once."""
    text = BOOK
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def reports(text: str, *, language: str = "en", complete: bool = True) -> list[str]:
    """Return the lines that a check prints."""
    return [f.report(language) for f in check_text(text, complete=complete).findings]

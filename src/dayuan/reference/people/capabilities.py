"""What the people module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("people.person.view", Text("查看组织和人员", "See the organisation and its people")),
    Verb("people.person.manage", Text("登记和修改人员", "Register and change people")),
    Verb("people.appointment.manage", Text("任免岗位", "Appoint to posts and end appointments")),
)
CAPABILITIES = (
    Capability(
        "people.establishment",
        Text("编制核对：岗位、人数、空缺与印刷数", "Posts, people, vacancies and printed sums"),
    ),
    Capability("people.concurrent", Text("一人兼任多岗", "One person holding several posts")),
    Capability("people.reporting_lines", Text("岗位汇报关系", "Who reports to whom")),
)
CASE_KINDS: tuple[CaseKind, ...] = ()

"""What the engine publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("work.case.view", Text("查看向员工公开的事项", "See cases that are open to staff")),
    Verb("work.task.do", Text("接单、办理本岗位任务", "Take and do the tasks of one's post")),
    Verb("work.task.escalate", Text("超时逐级提醒（系统）", "Tell what is late (the program)")),
    Verb("work.task.seat", Text("按任职增减任务（系统）", "Follow the holders (the program)")),
    Verb(
        "work.application.decide",
        Text("审批延期、免做和提前办结", "Grant more time"),
    ),
    Verb(
        "work.case.move_revision",
        Text("在办事项改用现行方案", "Move a case to a new plan"),
    ),
    Verb(
        "work.case.need_to_know",
        Text("设定事项的密级标识，定谁需要知道", "Label a case and say who needs to know it"),
    ),
    Verb("work.task.reassign", Text("把任务转给另一岗位", "Give a task to another post")),
)
CAPABILITIES = (
    Capability(
        "work.owner",
        Text(
            "每项任务都有负责岗位，没有人在岗要看得见",
            "Every task has an accountable post; a vacancy is visible",
        ),
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()

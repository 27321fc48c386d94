"""What the desk publishes to handbooks."""

from pydantic import PositiveInt

from dayuan.kernel.catalogue import Capability, CaseKind, Params, Verb
from dayuan.kernel.text import Text


class ReportParams(Params):
    """Which reports count; none means every one."""

    category: str | None = None


class StepParams(Params):
    """The requests whose step counts; none means all of them."""

    category: str | None = None


class NeedToKnowParams(Params):
    """The categories whose requests are for those who handle them."""

    categories: tuple[str, ...]


class StaffOnlyParams(Params):
    """The categories that only people with an account report; what lies below them too."""

    categories: tuple[str, ...]


class ByLabelParams(Params):
    """How much may come by labels before the desk looks at it first, and for how long it counts.

    What a plan does not say stands here; nowhere else in the program stands such a number.
    """

    #: Reports in one hour, from one label, one browser, one address; more are held, not refused.
    label_an_hour: PositiveInt = 10
    device_an_hour: PositiveInt = 5
    address_an_hour: PositiveInt = 30
    #: Minutes for which a form may lie open before it has to be sent once more.
    form_minutes: PositiveInt = 120
    #: Days after the end for which the status link still answers.
    status_days: PositiveInt = 7
    #: Days after which nothing that was typed or photographed is left of what was set aside.
    set_aside_days: PositiveInt = 30


VERBS = (
    Verb("desk.request.report", Text("报事报修", "Report a fault or a wish")),
    Verb("desk.request.report_for_other", Text("代他人登记", "Log a call for somebody else")),
    Verb(
        "desk.request.take_over",
        Text("录入启用前没有办完的事项", "Take over what was open before the house began"),
    ),
    Verb("desk.request.dispatch", Text("派单", "Send a request to a post")),
    Verb("desk.request.reopen", Text("重新办理已办结的事项", "Reopen a request that was closed")),
    Verb("desk.request.cancel", Text("撤销事项", "Withdraw a request")),
)
CAPABILITIES = (
    Capability("desk.report", Text("任何岗位都能报事", "Any post may report"), params=ReportParams),
    Capability(
        "desk.intake", Text("所有需求经用户服务中心受理", "Every request enters through the centre")
    ),
    Capability(
        "desk.dispatch",
        Text("派单到岗，留下责任人、时间和状态", "Sent to a post, with owner, times and state"),
    ),
    Capability(
        "desk.respond",
        Text("从受理到完成全程计时", "The time from report to completion is measured"),
    ),
    Capability(
        "desk.return_visit",
        Text("办完以后由没有经手的人回访", "Somebody who did not do the work asks afterwards"),
        params=StepParams,
    ),
    Capability(
        "desk.follow_up_rate",
        Text("回访率按月算出来", "The follow-up rate is counted each month"),
    ),
    Capability("desk.check", Text("由另一人查验", "Checked by another person")),
    Capability(
        "desk.correct",
        Text(
            "查验不合格的返工，再查合格才能办结", "What failed its check is done and checked again"
        ),
    ),
    Capability("desk.reception", Text("前台接待登记", "The front desk logs who calls or comes")),
    Capability(
        "desk.outcome",
        Text("办理结果按方案要求的项目留下", "What was done is kept as the plan asks"),
        params=StepParams,
    ),
    Capability(
        "desk.permit",
        Text("先得到许可才能往下办，不许可的到此为止", "Nothing goes on without permission"),
        params=StepParams,
    ),
    Capability(
        "desk.by_label",
        Text("扫码就能报事，不用账号", "Anybody reports by scanning a label, without an account"),
        params=ByLabelParams,
    ),
    Capability(
        "desk.staff_only",
        Text("只由职员报的类别", "Categories that only staff report"),
        params=StaffOnlyParams,
    ),
    Capability(
        "desk.need_to_know",
        Text("只有经办的人知道", "Only those who handle it know of it"),
        params=NeedToKnowParams,
    ),
)
#: The act of asking the caller once the work is done.
ASKING = "desk.return_visit"
#: The fact that there is nobody whom the desk could ask afterwards.
NOBODY_TO_ASK = "nobody_to_ask"
CASE_KINDS = (
    CaseKind(
        "desk.request",
        Text("报事报修", "Request"),
        anchors={"R": Text("登记", "Reported"), "D": Text("派单", "Sent out")},
        acts={
            "desk.dispatch": Text("派单", "Send out"),
            "desk.handle": Text("处理", "Handle"),
            "desk.check": Text("查验", "Check"),
            "desk.return_visit": Text("回访", "Ask afterwards"),
            "desk.permit": Text("许可", "Permit"),
        },
        facts={
            NOBODY_TO_ASK: Text(
                "扫码报事的人没有留电话", "A stranger reported by a label and left no phone number"
            )
        },
        optional=frozenset({"desk.permit"}),
    ),
)

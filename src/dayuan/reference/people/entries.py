"""The audit types of this module; names and phones stand in the erasable part."""

from dayuan.platform.audit.types import declare

CREATE = declare(
    "people.person.create", "登记人员", "Somebody was registered", personal=("name", "phone")
)
CHANGE = declare(
    "people.person.change", "修改人员信息", "A person was changed", personal=("name", "phone")
)
LIAISON = declare(
    "people.liaison.register",
    "登记联络人",
    "A liaison was registered",
    personal=("name", "phone"),
)
LEAVE = declare("people.person.leave", "办理离职", "Somebody left")
APPOINT = declare(
    "people.appointment.make", "任职", "Somebody was appointed", personal=("hours_a_week",)
)
END = declare("people.appointment.end", "结束任职", "An appointment was ended")
OPEN_ACCOUNTS = declare("people.account.open", "为人员开通账号", "People got accounts")
#: Which certificate somebody has, and until when, is that person's: it stands in the erasable part.
CERTIFICATE_NOTED = declare(
    "people.certificate.note", "登记证书", "A certificate was noted",
    personal=("kind", "since", "until"),
)  # fmt: skip
CERTIFICATE_WITHDRAWN = declare(
    "people.certificate.withdraw", "作废证书登记", "A certificate was withdrawn",
    personal=("kind", "why"),
)  # fmt: skip
CERTIFICATE_REMINDED = declare(
    "people.certificate.remind", "提醒证书到期", "Told that a certificate runs out"
)

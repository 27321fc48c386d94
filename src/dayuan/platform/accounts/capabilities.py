"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("accounts.account.issue", Text("开通和停用账号", "Open and close accounts")),
    Verb("accounts.account.reset", Text("当面重置密码", "Reset passwords in person")),
    Verb("accounts.device.manage", Text("登记和停用值班设备", "Register and revoke duty devices")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()

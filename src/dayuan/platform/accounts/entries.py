"""The audit types of this module; none of them ever holds a secret."""

from dayuan.platform.audit.types import AuditType, declare

__all__ = ["AuditType"]

ISSUE = declare("accounts.account.issue", "开通账号", "Accounts were opened")
RESET = declare("accounts.account.reset", "当面重置密码", "A password was reset in person")
DEACTIVATE = declare("accounts.account.deactivate", "停用账号", "An account was closed")
REACTIVATE = declare("accounts.account.reactivate", "恢复账号", "An account was opened again")
FIRST = declare(
    "accounts.account.first", "凭首次登录码设置密码", "A password was chosen with a slip's code"
)
PASSWORD = declare("accounts.account.password", "修改本人密码", "A person changed their password")
PIN = declare("accounts.account.pin", "设置值班 PIN", "A person set the PIN for duty devices")
END_SESSIONS = declare(
    "accounts.account.end_sessions", "结束全部登录", "All sessions of an account were ended"
)
PHONE = declare(
    "accounts.account.phone", "更改登录手机号", "The phone number of an account was changed"
)
SIGN_IN = declare("accounts.session.begin", "登录", "Somebody signed in")
SIGN_OUT = declare("accounts.session.end", "退出登录", "Somebody signed out")
WRONG = declare("accounts.session.refuse", "登录失败", "A sign-in was refused")
REGISTER = declare("accounts.device.register", "登记值班设备", "A duty device was registered")
REVOKE = declare("accounts.device.revoke", "停用值班设备", "A duty device was revoked")

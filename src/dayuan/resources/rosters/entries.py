"""The audit types of this module."""

from dayuan.platform.audit.types import declare

PLAN = declare("rosters.duty.plan", "安排值班", "Duty was planned")
CANCEL = declare("rosters.duty.cancel", "取消值班", "Duty was cancelled")

"""What can be done to the duty list."""

from dayuan.resources.rosters.commands.duties import cancel, plan, plan_problems

__all__ = ["cancel", "plan", "plan_problems"]

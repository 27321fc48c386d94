"""Rules of rosters, pure: who answers for a post, and the two ledgers of hours.

``duties`` says who holds a post and what stands in the way of a duty. ``need`` counts
what the posts need, ``can`` what the people can do; ``sheet`` and ``year`` compare the
two, without planning anything. ``law`` holds the numbers that no plan may loosen.
"""

from dayuan.resources.rosters.rules.duties import (
    LONGEST,
    Holding,
    duty_problems,
    held,
    uncovered,
)

__all__ = ["LONGEST", "Holding", "duty_problems", "held", "uncovered"]

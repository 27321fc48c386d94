"""What programs may ask about people, enter about them, and do to their accounts.

No slip is printed and no password is reset over the interface: the code of a slip is
read once, on paper, by the person who stands beside. So new accounts are opened on the
page, and what programs may do is to close an account, to open a closed one again (which
still needs a reset in person), and to end somebody's sessions.
"""

from dayuan.reference.people.api import accounts, appointments, certificates, people
from dayuan.reference.people.api.part import PART

__all__ = ["PART", "accounts", "appointments", "certificates", "people"]

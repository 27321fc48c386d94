"""The mark by which a phone knows whose list and queue it keeps; it names nobody."""

from django.utils.crypto import salted_hmac


def mark_of(account_id: int) -> str:
    """Return the mark of an account: always the same, and of no use to anybody else."""
    return salted_hmac("dayuan.offline.mark", str(account_id), algorithm="sha256").hexdigest()[:32]

"""Keyed digests: whose list and queue a phone keeps, and what an act said. They tell nobody."""

from django.utils.crypto import salted_hmac


def mark_of(account_id: int) -> str:
    """Return the mark of an account: always the same, and of no use to anybody else."""
    return salted_hmac("dayuan.offline.mark", str(account_id), algorithm="sha256").hexdigest()[:32]


def digest_of(said: str) -> str:
    """Return a digest of what an act said; without the house's key nobody can try words on it."""
    return salted_hmac("dayuan.offline.said", said, algorithm="sha256").hexdigest()

"""A hasher that counts how often it works."""

from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    """Counts every digest."""

    algorithm = "counting"
    runs = 0

    def encode(self, *args: Any, **kwargs: Any) -> str:
        """Count, then digest."""
        Counting.runs += 1
        return super().encode(*args, **kwargs)

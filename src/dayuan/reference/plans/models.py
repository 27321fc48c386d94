"""Loaded revisions: immutable, wholly valid snapshots of a handbook."""

from typing import Any, NoReturn

from django.db import models


class Revision(models.Model):
    """One snapshot, known by the digest of its canonical form; never changed.

    ``content`` is the canonical handbook; what pages use is compiled from it
    once per process (see ``queries.compiled``).
    """

    code = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    schema = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=60)
    content = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["code", "-id"], name="revision_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.edition} {self.digest[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the snapshot; a second save is a mistake."""
        if not self._state.adding:
            self._immutable()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: running cases keep the revision they started with."""
        self._immutable()

    @staticmethod
    def _immutable() -> NoReturn:
        raise TypeError("a loaded revision never changes; load a new one")

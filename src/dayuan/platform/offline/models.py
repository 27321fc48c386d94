"""Which acts that came from phones were carried out."""

from django.db import models


class CarriedOut(models.Model):
    """One act under the id that the phone gave it; there is no second under the same id.

    Holds what was done to what, never what was typed: of that only a digest, to
    tell the same act sent again from another one under the same id.
    """

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="carried_out"
    )
    client_id = models.UUIDField()
    act = models.CharField(max_length=60)
    about = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Ids are an account's own: nobody learns or blocks what another one sent.
            models.UniqueConstraint(fields=["account", "client_id"], name="act_once_an_account"),
        ]
        indexes = [models.Index(fields=["at"], name="carried_out_at")]

    def __str__(self) -> str:
        return f"{self.act} on {self.about}"

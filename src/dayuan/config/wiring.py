"""One table: who hears of what. Everything that crosses modules is read here."""

from dayuan.config.catalogue import CATALOGUE
from dayuan.reference.plans import queries as plans


def connect() -> None:
    """Subscribe every consumer that joins two modules."""
    plans.catalogues.register("program", CATALOGUE)

"""One table: who hears of what. Everything that crosses modules is read here."""

from collections.abc import Collection

from django.utils.translation import get_language

from dayuan.config import demonstration_clock
from dayuan.config.catalogue import CATALOGUE
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import names
from dayuan.platform.notices import reach
from dayuan.platform.notices.reach import Reached
from dayuan.processes import reading_opens_request, withdrawn_is_told
from dayuan.reference.people.queries import persons
from dayuan.reference.plans import queries as plans
from dayuan.resources.equipment.queries import labels


def connect() -> None:
    """Subscribe every consumer that joins two modules."""
    plans.catalogues.register("program", CATALOGUE)
    names.namers.register("people", _names)
    names.namers.register("labels", _labels)
    reach.reachers.register("people", _reached)
    reading_opens_request.connect()
    withdrawn_is_told.connect()
    demonstration_clock.install()


def _names(_actor: Actor, keys: frozenset[str]) -> dict[str, str]:
    """Name whoever acted, for the log."""
    return persons.names_of_keys(keys)


def _labels(_actor: Actor, keys: frozenset[str]) -> dict[str, str]:
    """Name the label of whoever reported without an account."""
    language = get_language() or "zh-hans"
    return {key: says.in_language(language) for key, says in labels.names_of_keys(keys).items()}


def _reached(person_ids: Collection[int]) -> dict[int, Reached]:
    """Return who of these may sign in, for messages that leave the house."""
    return {
        one.pk: Reached(one.pk, one.account.pk, one.account.staff_number, one.account.language)
        for one in persons.accounts_of(person_ids)
        if one.account is not None
    }

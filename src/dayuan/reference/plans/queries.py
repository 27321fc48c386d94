"""Reading revisions; the compiled form is cached per process by its digest."""

from functools import lru_cache

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.digest import from_canonical
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.registry import Registry
from dayuan.reference.plans.models import Revision

#: What the program publishes; filled once, from the only floor that knows every module.
catalogues: Registry[Catalogue] = Registry("catalogue")


def catalogue() -> Catalogue:
    """Return everything the program publishes to handbooks."""
    return catalogues["program"]


@lru_cache(maxsize=512)
def _digest_of(revision_id: int) -> str:
    # A revision never changes, so its digest may be remembered for ever.
    return Revision.objects.values_list("digest", flat=True).get(pk=revision_id)


@lru_cache(maxsize=8)
def _compiled(digest: str) -> Compiled:
    content = Revision.objects.values_list("content", flat=True).get(digest=digest)
    return Compiled.of(from_canonical(content), digest=digest)


def compiled(revision_id: int) -> Compiled:
    """Return the compiled handbook of a revision; no query once it is warm."""
    return _compiled(_digest_of(revision_id))


def by_digest(digest: str) -> Revision | None:
    """Return the revision with this content, if it was loaded before."""
    return Revision.objects.filter(digest=digest).defer("content").first()


def forget() -> None:
    """Forget which id has which content, for tests that roll the database back."""
    _digest_of.cache_clear()

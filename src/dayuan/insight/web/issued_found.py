"""Issued documents as search finds them: by form, by number, by the record they were made of."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import system_actor
from dayuan.platform.documents import queries as documents
from dayuan.platform.documents.papers import papers
from dayuan.platform.search.listed import Hit, Read, Said, Source
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites


def _said(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        row.pk: Said(
            row.site_id,
            _caption(row.paper).in_language("zh-hans"),
            _number(row.year, row.number).in_language("zh-hans"),
            (_caption(row.paper).in_language("en"), row.about),
        )
        for rows in _of_every_site()
        for row in rows.filter(pk__in=list(ids))
    }


def _ids(last: int, most: int) -> list[int]:
    found: list[int] = []
    for rows in _of_every_site():
        found += rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:most]
    return sorted(found)[:most]


def _of_every_site() -> "Iterator[QuerySet[documents.Issued]]":
    for site in sites.running().values():
        indexer = system_actor("search", site_id=site)
        yield documents.issued_visible_to(indexer).defer("drawn")


def _shown(found: Mapping[int, Read]) -> list[Hit]:
    return [_hit(pk, read) for pk, read in found.items()]


def _hit(pk: int, read: Read) -> Hit:
    title = _("%(paper)s, version %(version)s") % {
        "paper": words(_caption(read["paper"])), "version": read["version"],
    }  # fmt: skip
    number = words(_number(read["year"], read["number"]))
    url = reverse("documents:issued_one", args=[pk])
    return Hit(pk, title, url, number, told=read["about"])


def _caption(code: str) -> Text:
    paper = papers.get(code)
    return paper.caption if paper else Text(code)


def _number(year: int, number: int) -> Text:
    return Text(f"〔{year}〕{number}号", f"{year}-{number}")


SOURCE = Source(
    kind="documents.issued",
    label=_("Issued documents"),
    icon="file-certificate",
    verb=documents.VIEW,
    order=25,
    rows=documents.issued_visible_to,
    reads=("paper", "year", "number", "version", "about"),
    said=_said,
    ids=_ids,
    shown=_shown,
)

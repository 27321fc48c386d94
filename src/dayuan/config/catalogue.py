"""Everything the program publishes to handbooks, collected from all modules."""

from dayuan.insight import capabilities as insight
from dayuan.kernel.catalogue import Catalogue
from dayuan.platform.accounts import capabilities as accounts
from dayuan.platform.audit import capabilities as audit
from dayuan.platform.documents import capabilities as documents
from dayuan.platform.lists import capabilities as lists
from dayuan.platform.notices import capabilities as notices
from dayuan.platform.rest import capabilities as rest
from dayuan.reference.people import capabilities as people
from dayuan.reference.plans import capabilities as plans
from dayuan.reference.sites import capabilities as sites
from dayuan.resources.equipment import capabilities as equipment
from dayuan.resources.rosters import capabilities as rosters
from dayuan.services.callout import capabilities as callout
from dayuan.services.desk import capabilities as desk
from dayuan.services.handover import capabilities as handover
from dayuan.work import capabilities as work

_MODULES = (
    accounts,
    audit,
    documents,
    lists,
    rest,
    notices,
    plans,
    sites,
    people,
    rosters,
    equipment,
    work,
    desk,
    handover,
    callout,
    insight,
)

CATALOGUE = Catalogue.of(
    capabilities=[one for module in _MODULES for one in module.CAPABILITIES],
    verbs=[one for module in _MODULES for one in module.VERBS],
    case_kinds=[one for module in _MODULES for one in module.CASE_KINDS],
)

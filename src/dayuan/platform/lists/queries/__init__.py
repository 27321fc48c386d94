"""Reading lists, and what people keep of them."""

from dayuan.platform.lists.models import Export as Export
from dayuan.platform.lists.models import View as View
from dayuan.platform.lists.queries.kept import EXPORT as EXPORT
from dayuan.platform.lists.queries.kept import VIEW as VIEW
from dayuan.platform.lists.queries.kept import exports_of as exports_of
from dayuan.platform.lists.queries.kept import exports_visible_to as exports_visible_to
from dayuan.platform.lists.queries.kept import get_for as get_for
from dayuan.platform.lists.queries.kept import overdue as overdue
from dayuan.platform.lists.queries.kept import seen as seen
from dayuan.platform.lists.queries.kept import under_way as under_way
from dayuan.platform.lists.queries.kept import view_for as view_for
from dayuan.platform.lists.queries.kept import views_of as views_of
from dayuan.platform.lists.queries.kept import views_of_closed as views_of_closed
from dayuan.platform.lists.queries.kept import views_visible_to as views_visible_to
from dayuan.platform.lists.queries.kept import waiting as waiting
from dayuan.platform.lists.queries.rows import COUNTED_MOST as COUNTED_MOST
from dayuan.platform.lists.queries.rows import Page as Page
from dayuan.platform.lists.queries.rows import batches as batches
from dayuan.platform.lists.queries.rows import in_order as in_order
from dayuan.platform.lists.queries.rows import page as page
from dayuan.platform.lists.queries.rows import rows as rows
from dayuan.platform.lists.queries.rows import total as total

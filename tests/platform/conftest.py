from tests.emptying import _log_can_be_emptied as _log_can_be_emptied
from tests.emptying import empty_log as empty_log

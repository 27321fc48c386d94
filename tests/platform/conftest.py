from tests.emptying import empty_log as empty_log

"""The log of a shift, under the clause that asks for a leader in every shift."""

from dayuan.services.handover import commands, queries
from dayuan.services.handover.commands import Signed
from tests.bindings.proof import prove
from tests.bindings.test_figures import page
from tests.cast import Cast
from tests.services.handover.watch import Watch, hire, moment


def test_the_log_of_a_shift_names_who_took_it_under_its_clause(cast: Cast, clock, now):
    guards = Watch(cast, hire(cast, {"leader": "孙班长"}))
    guards.on_duty("leader", moment(0), moment(8))

    def scenario(binding):
        groups = queries.groups(cast.site.pk)
        assert [one.code for one in groups] == ["guards"]
        actor = guards.actor("leader", moment(0, 5))
        log = commands.begin_shift(group="guards", signed=Signed(), actor=actor, at=moment(0, 5))
        shown = page(cast.captain, f"/handover/{log.pk}/")
        assert binding.clause in shown
        assert "孙班长" in shown

    prove("test_the_log_of_a_shift_names_who_took_it_under_its_clause", scenario, cast=cast, at=now)

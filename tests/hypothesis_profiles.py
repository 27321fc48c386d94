"""How hard properties are tried; ``--hypothesis-profile`` chooses, quick is usual."""

from hypothesis import HealthCheck, settings

#: So many cases make the deep tier; a whole run of it has to end within some two hours.
DEEP = 2_000
# Times vary on a busy machine; a slow example is no wrong one.
_COMMON = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def register() -> None:
    """Make the three profiles known, and quick the usual one."""
    settings.register_profile("quick", _COMMON, max_examples=15)
    settings.register_profile("ci", _COMMON, max_examples=50)
    settings.register_profile("deep", _COMMON, max_examples=DEEP)
    settings.load_profile("quick")


def is_deep() -> bool:
    """Tell whether this run is of the deep tier."""
    return settings.default.max_examples >= DEEP


def at_most(cases: int) -> settings:
    """Return how a property is tried whose every case is dear, such as a whole solving."""
    return settings(max_examples=min(settings.default.max_examples, cases))

"""How hard properties are tried; ``--hypothesis-profile`` chooses, quick is usual."""

from hypothesis import HealthCheck, settings

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
    settings.register_profile("deep", _COMMON, max_examples=10_000)
    settings.load_profile("quick")

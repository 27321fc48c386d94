"""The pages' styles and scripts, collected where they are missing or older than their sources."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command


def collect_if_missing() -> None:
    """Collect static files where they must be; a wheel or a clone is then ready to serve."""
    if settings.DEBUG or not _is_stale(Path(settings.STATIC_ROOT) / "staticfiles.json"):
        return
    call_command("collectstatic", interactive=False, verbosity=0)


def _is_stale(manifest: Path) -> bool:
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > collected
        for finder in finders.get_finders()
        for name, storage in finder.list(ignore_patterns=None)
    )

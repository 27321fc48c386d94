"""The pages' styles and scripts, collected where they are missing."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def collect_if_missing() -> None:
    """Collect static files once; a wheel or a clone is then ready to serve."""
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return
    call_command("collectstatic", interactive=False, verbosity=0)

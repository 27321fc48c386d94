"""How values are written: instants in UTC, whatever zone they were reckoned in."""

from datetime import UTC, datetime
from typing import Any

from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder


class Encoder(NinjaJSONEncoder):
    """Writes an instant as RFC 3339 wants it: a zone of long ago has seconds, UTC has none."""

    def default(self, o: Any) -> Any:
        """Return what a value is written as."""
        if isinstance(o, datetime) and o.tzinfo is not None:
            o = o.astimezone(UTC)
        return super().default(o)


class Renderer(JSONRenderer):
    """Writes answers; Chinese stays readable."""

    encoder_class = Encoder
    json_dumps_params = {"ensure_ascii": False}

"""The mutant that says yes before it has stored anything: every row must catch it losing."""

import io
import threading
import time

from dayuan.config.operations.web import application as honest


def application(environ, start_response):
    """Answer a report at once, and do it a moment later."""
    if environ["REQUEST_METHOD"] != "POST":
        return honest(environ, start_response)
    size = int(environ.get("CONTENT_LENGTH") or 0)
    later = {**environ, "wsgi.input": io.BytesIO(environ["wsgi.input"].read(size))}
    threading.Thread(target=_do, args=(later,), daemon=True).start()
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return [b""]


def _do(environ):
    time.sleep(0.05)
    for _ in honest(environ, lambda *_: None):
        pass

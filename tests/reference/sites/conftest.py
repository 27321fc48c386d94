"""Pages opened as somebody, and handbooks packed as people pack them."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import PUKOU


@pytest.fixture
def page(clock):
    """Open a page as somebody and return its text."""

    def page(member, url: str, *, language: str = "zh-hans", status: int = 200) -> str:
        member.client.cookies["dayuan_language"] = language
        answer = member.client.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return page


@pytest.fixture
def queries_of(clock):
    """Return how many queries a page asks when the process is warm."""

    def queries_of(member, url: str) -> int:
        member.client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert member.client.get(url).status_code == 200
        return len(asked)

    return queries_of


@pytest.fixture
def handbook() -> dict[str, bytes]:
    """Return the files of the Pukou handbook, to be changed by the test."""
    return {
        path.relative_to(PUKOU).as_posix(): path.read_bytes()
        for path in sorted(Path(PUKOU).rglob("*.yaml"))
    }


def packed(files: dict[str, bytes], *, folder: str = "plan/") -> SimpleUploadedFile:
    """Return the files as one zip of a folder."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return SimpleUploadedFile("plan.zip", stream.getvalue())


@pytest.fixture
def upload(clock):
    """Upload files as somebody and return the answer."""

    def upload(member, *files: SimpleUploadedFile):
        return member.client.post("/plan/load/", {"handbook": list(files)})

    return upload

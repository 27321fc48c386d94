"""The last member of a backup: what must be in it, so that a missing part is noticed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from dayuan.config.operations.failures import OperationFailedError
from dayuan.kernel.text import Text

NAME = "manifest.json"
#: The very last member: the digest of every byte before it, padding and headers too.
SEAL = "sha256"
FORMAT = 1
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: digests of its members, counts of its tables, the log's head."""

    format: int
    version: str
    engine: str
    made_at: str
    members: dict[str, str]
    counts: dict[str, int]
    migrations: list[str]
    head_number: int
    head_digest: str

    def text(self) -> str:
        """Return it as it stands in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def parse(text: str) -> Manifest:
    """Read a manifest; raise where it is none of ours."""
    try:
        read = Manifest(**json.loads(text))
    except (ValueError, TypeError) as problem:
        raise _not_ours() from problem
    if read.format != FORMAT:
        raise OperationFailedError(
            Text(
                f"备份格式 {read.format} 不受支持，请用更新的版本恢复。",
                f"Backups of format {read.format} are unknown here; restore with a newer release.",
            )
        )
    return read


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def digest_until(file: Path, end: int) -> str:
    """Return the SHA-256 of the first ``end`` bytes of a file."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while end > 0 and (chunk := stream.read(min(_CHUNK, end))):
            found.update(chunk)
            end -= len(chunk)
    return found.hexdigest()


def _not_ours() -> OperationFailedError:
    return OperationFailedError(
        Text("这不是完整的 Dayuan 备份。", "This is no whole backup of Dayuan.")
    )

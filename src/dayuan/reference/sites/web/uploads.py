"""From an upload to files in memory, with nothing unpacked that is too large.

A zip is measured by what its directory promises before a byte is unpacked, and
read no further than that; only text files of the handbook are taken.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import IO, Protocol

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text

MAX_BYTES = 4 * 1024 * 1024
MAX_FILES = 200
#: A zip's directory may list this much else (pictures, notes) that is passed over.
_MAX_ENTRIES = 2_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class Upload(Protocol):
    """What a form hands over for one file."""

    @property
    def name(self) -> str | None:
        """The file's name as the browser gave it."""

    @property
    def size(self) -> int | None:
        """How many bytes it has."""

    def read(self, num_bytes: int | None = None, /) -> bytes:
        """Return the content."""


def files_of(uploads: Iterable[Upload]) -> Mapping[str, bytes]:
    """Return the handbook's files by name; what is wrong is refused with a sentence."""
    given = list(uploads)
    if sum(one.size or 0 for one in given) > MAX_BYTES:
        raise Refused(_TOO_LARGE)
    zips = [one for one in given if (one.name or "").lower().endswith(".zip")]
    if zips and len(given) > 1:
        raise Refused(_ONE_ZIP)
    if zips:
        return _of_zip(io.BytesIO(zips[0].read()))
    if len(given) > MAX_FILES:
        raise Refused(_TOO_MANY)
    return {_base(one.name or ""): one.read() for one in given if _wanted(one.name or "")}


def _of_zip(stream: IO[bytes]) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(stream) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(_BROKEN_ZIP) from error


def _unpacked(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    wanted = {name: one for one in entries if _wanted(name := _name(one))}
    if len(entries) > _MAX_ENTRIES or len(wanted) > MAX_FILES:
        raise Refused(_TOO_MANY)
    if sum(one.file_size for one in wanted.values()) > MAX_BYTES:
        raise Refused(_TOO_LARGE)
    if any(_leads_out(name) for name in wanted):
        raise Refused(_LEADS_OUT)
    if any(one.flag_bits & _ENCRYPTED for one in wanted.values()):
        raise Refused(_LOCKED)
    return {_inside(name, wanted): _read(archive, one) for name, one in sorted(wanted.items())}


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise Refused(_TOO_LARGE)
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; Chinese Windows writes it in GBK without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gbk"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _wanted(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return not hidden and path.suffix.lower() in {".yaml", ".yml"}


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _inside(name: str, names: Iterable[str]) -> str:
    """Return a name without the one folder that everything was packed in."""
    tops = {PurePosixPath(one).parts[0] for one in names}
    path = PurePosixPath(name)
    return "/".join(path.parts[1:]) if len(tops) == 1 and len(path.parts) > 1 else name


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


_TOO_LARGE = Blocker(
    "sites.upload_too_large",
    Text(
        "文件太大：解开后合计不超过 4 MB。请只放方案的 .yaml 文件。",
        "Too large: 4 MB in all when unpacked. Put in the handbook's .yaml files only.",
    ),
)
_TOO_MANY = Blocker(
    "sites.upload_too_many",
    Text(
        "文件太多：最多 200 个。请只放方案的 .yaml 文件。",
        "Too many files: 200 at most. Put in the handbook's .yaml files only.",
    ),
)
_ONE_ZIP = Blocker(
    "sites.upload_one_zip",
    Text(
        "压缩包请单独上传，不要和其他文件一起选。",
        "Upload the zip alone, without other files beside it.",
    ),
)
_BROKEN_ZIP = Blocker(
    "sites.upload_broken",
    Text(
        "压缩包打不开，可能已损坏。请重新压缩为 .zip 再上传。",
        "The zip cannot be opened; it may be damaged. Pack it again as .zip and upload it.",
    ),
)
_LOCKED = Blocker(
    "sites.upload_locked",
    Text(
        "压缩包有密码，无法读取。请去掉密码再上传。",
        "The zip has a password. Pack it without one and upload it again.",
    ),
)
_LEADS_OUT = Blocker(
    "sites.upload_leads_out",
    Text(
        "压缩包里有指向文件夹以外的路径，已拒绝。请重新压缩方案文件夹。",
        "The zip names a place outside its folder and is refused. Pack the folder again.",
    ),
)

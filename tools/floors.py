"""The order of the house, read from the import contracts: one source for all guards."""

import tomllib
from functools import cache

from tools.shell import ROOT

#: Floors whose children are modules of their own.
SHELVES = {"platform", "reference", "resources", "services", "processes"}


@cache
def order(contract: str) -> list[list[str]]:
    """Return the layers of a contract, the highest first; siblings stand together."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(found["layers"] for found in contracts if found["id"] == contract)
    return [[name.strip(" ()") for name in layer.split("|")] for layer in layers]


def _height(contract: str, name: str) -> int:
    for depth, names in enumerate(order(contract)):
        if name in names:
            return -depth
    raise LookupError(f"{name} stands on no layer of the contract {contract}")


def module_of(dotted: str) -> str:
    """Return the module of a dotted Python name: ``work`` or ``services.desk``."""
    parts = dotted.removeprefix("dayuan.").split(".")
    return ".".join(parts[:2]) if parts[0] in SHELVES else parts[0]


def may_know(lower: str, upper: str) -> bool:
    """Tell whether module ``lower`` may refer to module ``upper``, as imports may."""
    if lower == upper:
        return True
    floor, other = lower.split(".")[0], upper.split(".")[0]
    if floor != other:
        return _height("floors", floor) > _height("floors", other)
    contract = {"platform": "platform-order", "reference": "reference-order"}.get(floor)
    if contract is None:
        return False
    mine, theirs = lower.split(".")[1], upper.split(".")[1]
    return _height(contract, mine) > _height(contract, theirs)

"""Kinds of import contracts of our own: doors of modules, and a package that stands alone."""

import sys
from dataclasses import dataclass
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True, slots=True)
class Trespass:
    """One import that goes around the doors of a module."""

    importer: str
    imported: str
    line: int


class FrontDoorContract(Contract):
    """Modules may reach into another one only through the names listed as doors.

    Options:
        floors: packages whose children are modules (``dayuan.services``).
        modules: packages that are one module themselves (``dayuan.work``).
        doors: names inside a module that every other module may import.
        closed: with it instead of ``doors``, every name is open but these.
        back_doors: further names, for ``stewards`` alone.
        stewards: packages that put the house together (``dayuan.config``).
        importers: with it, only imports by these packages are looked at.
    """

    type_name = "front_door"

    floors = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    modules = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    doors = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    closed = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    back_doors = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    stewards = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    importers = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that is not through a door."""
        found = [
            Trespass(importer, imported, _line(graph, importer, imported))
            for imported in sorted(graph.modules)
            if (module := self.module_of(imported))
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if self._looks_at(importer, module) and not self.may_enter(importer, module, imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print who went around which door, and where."""
        for trespass in cast(list[Trespass], check.metadata["found"]):
            place = f"{trespass.importer} (l.{trespass.line})"
            output.print_error(f"- {place} reaches into {trespass.imported}", bold=False)
        ways = ", ".join(self._words("doors")) or f"all but {', '.join(self._words('closed'))}"
        output.print(f"Doors are: {ways}.")

    def module_of(self, name: str) -> str | None:
        """Return the module that a Python name belongs to, if it is one of ours."""
        for module in self._words("modules"):
            if _inside(name, module):
                return module
        for floor in self._words("floors"):
            if name.startswith(f"{floor}."):
                return f"{floor}.{name.removeprefix(f'{floor}.').split('.')[0]}"
        return None

    def may_enter(self, importer: str, module: str, imported: str) -> bool:
        """Tell whether an import goes through a door; a module itself is none."""
        door = imported.removeprefix(module).strip(".").split(".")[0]
        steward = any(_inside(importer, name) for name in self._words("stewards"))
        if steward and door in self._words("back_doors"):
            return True
        if closed := self._words("closed"):
            return bool(door) and door not in closed
        return door in self._words("doors")

    def _words(self, option: str) -> list[str]:
        return cast(list[str], getattr(self, option))

    def _looks_at(self, importer: str, module: str) -> bool:
        watched = self._words("importers")
        return not _inside(importer, module) and (
            not watched or any(_inside(importer, name) for name in watched)
        )


class AloneContract(Contract):
    """A package imports nothing but what is listed; parts of it share nothing but what is listed.

    Options:
        package: what stands alone.
        below: packages of the house that it may import.
        packages: packages made by others that it may import, beside Python's own.
        apart: its modules that import of the package only what is ``shared``.
        shared: what those may import.
    """

    type_name = "alone"

    package = fields.StringField()
    below = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    packages = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    apart = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    shared = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that leads outside of what is listed."""
        package = str(self.package)
        found = [
            Trespass(importer, imported, _line(graph, importer, imported))
            for importer in sorted(graph.modules)
            if _inside(importer, package)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self.may_import(importer, imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print who imported what, and where."""
        for trespass in cast(list[Trespass], check.metadata["found"]):
            place = f"{trespass.importer} (l.{trespass.line})"
            output.print_error(f"- {place} imports {trespass.imported}", bold=False)

    def may_import(self, importer: str, imported: str) -> bool:
        """Tell whether an import stays within what is listed."""
        own = _inside(imported, str(self.package))
        if importer in self._words("apart"):
            allowed = [*self._words("shared"), *self._words("below")]
            return imported in sys.stdlib_module_names or _in_one_of(imported, allowed)
        allowed = [*self._words("below"), *self._words("packages"), *sys.stdlib_module_names]
        return own or _in_one_of(imported, allowed)

    def _words(self, option: str) -> list[str]:
        return cast(list[str], getattr(self, option))


def _in_one_of(name: str, packages: list[str]) -> bool:
    return any(_inside(name, package) for package in packages)


def _line(graph: ImportGraph, importer: str, imported: str) -> int:
    details = graph.get_import_details(importer=importer, imported=imported)
    return int(details[0]["line_number"]) if details else 0


def _inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")

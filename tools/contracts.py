"""A kind of import contract of our own: another module is entered by its doors."""

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


def _line(graph: ImportGraph, importer: str, imported: str) -> int:
    details = graph.get_import_details(importer=importer, imported=imported)
    return int(details[0]["line_number"]) if details else 0


def _inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")

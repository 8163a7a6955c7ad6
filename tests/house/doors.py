"""The *doors* contract: a domain is entered from another one through its doors only."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """``domains`` may be imported by other floors only through their ``doors``; ``wiring`` floors may import anything.

    The bug behind it: a page that reads another domain's models bypasses its policy, and nothing notices.
    """

    domains = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    wiring = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        breaches = [
            (importer, imported)
            for domain in self.domains
            for imported in self._inner(graph, domain)
            for importer in graph.find_modules_that_directly_import(imported)
            if self._is_stranger(importer, domain)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": sorted(breaches)})

    def _inner(self, graph: ImportGraph, domain: str) -> list[str]:
        """Every module of the domain that is not behind a door."""
        home = f"yunjian.{domain}"
        return [m for m in graph.modules if m.startswith(f"{home}.") and m.split(".")[2] not in self.doors]

    def _is_stranger(self, importer: str, domain: str) -> bool:
        parts = importer.split(".")
        floor = parts[1] if len(parts) > 1 else ""
        return floor not in (domain, *self.wiring) and "tests" not in parts

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} enters {imported}: use its actions, queries, events or definitions")

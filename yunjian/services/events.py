"""What others may hear from services. Past tense; ids and digests only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueImported:
    """A catalogue of items was read: so many items are new, so many were in force as they are."""

    kind = "services.catalogue.imported"
    title = "导入事项目录"
    added: int
    unchanged: int
    flagged: int

    @property
    def subject(self) -> str:
        return "services.catalogue"

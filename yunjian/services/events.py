"""What others may hear from services. Past tense; ids and digests only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueImported:
    """A catalogue of items was read: so many items are new, so many were in force as they are."""

    kind = "services.catalogue.imported"
    title = "事项目录导入"
    added: int
    unchanged: int
    flagged: int

    @property
    def subject(self) -> str:
        return "services.catalogue"


@dataclass(frozen=True)
class GuideKept:
    """Somebody kept a guide made for their answers; neither who nor what they answered is said."""

    kind = "services.guide.kept"
    title = "个人办事指南保存"
    guide: int
    about: str

    @property
    def subject(self) -> str:
        return f"services.guide:{self.guide}"


@dataclass(frozen=True)
class GuidesExpired:
    """Guides kept for their time were erased."""

    kind = "services.guide.expired"
    title = "个人办事指南到期清除"
    count: int

    @property
    def subject(self) -> str:
        return "services.guide"

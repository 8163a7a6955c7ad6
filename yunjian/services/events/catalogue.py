"""What others may hear of items, their drafts and personal guides."""

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


@dataclass(frozen=True)
class TradeLicenceIssued:
    """The one licence of a trade was issued, composed of these permits."""

    kind = "services.licence.issued"
    title = "一业一证综合许可证核发"
    trade: str
    certificate: int
    holder: str
    permits: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"services.trade:{self.trade}"


@dataclass(frozen=True)
class ItemsDrafted:
    """A department handed in a catalogue file: so many drafts, so many older ones replaced, so many rows left out."""

    kind = "services.draft.made"
    title = "事项起草"
    file: int
    unit: str
    drafts: int
    replaced: int
    left_out: int
    digest: str

    @property
    def subject(self) -> str:
        return f"services.draft-file:{self.file}"


@dataclass(frozen=True)
class RetirementDrafted:
    """A department asked that an item end on a day."""

    kind = "services.draft.retirement"
    title = "事项申请取消"
    draft: int
    unit: str
    item: str
    ends_on: str

    @property
    def subject(self) -> str:
        return f"services.draft:{self.draft}"


@dataclass(frozen=True)
class DraftsChecked:
    """Another person said that drafts are right."""

    kind = "services.draft.checked"
    title = "事项草稿审核通过"
    drafts: tuple[int, ...]

    @property
    def subject(self) -> str:
        return "services.draft"


@dataclass(frozen=True)
class DraftSentBack:
    """A draft was not taken."""

    kind = "services.draft.sent-back"
    title = "事项草稿退回"
    draft: int
    unit: str
    item: str

    @property
    def subject(self) -> str:
        return f"services.draft:{self.draft}"


@dataclass(frozen=True)
class DraftWithdrawn:
    """A department took a draft back."""

    kind = "services.draft.withdrawn"
    title = "事项草稿撤回"
    draft: int
    unit: str
    item: str

    @property
    def subject(self) -> str:
        return f"services.draft:{self.draft}"


@dataclass(frozen=True)
class DraftsPublished:
    """Drafts became editions of the catalogue, from a day on."""

    kind = "services.draft.published"
    title = "事项草稿发布"
    drafts: tuple[int, ...]
    begins_on: str

    @property
    def subject(self) -> str:
        return "services.draft"

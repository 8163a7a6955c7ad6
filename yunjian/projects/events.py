"""What others may hear of projects. Past tense; ids, keys, digests and figures only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfProject:
    project: int
    key: str
    unit: str
    year: int

    @property
    def subject(self) -> str:
        return f"projects.project:{self.project}"


@dataclass(frozen=True)
class ProjectRegistered(_OfProject):
    """A project came into the register: from a definition (its digest) or a disclosure (its id and note)."""

    kind = "projects.project.registered"
    title = "项目入库"
    digest: str
    disclosure: int | None
    note: int | None


@dataclass(frozen=True)
class ProjectChanged(_OfProject):
    """A later source says something else; ``changes`` are lines of field, before and after."""

    kind = "projects.project.changed"
    title = "项目信息变更"
    changes: tuple[tuple[str, str, str], ...]
    digest: str
    disclosure: int | None
    note: int | None


@dataclass(frozen=True)
class ProjectWithdrawn(_OfProject):
    """A project was taken out of the register; what it said is kept."""

    kind = "projects.project.withdrawn"
    title = "项目退库"


@dataclass(frozen=True)
class ProjectsAdopted:
    """The register was brought in step with the district's definitions."""

    kind = "projects.register.adopted"
    title = "项目库按定义更新"
    registered: int
    changed: int
    withdrawn: int
    unchanged: int

    @property
    def subject(self) -> str:
        return "projects.register:all"


@dataclass(frozen=True)
class _OfDisclosure:
    disclosure: int
    unit: str

    @property
    def subject(self) -> str:
        return f"projects.import:{self.disclosure}"


@dataclass(frozen=True)
class ImportProposed(_OfDisclosure):
    """Every project of a disclosure was set beside the register."""

    kind = "projects.import.proposed"
    title = "公开文件与项目库比对"
    year: int
    new: int
    different: int
    same: int


@dataclass(frozen=True)
class ImportSetAside(_OfDisclosure):
    """The disclosure was corrected or taken back; what was still open of it no longer asks for a decision."""

    kind = "projects.import.set_aside"
    title = "未处理的比对结果作废"
    proposals: int


@dataclass(frozen=True)
class ProposalConfirmed(_OfDisclosure):
    kind = "projects.proposal.confirmed"
    title = "比对结果确认入库"
    proposal: int
    project: int


@dataclass(frozen=True)
class ProposalDismissed(_OfDisclosure):
    kind = "projects.proposal.dismissed"
    title = "比对结果不采纳"
    proposal: int


@dataclass(frozen=True)
class ConfirmationWithdrawn(_OfDisclosure):
    kind = "projects.proposal.confirmation_withdrawn"
    title = "比对结果的确认收回"
    proposal: int
    project: int

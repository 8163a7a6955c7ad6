"""What other floors may hear of budgets. Past tense; ids and digests only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfDisclosure:
    disclosure: int
    unit: str

    @property
    def subject(self) -> str:
        return f"budgets.disclosure:{self.disclosure}"


@dataclass(frozen=True)
class DisclosureReceived(_OfDisclosure):
    """A file was handed in, by an officer or with the district's pack."""

    kind = "budgets.disclosure.received"
    title = "公开文件收到"
    digest: str


@dataclass(frozen=True)
class ReadingRequested(_OfDisclosure):
    """An officer asked for a file to be read once more."""

    kind = "budgets.disclosure.reading_requested"
    title = "要求重新读取文件"


@dataclass(frozen=True)
class ReadingStarted(_OfDisclosure):
    """The reader took the file up."""

    kind = "budgets.disclosure.reading_started"
    title = "开始读取文件"


@dataclass(frozen=True)
class DisclosureRead(_OfDisclosure):
    """A file was read and checked; its figures can be asked for from now on."""

    kind = "budgets.disclosure.read"
    title = "文件读取完成"
    year: int
    digest: str
    edition: int
    reader: str
    errors: int


@dataclass(frozen=True)
class DisclosureUnreadable(_OfDisclosure):
    """A file could not be read as a disclosure; it is kept."""

    kind = "budgets.disclosure.unreadable"
    title = "文件无法读取"


@dataclass(frozen=True)
class DisclosureSuperseded(_OfDisclosure):
    """A corrected file for the same unit, year and kind took this one's place."""

    kind = "budgets.disclosure.superseded"
    title = "公开文件被新版取代"
    successor: int


@dataclass(frozen=True)
class DisclosureWithdrawn(_OfDisclosure):
    """An officer took back a file handed in by mistake."""

    kind = "budgets.disclosure.withdrawn"
    title = "公开文件撤回"


@dataclass(frozen=True)
class DisclosureRestored(_OfDisclosure):
    """The edition before came back into force because its successor was withdrawn."""

    kind = "budgets.disclosure.restored"
    title = "前一版公开文件恢复"


@dataclass(frozen=True)
class DisclosureReliedOn(_OfDisclosure):
    """A register took figures from this disclosure; it can no longer be withdrawn."""

    kind = "budgets.disclosure.relied_on"
    title = "公开文件被项目库引用"


@dataclass(frozen=True)
class FindingJudged(_OfDisclosure):
    """The officer said what a finding is worth."""

    kind = "budgets.finding.judged"
    title = "核对结果作出判断"
    fingerprint: str
    verdict: str


@dataclass(frozen=True)
class JudgementWithdrawn(_OfDisclosure):
    """The officer took a judgement back; the finding is open again."""

    kind = "budgets.finding.judgement_withdrawn"
    title = "对核对结果的判断收回"
    fingerprint: str


@dataclass(frozen=True)
class _OfDraft:
    draft: int
    unit: str

    @property
    def subject(self) -> str:
        return f"budgets.draft:{self.draft}"


@dataclass(frozen=True)
class DraftStarted(_OfDraft):
    """An officer began to prepare the department's own disclosure of a year."""

    kind = "budgets.draft.started"
    title = "编制稿建立"
    year: int
    corrects: int


@dataclass(frozen=True)
class DraftSaved(_OfDraft):
    """An officer changed what a draft says."""

    kind = "budgets.draft.saved"
    title = "编制内容保存"
    revision: int
    digest: str


@dataclass(frozen=True)
class DraftDiscarded(_OfDraft):
    """An officer gave a draft up."""

    kind = "budgets.draft.discarded"
    title = "编制稿放弃"


@dataclass(frozen=True)
class DraftSubmitted(_OfDraft):
    """An officer gave a draft to review; its content stands still from now on."""

    kind = "budgets.draft.submitted"
    title = "编制稿送审"
    digest: str
    errors: int


@dataclass(frozen=True)
class DraftWithdrawn(_OfDraft):
    """An officer took a draft back to change it."""

    kind = "budgets.draft.withdrawn"
    title = "编制稿撤回修改"


@dataclass(frozen=True)
class DraftReturned(_OfDraft):
    """A reviewer or an approver sent a draft back with comments."""

    kind = "budgets.draft.returned"
    title = "编制稿退回"


@dataclass(frozen=True)
class DraftReviewed(_OfDraft):
    """Another person reviewed a draft and let it pass."""

    kind = "budgets.draft.reviewed"
    title = "编制稿审核通过"
    digest: str


@dataclass(frozen=True)
class DraftApproved(_OfDraft):
    """A leader approved a draft for publication."""

    kind = "budgets.draft.approved"
    title = "编制稿批准公开"
    digest: str


@dataclass(frozen=True)
class ExceptionSigned(_OfDraft):
    """A leader answers by name for publishing although errors stand."""

    kind = "budgets.draft.exception_signed"
    title = "签字说明后带错误公开"
    digest: str
    errors: int


@dataclass(frozen=True)
class DraftPublished(_OfDraft):
    """A draft became a disclosure in force; ``corrects`` is the edition it corrects, or 0."""

    kind = "budgets.draft.published"
    title = "编制稿公开"
    disclosure: int
    digest: str
    corrects: int


@dataclass(frozen=True)
class FormMade(_OfDisclosure):
    """A published disclosure was written as PDF, Word or Excel; without a digest it could not be."""

    kind = "budgets.form.made"
    title = "公开文件的一种格式生成"
    form: str
    digest: str


@dataclass(frozen=True)
class FinanceApprovalRecorded:
    """An officer wrote down when the finance department approved; the legal time to publish runs from that day."""

    kind = "budgets.approval.recorded"
    title = "财政批复日期登记"
    approval: int
    unit: str
    year: int
    approved_on: str

    @property
    def subject(self) -> str:
        return f"budgets.approval:{self.approval}"


@dataclass(frozen=True)
class DeadlineAnnounced:
    """The legal day of a publication is near (``due``) or has gone by (``overdue``)."""

    kind = "budgets.approval.deadline"
    title = "公开期限临近或已过"
    approval: int
    unit: str
    stage: str
    due_on: str

    @property
    def subject(self) -> str:
        return f"budgets.approval:{self.approval}"

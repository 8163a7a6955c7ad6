"""What others may hear of applications."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ApplicationBegun:
    """Somebody began to apply for an item or one thing; at which window, when helped there."""

    kind = "services.application.begun"
    title = "开始填写申请"
    application: int
    about: str
    edition: str
    assisted_at: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationSaved:
    """A draft was saved; what it says is not said here."""

    kind = "services.application.saved"
    title = "申请草稿保存"
    application: int
    revision: int

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationFilled:
    """Empty fields were filled from what the district has; how many, and not with what."""

    kind = "services.application.filled"
    title = "申请草稿自动填写"
    application: int
    revision: int
    fields: int

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationRenewed:
    """A draft was brought to the edition in force."""

    kind = "services.application.renewed"
    title = "申请草稿改用新版本"
    application: int
    edition: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class PaperGiven:
    """It was said how a paper is given."""

    kind = "services.application.paper-given"
    title = "申请的材料落实"
    application: int
    paper: str
    way: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class PaperTakenBack:
    """A paper is not given after all."""

    kind = "services.application.paper-taken-back"
    title = "申请的材料取回"
    application: int
    paper: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationDiscarded:
    """A draft was thrown away with all it said."""

    kind = "services.application.discarded"
    title = "申请草稿丢弃"
    application: int

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationHandedIn:
    """An application became a case, or the cases of one thing; the commitment binds what was handed in."""

    kind = "services.application.handed-in"
    title = "申请提交"
    application: int
    about: str
    case: int
    parent: int
    filing: int
    commitment: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationHandedInAgain:
    """What was asked for is there; the commitment binds what was handed in then."""

    kind = "services.application.handed-in-again"
    title = "申请补正后再交"
    application: int
    case: int
    filing: int
    commitment: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationLookedAt:
    """Somebody who works on the case read what was filled in."""

    kind = "services.application.looked-at"
    title = "申请内容被查看"
    application: int
    case: int

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationsExpired:
    """Drafts nobody went on with were emptied."""

    kind = "services.application.expired"
    title = "到期的申请草稿清除"
    count: int

    @property
    def subject(self) -> str:
        return "services.application"


@dataclass(frozen=True)
class ApplicationsErased:
    """The drafts of a person who was erased were emptied."""

    kind = "services.application.erased"
    title = "随个人信息删除申请草稿"
    person: int
    count: int

    @property
    def subject(self) -> str:
        return "services.application"


@dataclass(frozen=True)
class ApplicationPreReviewed:
    """The platform looked over what was handed in: which kinds of findings, and nothing of what they say."""

    kind = "services.application.pre-reviewed"
    title = "申请预审"
    application: int
    filing: int
    findings: tuple[str, ...]  # the kind of each

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class ApplicationJudgedByRule:
    """A rule granted an application or left it to a person; the digest binds all it looked at."""

    kind = "services.application.judged-by-rule"
    title = "申请按规则判断"
    application: int
    case: int
    automation: str
    edition: str
    outcome: str
    digest: str

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"


@dataclass(frozen=True)
class PersonAskedFor:
    """The applicant wants a person to look, before a rule decides or after; why is not said here."""

    kind = "services.application.person-asked-for"
    title = "申请人要求人工"
    application: int
    after_decision: bool

    @property
    def subject(self) -> str:
        return f"services.application:{self.application}"

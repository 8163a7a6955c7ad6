"""What others may hear of certificates. Past tense; ids, keys, dates and salted digests only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfCertificate:
    certificate: int
    version: int
    type: str
    unit: str

    @property
    def subject(self) -> str:
        return f"certificates.certificate:{self.certificate}"


@dataclass(frozen=True)
class CertificateIssued(OfCertificate):
    """A certificate was issued; ``digest`` binds what it says, ``batch`` names the batch it came with."""

    kind = "certificates.certificate.issued"
    title = "证照核发"
    identifier: str
    digest: str
    holder: str
    valid_from: str
    valid_before: str | None
    batch: int | None


@dataclass(frozen=True)
class _NewVersion(OfCertificate):
    identifier: str
    digest: str
    valid_from: str
    valid_before: str | None
    step: int


@dataclass(frozen=True)
class CertificateRenewed(_NewVersion):
    """It holds for a further period, as a new version."""

    kind = "certificates.certificate.renewed"
    title = "证照延续"


@dataclass(frozen=True)
class CertificateAmended(_NewVersion):
    """It says something else, as a new version."""

    kind = "certificates.certificate.amended"
    title = "证照变更"


@dataclass(frozen=True)
class CertificateReplaced(_NewVersion):
    """A lost or damaged copy was replaced: the same contents, a new version."""

    kind = "certificates.certificate.replaced"
    title = "证照补换"


@dataclass(frozen=True)
class _Stepped(OfCertificate):
    step: int


@dataclass(frozen=True)
class CertificateSuspended(_Stepped):
    kind = "certificates.certificate.suspended"
    title = "证照暂停"


@dataclass(frozen=True)
class CertificateResumed(_Stepped):
    kind = "certificates.certificate.resumed"
    title = "证照恢复"


@dataclass(frozen=True)
class CertificateRevoked(_Stepped):
    """It ended before its time; ``ground`` is how the law calls that."""

    kind = "certificates.certificate.revoked"
    title = "证照撤销、吊销或注销"
    ground: str


@dataclass(frozen=True)
class CertificateArchived(_Stepped):
    kind = "certificates.certificate.archived"
    title = "证照归档"


@dataclass(frozen=True)
class CertificateExpiring(OfCertificate):
    """It ends in at most so many days: its holder is to be reminded."""

    kind = "certificates.certificate.expiring"
    title = "证照即将到期"
    holder: str
    days: int
    valid_before: str


@dataclass(frozen=True)
class CertificateExpired(OfCertificate):
    """It has ended by time."""

    kind = "certificates.certificate.expired"
    title = "证照到期"
    holder: str
    valid_before: str


@dataclass(frozen=True)
class CertificateLookedAt(OfCertificate):
    """Somebody saw what it says: which fields and under which kind of look; the words are in the look's own row."""

    kind = "certificates.certificate.looked_at"
    title = "证照查看"
    look: int
    how: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CertificateErased(OfCertificate):
    """What it said was erased; that it existed, and its digests, stay."""

    kind = "certificates.certificate.erased"
    title = "证照内容删除"
    versions: int


@dataclass(frozen=True)
class _OfBatch:
    batch: int
    type: str
    unit: str

    @property
    def subject(self) -> str:
        return f"certificates.batch:{self.batch}"


@dataclass(frozen=True)
class BatchReceived(_OfBatch):
    """A file with certificates to issue came in; ``digest`` is the file's."""

    kind = "certificates.batch.received"
    title = "批量核发受理"
    rows: int
    digest: str


@dataclass(frozen=True)
class BatchContinued(_OfBatch):
    """Some rows of a batch were decided: so many issued, so many refused."""

    kind = "certificates.batch.continued"
    title = "批量核发进行"
    issued: int
    refused: int
    left: int


@dataclass(frozen=True)
class BatchRowsErased(_OfBatch):
    """The rows of a finished batch were erased: what was issued stands in the certificates."""

    kind = "certificates.batch.erased"
    title = "批量核发原始行删除"
    rows: int

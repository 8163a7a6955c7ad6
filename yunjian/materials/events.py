"""What others may hear of materials. Past tense; ids and commitments only: no digest by which a file could be found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfMaterial:
    material: int

    @property
    def subject(self) -> str:
        return f"materials.material:{self.material}"


@dataclass(frozen=True)
class MaterialKept(_OfMaterial):
    """A file was handed in and kept; ``commitment`` is proven by the holder's receipt and tells nothing else."""

    kind = "materials.material.kept"
    title = "材料收下保存"
    holder: str
    type: str
    commitment: str
    way: str


@dataclass(frozen=True)
class MaterialChecked(_OfMaterial):
    """The file was opened in confinement and scanned, and may be used."""

    kind = "materials.material.checked"
    title = "材料检查通过"
    scan: str
    pages: int


@dataclass(frozen=True)
class MaterialRefused(_OfMaterial):
    """The file was found unfit and destroyed; the holder is told why."""

    kind = "materials.material.refused"
    title = "材料检查不合格"
    scan: str


@dataclass(frozen=True)
class CopiesMade(_OfMaterial):
    """Copies that can be shown were made of it."""

    kind = "materials.material.copied"
    title = "材料制作展示件"
    count: int


@dataclass(frozen=True)
class FieldsRead(_OfMaterial):
    """Its key fields were read, or corrected by a person; which ones, not what they say."""

    kind = "materials.material.read"
    title = "材料关键信息读出"
    fields: tuple[str, ...]
    by_person: bool


@dataclass(frozen=True)
class MaterialSuperseded(_OfMaterial):
    """The holder handed in a newer one in its place."""

    kind = "materials.material.superseded"
    title = "材料被新的一份取代"
    newer: int


@dataclass(frozen=True)
class MaterialExpiring(_OfMaterial):
    """Its validity ends within a month."""

    kind = "materials.material.expiring"
    title = "材料有效期将满"
    holder: str
    valid_until: str


@dataclass(frozen=True)
class DeletionWanted(_OfMaterial):
    """The holder wants it deleted; the rules keep it until a day."""

    kind = "materials.deletion.wanted"
    title = "本人要求删除材料"
    kept_until: str


@dataclass(frozen=True)
class MaterialErased(_OfMaterial):
    """Its key was destroyed: nobody can read it any more. ``why`` is HOLDER, RETENTION or PERSON."""

    kind = "materials.material.erased"
    title = "材料删除"
    why: str


@dataclass(frozen=True)
class MaterialOpened(_OfMaterial):
    """Its holder opened or took away the original."""

    kind = "materials.material.opened"
    title = "本人打开材料原件"


@dataclass(frozen=True)
class ReceiptTaken(_OfMaterial):
    """Its holder took the receipt."""

    kind = "materials.receipt.taken"
    title = "本人取走材料回执"


@dataclass(frozen=True)
class ReceiptVerified(_OfMaterial):
    """Staff compared a file with what was handed in."""

    kind = "materials.receipt.verified"
    title = "按回执核对材料"
    matches: bool


@dataclass(frozen=True)
class _OfConsent:
    consent: int

    @property
    def subject(self) -> str:
        return f"materials.consent:{self.consent}"


@dataclass(frozen=True)
class MaterialsLent(_OfConsent):
    """A holder lets an office use materials for one matter."""

    kind = "materials.consent.given"
    title = "同意使用材料"
    holder: str
    unit: str
    matter: str
    materials: tuple[int, ...]


@dataclass(frozen=True)
class ConsentWithdrawn(_OfConsent):
    """The holder took the consent back."""

    kind = "materials.consent.withdrawn"
    title = "收回使用材料的同意"
    unit: str


@dataclass(frozen=True)
class MaterialUsed(_OfConsent):
    """Somebody of the office opened a material under the consent."""

    kind = "materials.material.used"
    title = "经办人按同意打开材料"
    material: int
    unit: str
    matter: str


@dataclass(frozen=True)
class _OfUpload:
    upload: int

    @property
    def subject(self) -> str:
        return f"materials.upload:{self.upload}"


@dataclass(frozen=True)
class UploadBegun(_OfUpload):
    """Somebody began to send a file part by part."""

    kind = "materials.upload.begun"
    title = "开始分段上传"
    holder: str
    size: int


@dataclass(frozen=True)
class PartReceived(_OfUpload):
    """A part of the file arrived."""

    kind = "materials.upload.part_received"
    title = "收到一段上传"
    offset: int
    size: int


@dataclass(frozen=True)
class UploadCompleted(_OfUpload):
    """The last part arrived; the file is put together in the background."""

    kind = "materials.upload.completed"
    title = "分段上传完毕"


@dataclass(frozen=True)
class UploadSettled(_OfUpload):
    """The upload became a material, or was refused."""

    kind = "materials.upload.settled"
    title = "分段上传有了结果"
    material: int | None


@dataclass(frozen=True)
class RetentionKept:
    """The clock kept the periods: so many unfinished uploads (UPLOADS), materials (ERASED, PERSON), reminders."""

    kind = "materials.retention.kept"
    title = "材料保存期限例行检查"
    what: str
    count: int

    @property
    def subject(self) -> str:
        return f"materials.retention:{self.what}"


@dataclass(frozen=True)
class KeysTurned:
    """Envelopes were wrapped anew by the current district key."""

    kind = "materials.keys.turned"
    title = "材料密钥更换后重新封装"
    key: str
    count: int

    @property
    def subject(self) -> str:
        return f"materials.keys:{self.key}"

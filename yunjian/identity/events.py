"""What others may hear of identity. Past tense; ids and digests only, never a phone, an address or a code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfAccount:
    account: int

    @property
    def subject(self) -> str:
        return f"parties.account:{self.account}"


@dataclass(frozen=True)
class AccountSignedIn(_OfAccount):
    """Somebody came in, by these methods, on a device of this number."""

    kind = "identity.account.signed_in"
    title = "登录成功"
    device: int
    methods: str


@dataclass(frozen=True)
class AccountSignedOut(_OfAccount):
    """A device is no longer signed in, and why."""

    kind = "identity.account.signed_out"
    title = "已退出登录"
    device: int
    end: str


@dataclass(frozen=True)
class SessionRekeyed(_OfAccount):
    """A device goes on under another session key, since the password changed."""

    kind = "identity.session.rekeyed"
    title = "改密码后会话换了密钥"
    device: int


@dataclass(frozen=True)
class SignInFailed:
    """A name, a phone or a factor (as a digest) was not proven; ``locked`` when that was once too often."""

    kind = "identity.sign_in.failed"
    title = "登录失败"
    of: str
    locked: bool

    @property
    def subject(self) -> str:
        return f"identity.sign_in:{self.of}"


@dataclass(frozen=True)
class PasswordProven(_OfAccount):
    """The right password was given; a second factor may still be wanting."""

    kind = "identity.password.proven"
    title = "密码验证通过"


@dataclass(frozen=True)
class FactorProven(_OfAccount):
    """A second factor was proven: ``TOTP``, ``RECOVERY`` or ``PASSKEY``."""

    kind = "identity.factor.proven"
    title = "第二因素验证通过"
    factor: str


@dataclass(frozen=True)
class FactorAdded(_OfAccount):
    kind = "identity.factor.added"
    title = "第二因素绑定"
    factor: str


@dataclass(frozen=True)
class FactorRemoved(_OfAccount):
    kind = "identity.factor.removed"
    title = "第二因素解除"
    factor: str


@dataclass(frozen=True)
class RecoveryCodesMade(_OfAccount):
    """The owner was shown ten new codes; those of before hold no more."""

    kind = "identity.recovery_codes.made"
    title = "恢复码重新生成"


@dataclass(frozen=True)
class RecoveryIssued(_OfAccount):
    """A one-time code was handed over so that the owner can choose a new password."""

    kind = "identity.recovery.issued"
    title = "一次性找回码发出"
    resets_factors: bool


@dataclass(frozen=True)
class RecoveryUsed(_OfAccount):
    kind = "identity.recovery.used"
    title = "一次性找回码使用"
    resets_factors: bool


@dataclass(frozen=True)
class PhoneCodeSent:
    """A code is on its way to a phone, known here by its digest."""

    kind = "identity.phone_code.sent"
    title = "短信验证码发出"
    of: str
    text: int

    @property
    def subject(self) -> str:
        return f"identity.phone:{self.of}"


@dataclass(frozen=True)
class PhoneProven:
    """Whoever holds the phone gave back the code that was sent to it."""

    kind = "identity.phone.proven"
    title = "手机号验证通过"
    of: str

    @property
    def subject(self) -> str:
        return f"identity.phone:{self.of}"


@dataclass(frozen=True)
class CitizenRegistered(_OfAccount):
    """A person opened an account of their own by phone; ``enterprise`` is the one they say they speak for."""

    kind = "identity.citizen.registered"
    title = "个人注册账号"
    person: int
    enterprise: int | None


@dataclass(frozen=True)
class TextSettled:
    """A text message was sent or refused."""

    kind = "identity.text.settled"
    title = "短信有了结果"
    text: int
    state: str

    @property
    def subject(self) -> str:
        return f"identity.text:{self.text}"


@dataclass(frozen=True)
class TextKept:
    """The local stand-in took a text message for the demonstration to show."""

    kind = "identity.text.kept"
    title = "演示短信留存"
    text: int

    @property
    def subject(self) -> str:
        return f"identity.kept_text:{self.text}"


@dataclass(frozen=True)
class IdentityLinked(_OfAccount):
    """An account was tied to a subject (a digest of it) of an outside identity provider."""

    kind = "identity.outside.linked"
    title = "外部身份绑定"
    provider: str
    of: str


@dataclass(frozen=True)
class IdentityUnlinked(_OfAccount):
    kind = "identity.outside.unlinked"
    title = "外部身份解绑"
    provider: str


@dataclass(frozen=True)
class OutsideIdentityProven(_OfAccount):
    """An outside identity provider said who somebody is."""

    kind = "identity.outside.proven"
    title = "外部身份验证通过"
    provider: str


@dataclass(frozen=True)
class OutsideIdentityRefused:
    """An outside identity provider named a subject (a digest of it) that no account is tied to."""

    kind = "identity.outside.refused"
    title = "外部身份没有对应的账号"
    provider: str
    of: str

    @property
    def subject(self) -> str:
        return f"identity.outside:{self.provider}"


@dataclass(frozen=True)
class ClientRegistered:
    """Another system may ask people to sign in here."""

    kind = "identity.client.registered"
    title = "其他系统接入登录"
    client: str

    @property
    def subject(self) -> str:
        return f"identity.client:{self.client}"


@dataclass(frozen=True)
class ClientWithdrawn:
    kind = "identity.client.withdrawn"
    title = "其他系统停止接入"
    client: str

    @property
    def subject(self) -> str:
        return f"identity.client:{self.client}"


@dataclass(frozen=True)
class ClientTold(_OfAccount):
    """Its owner agreed that another system learns who they are."""

    kind = "identity.client.told"
    title = "本人同意向其他系统告知身份"
    client: str


@dataclass(frozen=True)
class StaffSynchronised:
    """The staff were brought in step with a file of the personnel system."""

    kind = "identity.staff.synchronised"
    title = "人员名册同步"
    digest: str
    added: int
    changed: int
    left: int
    returned: int

    @property
    def subject(self) -> str:
        return "identity.staff:all"


@dataclass(frozen=True)
class SecretsResealed:
    """What a former key of the installation sealed is under the present one; so many could not be brought there."""

    kind = "identity.secrets.resealed"
    title = "换签名密钥后重新封存"
    factors: int
    phones: int
    values: int
    left: int

    @property
    def subject(self) -> str:
        return "identity.secrets:all"


@dataclass(frozen=True)
class PersonalDataErased:
    """Addresses, browsers and codes that were kept long enough are gone."""

    kind = "identity.records.erased"
    title = "到期的登录记录清除"
    devices: int
    codes: int

    @property
    def subject(self) -> str:
        return "identity.records:all"

"""What others may hear of certificates in wallets. Past tense; ids and keys only."""

from dataclasses import dataclass

from .certificates import OfCertificate


@dataclass(frozen=True)
class WalletOffered(OfCertificate):
    """Its holder asked to have it in a wallet."""

    kind = "certificates.wallet.offered"
    title = "证照领取码发出"
    offer: int


@dataclass(frozen=True)
class WalletOfferTaken(OfCertificate):
    """A wallet presented the code and the number."""

    kind = "certificates.wallet.taken"
    title = "证照领取码使用"
    offer: int


@dataclass(frozen=True)
class WalletOfferFailed(OfCertificate):
    """A wallet presented the code with a wrong number; after some the offer is closed."""

    kind = "certificates.wallet.failed"
    title = "证照领取数字码错误"
    offer: int
    tries: int


@dataclass(frozen=True)
class WalletRequestPushed(OfCertificate):
    """A wallet asked for it with the mark of the holder's offer; the holder has not agreed yet."""

    kind = "certificates.wallet.pushed"
    title = "数字钱包请求领取证照"
    offer: int
    request: int


@dataclass(frozen=True)
class WalletRequestAnswered(OfCertificate):
    """Its holder agreed to what a wallet asked, or did not."""

    kind = "certificates.wallet.answered"
    title = "持证人答复数字钱包"
    offer: int
    request: int
    agreed: bool


@dataclass(frozen=True)
class WalletCodeMisused(OfCertificate):
    """A code was presented again, late, or by another than it was given to: it and its offer have ended."""

    kind = "certificates.wallet.misused"
    title = "授权码使用不当"
    offer: int
    request: int
    reason: str


@dataclass(frozen=True)
class CredentialsGiven(OfCertificate):
    """Credentials of it were put into a wallet, each bound to a key of the wallet's."""

    kind = "certificates.credential.given"
    title = "证照放入数字钱包"
    credentials: tuple[int, ...]


@dataclass(frozen=True)
class WalletAsked:
    """A window asks a wallet for a certificate."""

    kind = "certificates.question.asked"
    title = "向数字钱包核验证照"
    question: int
    type: str
    claims: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"certificates.question:{self.question}"


@dataclass(frozen=True)
class WalletAnswered:
    """A wallet answered: ``reason`` says why it was not accepted, empty when it was."""

    kind = "certificates.question.answered"
    title = "数字钱包出示证照"
    question: int
    certificate: int | None
    claims: tuple[str, ...]
    reason: str

    @property
    def subject(self) -> str:
        return f"certificates.question:{self.question}"


@dataclass(frozen=True)
class QuestionsClosed:
    """What wallets showed was put away, and old codes with it."""

    kind = "certificates.question.closed"
    title = "核验结果清除"
    questions: tuple[int, ...]
    nonces: int

    @property
    def subject(self) -> str:
        return "certificates.questions"

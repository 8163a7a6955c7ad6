"""The door of outside organisations: ask a holder, hear what became of it, fetch once, keep the receipt."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from yunjian.kernel.addresses import base_of
from yunjian.kernel.api.callers import Key, scope
from yunjian.kernel.api.kinds import Name
from yunjian.kernel.api.repeats import given_once
from yunjian.kernel.api.root import router

from .. import actions, policy, queries

ASK = scope("social-use:ask", _("以外部机构的名义向持证人请求证照上的内容"), policy.ASK)
routes = router("social-use")
Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Plain = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", max_length=160)]
Reference = Annotated[str, StringConstraints(pattern=r"^[^\u0000\s][^\u0000]*$", max_length=80)]


class AskedFieldOut(Schema):
    """A field of a certificate."""

    name: str
    title: str


class ScenarioOut(Schema):
    """A scenario: what may be asked for, of which certificate, for what."""

    key: str
    title: str
    purpose: str
    certificate: str = Field(description=gettext_noop("证照类型的键"))
    certificate_title: str
    organisations: list[str] = Field(description=gettext_noop("哪些类型的机构可以请求"))
    required: list[AskedFieldOut] = Field(description=gettext_noop("同意就要给的字段"))
    optional: list[AskedFieldOut] = Field(description=gettext_noop("持证人可以不给的字段"))
    consent: str = Field(description=gettext_noop("持证人看到的同意书"))
    kept_days: int = Field(description=gettext_noop("收到后最多保存几天；0 为用后即删"))
    answer_minutes: int = Field(description=gettext_noop("请求等候答复几分钟后失效"))
    agents: bool = Field(description=gettext_noop("受托人能否代为同意"))
    basis: list[str]


class AskIn(Schema):
    """Which scenario, under which reference of one's own, and whom: by name and number, or by the code shown."""

    model_config = ConfigDict(extra="forbid")

    scenario: Name = Field(description=gettext_noop("场景的键，见 /social-use/scenarios"))
    reference: Reference = Field(description=gettext_noop("机构自己的业务编号，不能重复使用"))
    name: Plain = Field("", description=gettext_noop("持证人姓名或名称；写了 code 就不写"))
    number: Plain = Field("", description=gettext_noop("身份证号或统一社会信用代码；写了 code 就不写"))
    code: Plain = Field("", description=gettext_noop("持证人出示的授权码；写了姓名和号码就不写"))


class AskingOut(Schema):
    """What has become of a request. It is the same for unknown, refused, unanswered and no such certificate."""

    id: str
    scenario: str
    reference: str
    state: Literal["PENDING", "READY", "FETCHED", "WITHDRAWN", "NO_ANSWER"] = Field(
        description=gettext_noop(
            "PENDING 等候，READY 可以取回，FETCHED 已取回，WITHDRAWN 持证人已撤回，NO_ANSWER 没有同意"
        )
    )
    asked_at: datetime
    expires_at: datetime
    delete: bool = Field(description=gettext_noop("持证人撤回了，已经取回的内容要删除"))


class GivenFieldsOut(Schema):
    """The fields the holder agreed to, and the same signed."""

    id: str
    scenario: str
    fields: dict[str, str] = Field(description=gettext_noop("同意的字段和内容，没有别的"))
    kept_until: date = Field(description=gettext_noop("最多保存到哪一天"))
    jws: str = Field(description=gettext_noop("同样的内容，由本区签名（JWS）；公钥见 /.well-known/jwt-vc-issuer"))
    sd_jwt: str = Field(description=gettext_noop("form=sd-jwt 时：同样的内容，SD-JWT VC 形式；此时 jws 为空"))


class FormAsked(Schema):
    """In which form the answer is wanted."""

    form: Literal["jws", "sd-jwt"] = Field("jws", description=gettext_noop("签名的形式：jws 或 sd-jwt（SD-JWT VC）"))


class AgreedOut(Schema):
    """What the holder agreed to; the ledger holds its digest."""

    asking: str
    organisation: str
    credit_code: str
    scenario: str
    edition: date
    purpose: str
    reference: str
    certificate_type: str
    certificate: str = Field(description=gettext_noop("证照编号的加盐摘要：除了本区，谁也认不出是哪一张"))
    fields: list[str]
    kept_until: date


class AskingEntryOut(Schema):
    """An entry of the ledger about the request."""

    kind: str
    at: datetime
    position: int | None = Field(description=gettext_noop("账本里的位置；还没有封存时为 null"))
    digest: str = Field(description=gettext_noop("账本树叶的 SHA-256"))


class AskingReceiptOut(Schema):
    """The receipt, the same as the holder's."""

    format: str
    asking: str
    organisation: str
    credit_code: str
    scenario: str
    edition: date
    purpose: str
    reference: str
    fields: list[str]
    kept_until: date | None
    consent: str = Field(description=gettext_noop("同意的摘要"))
    disclosure: str = Field(description=gettext_noop("传出的 JWS 的 SHA-256"))
    asked_at: datetime
    decided_at: datetime | None
    fetched_at: datetime | None
    withdrawn_at: datetime | None
    entries: list[AskingEntryOut]


class AskingProofOut(Schema):
    """The organisation's receipt as a file: nothing in it is without proof. ``yunjian verify`` reads it."""

    format: str
    agreed: AgreedOut
    proofs: list[str] = Field(description=gettext_noop("账本的证明文件（C2SP tlog-proof），含签名的检查点"))


@routes.get("/social-use/scenarios", response=list[ScenarioOut], summary=gettext_noop("证照应用场景"))
def list_scenarios(request: HttpRequest) -> Any:
    """Every scenario in force: what everybody may know."""
    found = queries.scenarios(reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return [_scenario(each) for each in found]


@routes.post("/social-use/requests", response={201: AskingOut}, auth=Key(ASK), summary=gettext_noop("请求证照上的内容"))
def ask_holder(request: HttpRequest, response: HttpResponse, given: AskIn) -> Any:
    """Ask a holder. The answer does not tell whether there is such a person or such a certificate."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    made = actions.ask(actions.Wanted(**given.model_dump()), by=by, at=now)
    response["Location"] = f"{request.path}/{made.token}"
    return Status(201, queries.told(made.token, reader=by, at=now))


@routes.get("/social-use/requests/{asking}", response=AskingOut, auth=Key(ASK), summary=gettext_noop("请求的结果"))
def read_asking(request: HttpRequest, asking: Path[Token]) -> Any:
    """What has become of a request; with If-None-Match only when something has."""
    return queries.told(asking, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]


@routes.post(
    "/social-use/requests/{asking}/disclosure",
    response=GivenFieldsOut,
    auth=Key(ASK),
    summary=gettext_noop("取回同意的内容（只给一次）"),
)
@given_once
def fetch_disclosure(
    request: HttpRequest, response: HttpResponse, asking: Path[Token], wanted: Query[FormAsked]
) -> Any:
    """Fetch what the holder agreed to: once, within a day. It is not kept here, so it cannot be sent again."""
    by = request.actor  # type: ignore[attr-defined]
    made = actions.fetch_disclosure(asking, wanted.form, base=base_of(request), by=by, at=timezone.now())
    response["Cache-Control"] = "no-store"
    return {
        "id": made.asking, "scenario": made.scenario, "fields": dict(made.fields), "kept_until": made.kept_until,
        "jws": made.jws, "sd_jwt": made.sd_jwt,
    }  # fmt: skip


@routes.get(
    "/social-use/requests/{asking}/receipt", response=AskingReceiptOut, auth=Key(ASK), summary=gettext_noop("回执")
)
def read_asking_receipt(request: HttpRequest, asking: Path[Token]) -> Any:
    """The receipt to read, once the fields have travelled; the holder has the same."""
    return queries.receipt_for_organisation(asking, reader=request.actor).document()  # type: ignore[attr-defined]


@routes.get(
    "/social-use/requests/{asking}/proof",
    response=AskingProofOut,
    auth=Key(ASK),
    summary=gettext_noop("可以离线核对的回执"),
)
def read_asking_proof(request: HttpRequest, asking: Path[Token]) -> Any:
    """The receipt with the ledger's proof, some seconds after the fetch; the holder has one too."""
    text = queries.receipt_file_for_organisation(asking, reader=request.actor)  # type: ignore[attr-defined]
    return AskingProofOut.model_validate_json(text)


def _scenario(each: queries.ScenarioView) -> dict[str, Any]:
    fields = {
        kind: [{"name": name, "title": title} for name, title in getattr(each, kind)]
        for kind in ("required", "optional")
    }
    plain = {name: getattr(each, name) for name in ScenarioOut.model_fields if name not in fields}
    return plain | fields

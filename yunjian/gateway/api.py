"""The public contract of keys and webhooks; and how a key is known by its text."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema, Status
from pydantic import ConfigDict, Field

from yunjian.kernel import announcements
from yunjian.kernel.actor import SYSTEM, Actor, Held
from yunjian.kernel.addresses import networks, within
from yunjian.kernel.api import tags
from yunjian.kernel.api.callers import Caller, Key, KeyUnknown, Scope, identifies, scope, scopes
from yunjian.kernel.api.kinds import Id
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian.kernel.policy import EVERYTHING
from yunjian.kernel.rates import Limit
from yunjian.parties import queries as parties

from . import actions, logic, queries
from .jobs import send_now
from .queries import KeyView

WEBHOOKS = scope("webhooks:manage", _("管理自己的回调通知订阅"))
routes = router("webhooks")
keys = router("key")


@identifies
def caller_of_key(token: str, address: str, *, at: datetime) -> Caller:
    """The caller behind a key; every use is counted.

    A scope lends the acts it names, as far as the account's roles allow them now; to a unit's key, for that unit. An
    organisation's key does only what is the organisation's own; what is an account's own, a scope lends that says so.
    """
    found = queries.authenticated(token, reader=SYSTEM, at=at)
    if found is None or (found.networks and not within(address, networks(found.networks))):
        raise KeyUnknown()
    known = scopes()
    owner = _owner(found)
    lent = {each: _lent(found, owner, known[each]) for each in found.scopes if each in known}
    actions.count_use(found.id, at=at)
    return Caller(f"key:{found.id}", Actor(f"key:{found.id}", found.label), Limit(found.per_minute), lent)


def _owner(found: KeyView) -> Actor | None:
    """The account a key belongs to, with what it holds now; None for a unit's or an outside organisation's."""
    kind, _sign, name = found.owner.partition(":")
    if kind in ("unit", "organisation"):
        return None
    owner = parties.actor_of_account(int(name), found.mandate, reader=SYSTEM)
    if owner is None:
        raise KeyUnknown()  # the account was closed, or whom it acted for took the mandate back
    return owner


def _lent(found: KeyView, owner: Actor | None, scope: Scope) -> Actor:
    """The key as actor under one scope: an account's roles cut down to the scope's acts, or the acts for the unit.

    What the account owns as a person is lent by the scopes that say so and for their acts alone (decision 31).
    """
    name, acts = f"key:{found.id}", scope.acts
    if logic.is_outside(found.owner):
        return Actor(name, found.label, owns=frozenset({found.owner}))
    if scope.own:
        return _own(found, owner, frozenset(acts))
    if owner is None:
        held: tuple[Held, ...] = (Held("key", found.owner.removeprefix("unit:"), frozenset(acts), source=name),)
    else:
        held = owner.narrowed(acts).held
    return Actor(name, found.label, held)


def _own(found: KeyView, owner: Actor | None, acts: frozenset[str]) -> Actor:
    """The key for what is its owner's own, or that of whom the owner acts for: as a mandate to it would be."""
    name = f"key:{found.id}"
    if owner is None:
        return Actor(name, found.label)
    holder = owner.acting_for or min(owner.owns, default=owner.id)
    covered = acts if not owner.acting_for or EVERYTHING in owner.scope else acts & owner.scope
    under = owner.mandate or name
    return Actor(name, found.label, owns=frozenset({holder}), acting_for=holder, mandate=under, scope=covered)


class KeyOut(Schema):
    """The key that was shown."""

    label: str = Field(description=gettext_noop("用途"))
    owner: str = Field(description=gettext_noop("所属的账号或单位"))
    scopes: list[str] = Field(description=gettext_noop("权限范围"))
    networks: list[str] = Field(description=gettext_noop("允许的网络；空表示不限"))
    per_minute: int = Field(description=gettext_noop("每分钟可以调用的次数"))
    expires_at: datetime
    uses: int = Field(description=gettext_noop("最近三十天的使用次数"))


@keys.get("/key", response=KeyOut, auth=Key(), summary=gettext_noop("这个密钥本身"))
def read_key(request: HttpRequest) -> Any:
    """What the key that was shown is called, what it may be used for, and until when."""
    reader = request.actor  # type: ignore[attr-defined]
    return queries.key(int(reader.id[4:]), reader=reader, at=timezone.now())


class WebhookIn(Schema):
    """An address, and what it is to be told of."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=500, pattern=r"^https?://[!-~]+$", description=gettext_noop("接收通知的 https 地址"))
    kinds: list[str] = Field(min_length=1, max_length=50, description=gettext_noop("事件的代码，见 /event-kinds"))


class WebhookOut(Schema):
    """A subscription."""

    id: int
    url: str
    kinds: list[str]
    state: str = Field(description=gettext_noop("ACTIVE 使用中，DISABLED 因一直送不到而停用"))
    made_at: datetime
    secret_since: datetime = Field(description=gettext_noop("签名密钥从什么时候起使用"))


class SecretOut(Schema):
    """What signatures are checked with."""

    secret: str = Field(description=gettext_noop("签名密钥，写法见 Standard Webhooks"))


class KindOut(Schema):
    """An event that may be subscribed to."""

    kind: str
    title: str


class AttemptOut(Schema):
    """One try to deliver."""

    at: datetime
    status: int | None
    milliseconds: int
    trouble: str


class DeliveryOut(Schema):
    """A notice, and what became of it."""

    id: int
    message: str = Field(description="webhook-id")
    kind: str
    body: str
    state: str = Field(description=gettext_noop("waiting 等待，delivered 已送达，failed 已放弃"))
    made_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    attempts: list[AttemptOut]


class DeliveryId(Schema):
    """A notice that was put in the queue."""

    delivery: int


def _version(view: queries.WebhookView) -> str:
    return tags.version_of("webhook", view.id, view.revision)


@routes.get("/event-kinds", response=list[KindOut], summary=gettext_noop("可以订阅的事件"))
def list_event_kinds(request: HttpRequest) -> Any:
    """Every kind of event a webhook may be told of: what everybody may know."""
    return [{"kind": each.kind, "title": str(each.title)} for each in announcements.kinds().values()]


@routes.get("/webhooks", response=list[WebhookOut], auth=Key(WEBHOOKS), summary=gettext_noop("自己的订阅"))
def list_webhooks(request: HttpRequest) -> Any:
    """The subscriptions of the key's owner."""
    return queries.webhooks(reader=request.actor)  # type: ignore[attr-defined]


@routes.post("/webhooks", response={201: WebhookOut}, auth=Key(WEBHOOKS), summary=gettext_noop("订阅事件"))
def subscribe(request: HttpRequest, response: HttpResponse, given: WebhookIn) -> Any:
    """Have an address told of events from now on. Its secret is read separately."""
    by = request.actor  # type: ignore[attr-defined]
    made = actions.subscribe_webhook(given.url, given.kinds, by=by, at=timezone.now())
    view = queries.webhook(made, reader=by)
    tags.put(response, _version(view))
    response["Location"] = f"{request.path}/{made}"
    return Status(201, view)


@routes.get("/webhooks/{webhook_id}", response=WebhookOut, auth=Key(WEBHOOKS), summary=gettext_noop("一个订阅"))
def read_webhook(request: HttpRequest, response: HttpResponse, webhook_id: Path[Id]) -> Any:
    """One subscription; its ETag goes into If-Match when it is changed."""
    view = queries.webhook(webhook_id, reader=request.actor)  # type: ignore[attr-defined]
    tags.put(response, _version(view))
    return view


@routes.put("/webhooks/{webhook_id}", response=WebhookOut, auth=Key(WEBHOOKS), summary=gettext_noop("更改订阅"))
def change_webhook(request: HttpRequest, response: HttpResponse, webhook_id: Path[Id], given: WebhookIn) -> Any:
    """Tell another address, or of other kinds. Needs If-Match; the action compares the revision under its lock."""
    by = request.actor  # type: ignore[attr-defined]
    before = queries.webhook(webhook_id, reader=by)
    tags.require(request, _version(before))
    actions.change_webhook(webhook_id, given.url, given.kinds, revision=before.revision, by=by, at=timezone.now())
    view = queries.webhook(webhook_id, reader=by)
    tags.put(response, _version(view))
    return view


@routes.delete("/webhooks/{webhook_id}", response={204: None}, auth=Key(WEBHOOKS), summary=gettext_noop("取消订阅"))
def end_webhook(request: HttpRequest, webhook_id: Path[Id]) -> Any:
    """Tell the address nothing more."""
    actions.end_webhook(webhook_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)


@routes.get("/webhooks/{webhook_id}/secret", response=SecretOut, auth=Key(WEBHOOKS), summary=gettext_noop("签名密钥"))
def read_webhook_secret(request: HttpRequest, response: HttpResponse, webhook_id: Path[Id]) -> Any:
    """The secret signatures are checked with."""
    response["Cache-Control"] = "no-store"
    return {"secret": queries.webhook_secret(webhook_id, reader=request.actor)}  # type: ignore[attr-defined]


@routes.post(
    "/webhooks/{webhook_id}/secret", response={204: None}, auth=Key(WEBHOOKS), summary=gettext_noop("更换签名密钥")
)
def rotate_webhook_secret(request: HttpRequest, webhook_id: Path[Id]) -> Any:
    """Sign with a new secret; for a day the one before signs as well."""
    actions.rotate_webhook_secret(webhook_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return Status(204, None)


@routes.post(
    "/webhooks/{webhook_id}/ping", response={202: DeliveryId}, auth=Key(WEBHOOKS), summary=gettext_noop("发送测试通知")
)
def ping_webhook(request: HttpRequest, webhook_id: Path[Id]) -> Any:
    """Send a test notice now."""
    made = actions.ping_webhook(webhook_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    send_now(webhook_id)
    return Status(202, {"delivery": made})


@routes.post(
    "/webhooks/{webhook_id}/resumption", response={204: None}, auth=Key(WEBHOOKS), summary=gettext_noop("恢复订阅")
)
def resume_webhook(request: HttpRequest, webhook_id: Path[Id]) -> Any:
    """Tell a disabled address again, from where it stopped: what it never took is sent first."""
    actions.resume_webhook(webhook_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    send_now(webhook_id)
    return Status(204, None)


@routes.get(
    "/webhooks/{webhook_id}/deliveries",
    response=Page[DeliveryOut],
    auth=Key(WEBHOOKS),
    summary=gettext_noop("发送记录"),
)
def list_deliveries(request: HttpRequest, response: HttpResponse, webhook_id: Path[Id], asked: Query[Asked]) -> Any:
    """What was sent to the address in the last month, the newest first."""
    found = queries.deliveries(
        webhook_id,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
    response={202: DeliveryId},
    auth=Key(WEBHOOKS),
    summary=gettext_noop("再发一次"),
)
def replay_delivery(request: HttpRequest, webhook_id: Path[Id], delivery_id: Path[Id]) -> Any:
    """Send a notice once more under the number it had."""
    actions.replay_delivery(webhook_id, delivery_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    send_now(webhook_id)
    return Status(202, {"delivery": delivery_id})

"""Erasing a person's data: asked for, or due by the clock; decided by a person, with a reason."""

from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from yunjian.kernel import catalogue, ledger, personal
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Retention
from ..models import Account, ErasureRequest, Grant, Look, Mandate, Person, Post

ERASED_NAME = ERASED_WORDS = "（已删除）"
MOST_AT_ONCE = 5000
KEPT_NAME = gettext_noop("姓名：曾经任职，任免记录依法归档")


class ErasureAskedAlready(Declined):
    """已经提出过删除申请，正在等决定。"""


class ErasedAlready(Declined):
    """这些信息已经删除了。"""


class AnswerMissing(Invalid):
    """请写明决定的理由，本人会看到。"""


class StillInOffice(Declined):
    """本人还在任职，或者账号还有角色，信息依法要保留。请先免去职务、收回角色，或者写明理由不予删除。"""


class ErasureDecided(Declined):
    """这项申请已经有人决定了。"""


@action
def ask_for_erasure(person_id: int, reason: str = "", *, by: Actor, at: datetime) -> int:
    """A person asks to have their data erased; somebody will decide and say why."""
    policy.require_own(by, policy.ASK_ERASURE, policy.owner_of_person(person_id))
    person = hold(Person.objects, person_id)
    if person.erased_at:
        raise ErasedAlready()
    if ErasureRequest.objects.filter(person=person, state="WAITING").exists():
        raise ErasureAskedAlready()
    asked_by = Account.objects.filter(pk=by.id.removeprefix("account:")).first()
    asked = ErasureRequest.objects.create(person=person, asked_by=asked_by, reason=reason.strip()[:500], asked_at=at)
    ledger.record(events.ErasureAsked(person.pk, asked.pk), by=by, at=at)
    return asked.pk


@action
def grant_erasure(request_id: int, answer: str, *, by: Actor, at: datetime) -> None:
    """Erase what the law does not keep: the ledger keeps ids and digests, a former office keeps its name.

    The floors above hear of it and erase their part; what of theirs stays is told to the person beside the answer.
    """
    policy.require_may_decide_erasures(by)
    asked = _waiting(request_id, answer)
    person = hold(Person.objects, asked.person_id)
    account = Account.objects.select_for_update().filter(person=person).first()
    if Post.objects.filter(person=person).in_force(at).exists() or (
        account and Grant.objects.filter(account=account).in_force(at).exists()
    ):
        raise StillInOffice()
    in_office = Post.objects.filter(person=person).exists()
    asked.kept = [*([KEPT_NAME] if in_office else []), *personal.staying(policy.owner_of_person(person.pk), at=at)]
    gone = ["identity_number", "phone", *([] if in_office else ["name"])]
    person.identity_number = person.identity_flag = person.phone = person.phone_flag = ""
    person.name = person.name if in_office else ERASED_NAME
    person.erased_at = at
    person.save()
    if account:
        _close(account)
    Mandate.objects.filter(person=person, ends_at__isnull=True, asked_at__lt=at).update(ends_at=at)
    _decide(asked, "ERASED", answer, by=by, at=at)
    ledger.record(events.PersonErased(person.pk, asked.pk, tuple(gone)), by=by, at=at)


@action
def refuse_erasure(request_id: int, answer: str, *, by: Actor, at: datetime) -> None:
    """Keep the data, and tell the person why."""
    policy.require_may_decide_erasures(by)
    asked = _waiting(request_id, answer)
    _decide(asked, "REFUSED", answer, by=by, at=at)
    ledger.record(events.ErasureRefused(asked.person_id, asked.pk), by=by, at=at)


@action
def keep_retention(*, by: Actor, at: datetime) -> None:
    """Once a day: old words are erased, people nobody has dealt with for long are listed for a decision."""
    policy.require_retention(by)
    periods = {each.key: each for each in catalogue.all_in_force(Retention, on=timezone.localdate(at))}
    words = _erase_words(periods["looks"], at) if "looks" in periods else 0
    words += _erase_statements(periods["statements"], at) if "statements" in periods else 0
    due = _list_due(periods["people"], by=by, at=at) if "people" in periods else 0
    ledger.record(events.RetentionKept(words, due), by=by, at=at)


def _erase_words(period: Retention, at: datetime) -> int:
    today = timezone.localdate(at)
    old = Look.objects.exclude(words="").order_by("pk").values_list("pk", "at")[:MOST_AT_ONCE]
    due = [pk for pk, when in old if period.due_on(timezone.localdate(when)) <= today]
    return Look.objects.filter(pk__in=due).update(words="")


def _erase_statements(period: Retention, at: datetime) -> int:
    """What people wrote when they asked, were answered, or what a counter noted of their papers, long after its end."""
    today = timezone.localdate(at)

    def due(rows: QuerySet, moment: str) -> list[int]:
        old = rows.filter(**{f"{moment}__lt": at}).order_by("pk").values_list("pk", moment)[:MOST_AT_ONCE]
        return [pk for pk, when in old if period.due_on(timezone.localdate(when)) <= today]

    asked = ErasureRequest.objects.filter(pk__in=due(ErasureRequest.objects.exclude(answer=ERASED_WORDS), "decided_at"))
    seen = Mandate.objects.filter(pk__in=due(Mandate.objects.exclude(evidence__in=("", ERASED_WORDS)), "ends_at"))
    return asked.update(reason="", answer=ERASED_WORDS) + seen.update(evidence=ERASED_WORDS)


def _list_due(period: Retention, *, by: Actor, at: datetime) -> int:
    """People without office, account or running mandate, whose last use is long past and who do not wait already."""
    today = timezone.localdate(at)
    idle = (
        Person.objects.filter(erased_at__isnull=True, account__isnull=True)
        .exclude(pk__in=Post.objects.in_force(at).values("person"))
        .exclude(pk__in=Mandate.objects.in_force(at).filter(person__isnull=False).values("person"))
        .exclude(erasures__isnull=False)
        .annotate(last_post=Max("posts__ends_at"), last_mandate=Max("mandates__ends_at"))
    )
    count = 0
    for person in idle.order_by("pk")[:MOST_AT_ONCE]:
        moments = (person.registered_at, person.last_post, person.last_mandate)
        last = max(moment for moment in moments if moment is not None)
        if period.due_on(timezone.localdate(last)) <= today:
            asked = ErasureRequest.objects.create(person=person, asked_at=at)
            ledger.record(events.ErasureDue(person.pk, asked.pk), by=by, at=at)
            count += 1
    return count


def _close(account: Account) -> None:
    account.is_active = False
    account.username, account.name = f"erased-{account.pk}", ERASED_NAME
    account.set_unusable_password()
    account.save(update_fields=["is_active", "username", "name", "password"])


def _waiting(request_id: int, answer: str) -> ErasureRequest:
    asked = hold(ErasureRequest.objects, request_id)
    if asked.state != ErasureRequest.State.WAITING:
        raise ErasureDecided()
    if not answer.strip():
        raise AnswerMissing()
    return asked


def _decide(asked: ErasureRequest, state: str, answer: str, *, by: Actor, at: datetime) -> None:
    asked.state, asked.answer, asked.decided_by, asked.decided_at = state, answer.strip()[:500], by.id, at
    asked.save(update_fields=["state", "answer", "decided_by", "decided_at", "kept"])

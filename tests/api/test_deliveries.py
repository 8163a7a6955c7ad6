"""Notices reach who asked for them: signed, tried again, given up, sent once more; a real server receives them."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import DATA_BUREAU, NOON, ZHOU
from yunjian.budgets import actions as budgets
from yunjian.gateway import actions, jobs, logic, queries
from yunjian.gateway.models import Delivery, Webhook
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import arranging, recorded, run_jobs, seal_and_deliver
from yunjian.projects.tests import stage as projects

pytestmark = pytest.mark.django_db
READ = "budgets.disclosure.read"
WITHDRAWN = "budgets.disclosure.withdrawn"


def subscribe(listener, *kinds):
    return actions.subscribe_webhook(listener.url, kinds or ["projects.project.registered"], by=ZHOU, at=NOON)


def verify(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """What a receiver does, written from the specification and not with our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(f"v1,{wanted}", each) for each in headers["webhook-signature"].split())


def test_signed_as_the_specification_signs_its_example():
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    said = logic.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')

    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.django_db(transaction=True)
def test_from_the_ledger_to_the_receiver(listener):
    """An entry is sealed, the subscriber queues it, the worker sends it, the receiver checks the signature."""
    projects.district()
    webhook = subscribe(listener)
    projects.actions.register_projects(by=SYSTEM, at=timezone.now())
    projects.publish(projects.definition())
    projects.actions.register_projects(by=SYSTEM, at=timezone.now())
    seal_and_deliver()
    run_jobs()

    [(headers, body)] = listener.heard
    assert verify(queries.webhook_secret(webhook, reader=ZHOU), headers, body)
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    told = json.loads(body)
    assert told["type"] == "projects.project.registered"
    assert told["data"]["unit"] == DATA_BUREAU
    assert "actor" not in json.dumps(told)
    [delivery] = queries.deliveries(webhook, reader=ZHOU).rows
    assert delivery.state == "delivered"
    assert delivery.last.status == 204

    # Told twice, it is queued once; replayed, it comes under the same number.
    [entry] = recorded("projects.project.registered")
    actions.queue_notices(entry)
    assert Delivery.objects.count() == 1
    actions.replay_delivery(webhook, delivery.id, by=ZHOU, at=timezone.now())
    jobs.send_notices(webhook)
    assert [heard[0]["webhook-id"] for heard in listener.heard] == [headers["webhook-id"]] * 2


def test_a_test_notice_is_signed_by_both_secrets_for_a_day(district, listener):
    webhook = actions.subscribe_webhook(listener.url, [WITHDRAWN], by=ZHOU, at=timezone.now())
    old = queries.webhook_secret(webhook, reader=ZHOU)
    actions.rotate_webhook_secret(webhook, by=ZHOU, at=timezone.now())
    actions.ping_webhook(webhook, by=ZHOU, at=timezone.now())
    jobs.send_notices(webhook)

    [(headers, body)] = listener.heard
    assert verify(old, headers, body)
    assert verify(queries.webhook_secret(webhook, reader=ZHOU), headers, body)
    assert not verify(logic.shown_secret(b"another"), headers, body)
    assert not verify(old, headers, body + b" ")


def test_a_failure_is_tried_again_later_and_later_and_given_up_after_days(district, listener):
    listener.status = 500
    webhook = subscribe(listener)
    actions.ping_webhook(webhook, by=ZHOU, at=timezone.now())
    jobs.send_notices(webhook)
    assert queries.deliveries(webhook, reader=ZHOU).rows[0].last.status == 500
    assert actions.take_due(webhook, at=timezone.now()) == []

    waits, now = [], timezone.now()
    for _ in range(9):
        delivery = Delivery.objects.get()
        waits.append(delivery.next_at - now)
        now = delivery.next_at
        actions.note_attempt(delivery.pk, None, 0, "no answer", at=now)
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(days=3)
    assert Delivery.objects.get().next_at is None
    assert queries.deliveries(webhook, reader=ZHOU).rows[0].state == "failed"


def test_a_redirect_counts_as_a_failure_and_is_not_followed(district, listener):
    listener.status, listener.location = 302, listener.url
    webhook = subscribe(listener)
    actions.ping_webhook(webhook, by=ZHOU, at=timezone.now())
    jobs.send_notices(webhook)

    assert len(listener.heard) == 1
    assert Delivery.objects.get().delivered_at is None


def test_an_address_that_takes_nothing_for_five_days_is_disabled_with_a_record(district, listener):
    webhook = subscribe(listener)
    made = actions.ping_webhook(webhook, by=ZHOU, at=NOON)

    assert not actions.note_attempt(made, 500, 1, "", at=NOON + timedelta(days=4))
    assert actions.note_attempt(made, 500, 1, "", at=NOON + timedelta(days=5))
    Delivery.objects.update(next_at=NOON)
    listener.status = 500
    jobs.send_notices(webhook)
    assert Webhook.objects.get().state == "DISABLED"
    assert len(recorded("gateway.webhook.disabled")) == 1
    assert actions.take_due(webhook, at=timezone.now()) == []


def read_and_seal(count: int, day: int) -> list[int]:
    """So many disclosures are read, and heard of."""
    made = [projects.read(digest=f"{day}{number}", year=2020 + number) for number in range(count)]
    seal_and_deliver()
    return made


def test_one_that_is_resumed_goes_on_where_it_stopped(district, listener):
    """What was given up, what waited and what happened meanwhile is sent in the order it happened; nothing is lost."""
    webhook = subscribe(listener, READ)
    told = read_and_seal(1, day=1)
    [given_up] = Delivery.objects.all()
    Delivery.objects.update(next_at=None, tries=10)
    told += read_and_seal(1, day=2)
    actions.disable_webhook(webhook, by=SYSTEM, at=timezone.now())
    told += read_and_seal(2, day=3)

    jobs.send_notices(webhook)
    assert listener.heard == []
    assert {each.state for each in queries.deliveries(webhook, reader=ZHOU).rows if each.id != given_up.pk} == {
        "waiting"
    }
    assert queries.due_webhooks(reader=SYSTEM, at=timezone.now()) == []

    actions.resume_webhook(webhook, by=ZHOU, at=timezone.now())
    told += read_and_seal(1, day=4)
    jobs.send_notices(webhook)
    assert [json.loads(body)["data"]["disclosure"] for _, body in listener.heard] == told


def test_one_that_is_resumed_has_its_five_days_anew(district, listener):
    webhook = subscribe(listener)
    made = actions.ping_webhook(webhook, by=ZHOU, at=NOON)
    assert actions.note_attempt(made, 500, 1, "", at=NOON + timedelta(days=5))
    actions.disable_webhook(webhook, by=SYSTEM, at=NOON + timedelta(days=5))
    actions.resume_webhook(webhook, by=ZHOU, at=NOON + timedelta(days=8))

    assert not actions.note_attempt(made, 500, 1, "", at=NOON + timedelta(days=9))
    assert actions.note_attempt(made, 500, 1, "", at=NOON + timedelta(days=13))


def test_the_next_ones_follow_at_once_while_they_are_taken(district, listener):
    webhook = subscribe(listener)
    for second in range(actions.MOST_AT_ONCE + 1):
        actions.ping_webhook(webhook, by=ZHOU, at=timezone.now() - timedelta(seconds=second))
    listener.status = 500
    jobs.send_notices(webhook)
    assert not ProcrastinateJob.objects.filter(task_name="gateway.jobs.send_notices").exists()

    Delivery.objects.update(next_at=NOON)
    listener.status = 204
    jobs.send_notices(webhook)
    assert ProcrastinateJob.objects.filter(task_name="gateway.jobs.send_notices").count() == 1


def test_one_that_took_something_lately_is_not_disabled(district, listener):
    webhook = subscribe(listener)
    first = actions.ping_webhook(webhook, by=ZHOU, at=NOON)
    second = actions.ping_webhook(webhook, by=ZHOU, at=NOON + timedelta(seconds=1))
    actions.note_attempt(second, 200, 1, "", at=NOON + timedelta(days=4))

    assert not actions.note_attempt(first, 500, 1, "", at=NOON + timedelta(days=5))


def test_what_a_dead_worker_took_is_taken_again_after_its_lease(district, listener):
    webhook = subscribe(listener)
    actions.ping_webhook(webhook, by=ZHOU, at=NOON)

    assert len(actions.take_due(webhook, at=NOON)) == 1
    assert actions.take_due(webhook, at=NOON + timedelta(minutes=4)) == []
    assert queries.due_webhooks(reader=SYSTEM, at=NOON + timedelta(minutes=5)) == [webhook]
    assert len(actions.take_due(webhook, at=NOON + timedelta(minutes=5))) == 1


def test_nothing_from_before_the_subscription_and_nothing_else_is_told(district, listener):
    budgets_before = budgets.receive_disclosure(DATA_BUREAU, "a.txt", b"a", by=ZHOU, at=NOON)
    budgets.withdraw_disclosure(budgets_before, by=ZHOU, at=NOON)
    seal_and_deliver()
    subscribe(listener, WITHDRAWN)
    later = budgets.receive_disclosure(DATA_BUREAU, "b.txt", b"b", by=ZHOU, at=NOON)
    budgets.withdraw_disclosure(later, by=ZHOU, at=NOON)
    seal_and_deliver()

    # Both were drafts nobody outside could see: not even that they were withdrawn is told.
    assert Delivery.objects.count() == 0


def test_old_notices_are_forgotten_but_not_those_that_wait(district, listener):
    webhook = subscribe(listener)
    done = actions.ping_webhook(webhook, by=ZHOU, at=NOON)
    actions.ping_webhook(webhook, by=ZHOU, at=NOON + timedelta(seconds=1))
    actions.note_attempt(done, 200, 1, "", at=NOON)

    jobs.forget_old_notices(at=NOON + timedelta(days=31))
    assert Delivery.objects.count() == 1

    # A disabled address is not waited for longer than that.
    actions.disable_webhook(webhook, by=SYSTEM, at=NOON)
    jobs.forget_old_notices(at=NOON + timedelta(days=31))
    assert Delivery.objects.count() == 0


def test_the_clock_finds_what_is_due_and_the_operators_see_what_is_disabled(district, listener):
    webhook = subscribe(listener)
    actions.ping_webhook(webhook, by=ZHOU, at=NOON)
    jobs.send_due_notices(at=timezone.now())

    [job] = ProcrastinateJob.objects.filter(task_name="gateway.jobs.send_notices")
    assert job.args["webhook_id"] == webhook
    assert jobs.check_webhooks().ok
    with arranging():
        Webhook.objects.update(state="DISABLED")
    assert not jobs.check_webhooks().ok

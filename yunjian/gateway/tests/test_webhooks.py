"""Subscriptions are made, changed, disabled and ended by those they belong to."""

import pytest

from tests.cast import LI, NOON, WU, ZHOU
from yunjian.gateway import actions, queries
from yunjian.gateway.models import Delivery, Webhook
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.outside import AddressRefused
from yunjian.kernel.testing import arranging, recorded

pytestmark = pytest.mark.django_db
URL = "https://203.0.113.7/hooks"
READ = "budgets.disclosure.read"


@pytest.fixture(autouse=True)
def reachable(settings):
    """203.0.113.0/24 is kept for documentation; here it stands for the public internet."""
    from yunjian.kernel.addresses import networks

    settings.OUTSIDE_NETWORKS = networks(["203.0.113.0/24"])


@pytest.fixture
def webhook(district):
    return actions.subscribe_webhook(URL, [READ], by=ZHOU, at=NOON)


def seen(webhook):
    return queries.webhook(webhook, reader=ZHOU)


def test_subscribe_webhook_is_recorded_and_shown_to_its_owner(district):
    webhook = actions.subscribe_webhook(URL, [READ], by=ZHOU, at=NOON)

    assert [entry.payload["kinds"] for entry in recorded("gateway.webhook.subscribed")] == [[READ]]
    assert seen(webhook).kinds == (READ,)
    assert [each.id for each in queries.webhooks(reader=ZHOU)] == [webhook]
    assert queries.webhooks(reader=WU) == []


@pytest.mark.parametrize("kinds", [[], ["parties.person.data_read"], [READ, "nothing.at.all"]])
def test_subscribe_webhook_is_declined_for_what_is_not_announced(district, kinds):
    with pytest.raises(actions.UnknownKind):
        actions.subscribe_webhook(URL, kinds, by=ZHOU, at=NOON)
    assert not Webhook.objects.exists()


def test_subscribe_webhook_is_not_for_a_visitor_nor_for_the_system(district):
    for stranger in (ANONYMOUS, SYSTEM):
        with pytest.raises(Forbidden):
            actions.subscribe_webhook(URL, [READ], by=stranger, at=NOON)


def test_subscribe_webhook_is_declined_beyond_twenty(district):
    for _ in range(20):
        actions.subscribe_webhook(URL, [READ], by=ZHOU, at=NOON)
    with pytest.raises(actions.TooManyWebhooks):
        actions.subscribe_webhook(URL, [READ], by=ZHOU, at=NOON)


def test_change_webhook_is_recorded_and_declined_when_somebody_was_faster(webhook):
    other = "budgets.finding.judged"
    before = seen(webhook).revision
    actions.change_webhook(webhook, URL + "/2", [other], revision=before, by=ZHOU, at=NOON)

    assert (seen(webhook).url, seen(webhook).kinds) == (URL + "/2", (other,))
    assert len(recorded("gateway.webhook.changed")) == 1
    with pytest.raises(actions.WebhookChangedMeanwhile):
        actions.change_webhook(webhook, URL, [READ], revision=before, by=ZHOU, at=NOON)
    with pytest.raises(AddressRefused):
        actions.change_webhook(webhook, "http://127.0.0.1/", [READ], by=ZHOU, at=NOON)
    assert seen(webhook).url == URL + "/2"


def test_rotate_webhook_secret_is_recorded_and_both_sign_for_a_day(webhook):
    from datetime import timedelta

    old = queries.webhook_secret(webhook, reader=ZHOU)
    actions.rotate_webhook_secret(webhook, by=ZHOU, at=NOON)

    assert queries.webhook_secret(webhook, reader=ZHOU) != old
    assert len(recorded("gateway.webhook.secret_rotated")) == 1
    assert len(queries.signing_secrets(webhook, reader=SYSTEM, at=NOON)) == 2
    assert len(queries.signing_secrets(webhook, reader=SYSTEM, at=NOON + timedelta(days=1))) == 1
    with pytest.raises(Forbidden):
        queries.signing_secrets(webhook, reader=ZHOU, at=NOON)


def test_while_the_installations_key_is_exchanged_the_secret_of_before_signs_too(webhook, settings):
    [before] = queries.signing_secrets(webhook, reader=SYSTEM, at=NOON)
    former = str(settings.SECRET_KEY)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [former]
    now, kept = queries.signing_secrets(webhook, reader=SYSTEM, at=NOON)
    assert kept == before != now
    settings.SECRET_KEY_FALLBACKS = []
    assert queries.signing_secrets(webhook, reader=SYSTEM, at=NOON) == [now]


def test_disable_webhook_is_the_systems_and_resume_webhook_the_owners(webhook):
    with pytest.raises(actions.NotDisabled):
        actions.resume_webhook(webhook, by=ZHOU, at=NOON)
    with pytest.raises(Forbidden):
        actions.disable_webhook(webhook, by=ZHOU, at=NOON)
    actions.disable_webhook(webhook, by=SYSTEM, at=NOON)
    assert seen(webhook).is_disabled
    with pytest.raises(actions.AlreadyEnded):
        actions.disable_webhook(webhook, by=SYSTEM, at=NOON)
    with pytest.raises(actions.StillDisabled):
        actions.ping_webhook(webhook, by=ZHOU, at=NOON)

    actions.resume_webhook(webhook, by=ZHOU, at=NOON)
    assert not seen(webhook).is_disabled
    kinds = [entry.kind for entry in recorded("gateway.webhook.disabled", "gateway.webhook.resumed")]
    assert kinds == ["gateway.webhook.disabled", "gateway.webhook.resumed"]


def test_end_webhook_is_recorded_and_nothing_can_be_done_with_it_any_more(webhook):
    actions.end_webhook(webhook, by=ZHOU, at=NOON)

    assert len(recorded("gateway.webhook.ended")) == 1
    assert queries.webhooks(reader=ZHOU) == []
    with pytest.raises(NotFound):
        seen(webhook)
    for act in (actions.end_webhook, actions.rotate_webhook_secret, actions.ping_webhook, actions.resume_webhook):
        with pytest.raises(actions.AlreadyEnded):
            act(webhook, by=ZHOU, at=NOON)


def test_ping_webhook_puts_a_notice_in_the_queue_and_is_recorded(webhook):
    made = actions.ping_webhook(webhook, by=ZHOU, at=NOON)

    assert Delivery.objects.get().pk == made
    assert len(recorded("gateway.webhook.pinged")) == 1


def test_replay_delivery_is_recorded_and_declined_while_it_waits(webhook):
    made = actions.ping_webhook(webhook, by=ZHOU, at=NOON)
    with pytest.raises(actions.NotFailed):
        actions.replay_delivery(webhook, made, by=ZHOU, at=NOON)
    actions.note_attempt(made, 200, 5, "", at=NOON)
    actions.replay_delivery(webhook, made, by=ZHOU, at=NOON)

    assert Delivery.objects.get().next_at == NOON
    assert len(recorded("gateway.delivery.replayed")) == 1


ACTS = {
    "change_webhook": lambda webhook, by: actions.change_webhook(webhook, URL, [READ], by=by, at=NOON),
    "rotate_webhook_secret": lambda webhook, by: actions.rotate_webhook_secret(webhook, by=by, at=NOON),
    "resume_webhook": lambda webhook, by: actions.resume_webhook(webhook, by=by, at=NOON),
    "end_webhook": lambda webhook, by: actions.end_webhook(webhook, by=by, at=NOON),
    "ping_webhook": lambda webhook, by: actions.ping_webhook(webhook, by=by, at=NOON),
    "replay_delivery": lambda webhook, by: actions.replay_delivery(webhook, 1, by=by, at=NOON),
    "read": lambda webhook, by: queries.webhook(webhook, reader=by),
    "secret": lambda webhook, by: queries.webhook_secret(webhook, reader=by),
    "deliveries": lambda webhook, by: queries.deliveries(webhook, reader=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_its_owner_can_do_anything_with_it(webhook, act):
    """change_webhook rotate_webhook_secret resume_webhook end_webhook ping_webhook replay_delivery."""
    before = len(recorded())
    for stranger in (WU, LI, ANONYMOUS):
        with pytest.raises((NotFound, Forbidden)):
            ACTS[act](webhook, stranger)
    assert len(recorded()) == before


def test_the_tables_refuse_a_write_without_an_action(webhook):
    from django.db import InternalError, ProgrammingError, transaction

    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Webhook.objects.update(url="https://example.org/")
    with arranging():
        Webhook.objects.update(url=URL)

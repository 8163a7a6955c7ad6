"""The holder agrees or not; only what was agreed to travels, once, and both sides can prove it."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest

from tests.cast import LI, NOON, ZHENG
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Asking, Look
from yunjian.certificates.queries.receipts import agreed_in
from yunjian.gateway import actions as gateway
from yunjian.gateway.api import caller_of_key
from yunjian.gateway.models import Delivery
from yunjian.kernel import keys
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded, seal_and_deliver
from yunjian.ui.listing import Ask

from . import social, stage

pytestmark = pytest.mark.django_db
HOME = "上海市松江区方松街道文诚路500弄3号"


@pytest.fixture
def bank():
    social.district()
    return social.organisation()


@pytest.fixture
def asking(bank):
    return social.asked(bank)


@pytest.fixture
def holder(asking):
    return stage.holder_of(asking.certificate_id)


def fetch(bank, asking, at=NOON):
    return actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=at)


def test_the_holder_sees_who_asks_for_what_with_masked_values(asking, holder):
    [row] = queries.own_askings(Ask(), reader=holder, at=NOON).rows
    view = queries.own_asking(row.id, reader=holder, at=NOON)

    assert (row.organisation, row.is_open) == ("松江银行", True)
    assert [(field.title, field.value) for field in view.required] == [
        ("姓名", "李*"),
        ("居住地址", "上海市松江区方松街道****"),
    ]
    assert [field.value for field in view.optional] == ["310117********1235"]
    assert (view.scenario.purpose, view.scenario.kept_days) == ("核对开户人", 30)


def test_the_holders_list_has_what_waits_first_and_is_filtered_by_how_it_stands(bank, asking, holder):
    later = NOON + timedelta(hours=2)
    social.asked(bank, "R2", at=later)

    def states(at, **wanted):
        return [row.state for row in queries.own_askings(Ask(wanted, sort="open"), reader=holder, at=at).rows]

    assert states(later) == ["OPEN", "LAPSED"]
    assert states(later, state="LAPSED") == ["LAPSED"]
    assert states(later, state="OPEN") == ["OPEN"]
    assert states(later, certificate=str(asking.certificate_id)) == ["OPEN", "LAPSED"]
    assert states(later, certificate="0") == []
    actions.consent_to_asking(Asking.objects.get(reference="R2").pk, by=holder, at=later)
    assert states(later, state="CONSENTED") == ["CONSENTED"]
    assert states(later + timedelta(hours=24)) == ["UNFETCHED", "LAPSED"]
    assert states(later + timedelta(hours=24), state="CONSENTED") == []


def test_consent_to_asking_lets_what_is_required_travel_and_nothing_else(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    assert queries.told(asking.token, reader=social.key_of(bank), at=NOON).state == "READY"

    made = fetch(bank, asking)
    assert dict(made.fields) == {"holder_name": "李民", "home": HOME}
    assert made.kept_until == "2026-04-01"
    assert [entry.payload["asking"] for entry in recorded("certificates.asking.consented")] == [asking.token]


def test_consent_to_asking_with_an_optional_field_lets_that_travel_too(bank, asking, holder):
    actions.consent_to_asking(asking.pk, ("holder_number",), by=holder, at=NOON)
    assert set(fetch(bank, asking).fields) == {"holder_name", "home", "holder_number"}


def test_what_travels_is_signed_so_that_anybody_can_check_it(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    header, payload, signature = fetch(bank, asking).jws.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    [key] = keys.verification_keys("certificates")

    assert key.verify(f"{header}.{payload}".encode(), raw)
    assert not key.verify(f"{header}.{payload}x".encode(), raw)
    told = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert told["aud"] == social.CODES[0]
    assert told["fields"] == {"holder_name": "李民", "home": HOME}


def test_fetch_disclosure_gives_it_once_and_is_recorded_and_seen_by_the_holder(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    made = actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=NOON)

    with pytest.raises(actions.FetchedAlready):
        fetch(bank, asking)
    [entry] = recorded("certificates.asking.fetched")
    assert entry.payload["disclosure"] == hashlib.sha256(made.jws.encode()).hexdigest()
    assert HOME not in str(entry.payload)
    look = Look.objects.get()
    assert (look.by_name, look.how, look.fields) == ("松江银行", "SOCIAL", ["holder_name", "home"])


def test_fetch_disclosure_is_declined_a_day_after_the_consent(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    late = NOON + timedelta(hours=24)
    with pytest.raises(actions.NotReady):
        fetch(bank, asking, late)
    assert queries.told(asking.token, reader=social.key_of(bank), at=late).state == "NO_ANSWER"


@pytest.mark.parametrize("changed", [{"fields": ["holder_name", "home", "holder_number"]}, {"consent": "0" * 64}])
def test_fetch_disclosure_is_declined_when_the_consent_was_tampered_with(bank, asking, holder, changed):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    with arranging():
        Asking.objects.filter(pk=asking.pk).update(**changed)

    with pytest.raises(actions.ConsentChanged):
        fetch(bank, asking)
    assert not Look.objects.exists()


def test_fetch_disclosure_is_declined_even_when_row_and_digest_are_changed_together(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    row = Asking.objects.get()
    row.fields = ["holder_name", "home", "holder_number"]
    forged = agreed_in(row, social.scenario()).digest
    with arranging():
        Asking.objects.filter(pk=asking.pk).update(fields=row.fields, consent=forged)

    with pytest.raises(actions.ConsentChanged):
        fetch(bank, asking)


def test_fetch_disclosure_is_declined_once_the_organisation_is_out(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    actions.suspend_organisation(bank, "协议执行检查", by=social.TANG, at=NOON)
    with pytest.raises(actions.OrganisationOut):
        fetch(bank, asking)


def test_fetch_disclosure_is_declined_once_the_certificate_has_ended(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    actions.suspend_certificate(asking.certificate_id, "核查居住情况", by=stage.GU, at=NOON)
    with pytest.raises(actions.CertificateEnded):
        fetch(bank, asking)


def test_consent_to_asking_is_declined_for_a_field_that_was_not_asked_for(asking, holder):
    with pytest.raises(actions.FieldNotAsked):
        actions.consent_to_asking(asking.pk, ("secret",), by=holder, at=NOON)
    assert Asking.objects.get().state == "OPEN"


def test_an_asking_is_answered_once_and_in_time(asking, holder):
    with pytest.raises(actions.AnsweredAlready):
        actions.refuse_asking(asking.pk, by=holder, at=asking.expires_at)
    actions.refuse_asking(asking.pk, by=holder, at=NOON)
    with pytest.raises(actions.AnsweredAlready):
        actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    assert len(recorded("certificates.asking.refused")) == 1


def test_withdraw_consent_before_it_is_fetched_stops_it(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)

    assert actions.withdraw_consent(asking.pk, by=holder, at=NOON) is False
    with pytest.raises(actions.NotReady):
        fetch(bank, asking)


def test_withdraw_consent_after_it_was_fetched_tells_the_organisation_to_delete(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    fetch(bank, asking)

    assert actions.withdraw_consent(asking.pk, by=holder, at=NOON) is True
    seen = queries.told(asking.token, reader=social.key_of(bank), at=NOON)
    assert (seen.state, seen.delete) == ("WITHDRAWN", True)
    [entry] = recorded("certificates.asking.withdrawn")
    assert entry.payload["to_delete"] is True


def test_withdraw_consent_is_declined_where_there_is_none(asking, holder):
    with pytest.raises(actions.NothingToWithdraw):
        actions.withdraw_consent(asking.pk, by=holder, at=NOON)


STRANGERS = [LI, ZHENG, stage.GU, Actor("account:77", "别人", owns=frozenset({"person:999999"}))]


@pytest.mark.parametrize("stranger", [ANONYMOUS, SYSTEM, social.key_of(1)])
def test_nobody_but_a_person_answers_for_a_holder(asking, stranger):
    with pytest.raises(Forbidden):
        actions.consent_to_asking(asking.pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.refuse_asking(asking.pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.withdraw_consent(asking.pk, by=stranger, at=NOON)
    assert Asking.objects.get().state == "OPEN"


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, SYSTEM, social.TANG])
def test_fetch_disclosure_is_not_for_strangers(asking, holder, stranger):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    with pytest.raises(Forbidden):
        actions.fetch_disclosure(asking.token, base=social.BASE, by=stranger, at=NOON)
    assert not Look.objects.exists()


@pytest.mark.parametrize("stranger", STRANGERS)
def test_another_neither_sees_nor_answers_nor_withdraws(asking, stranger):
    for act in (
        lambda: queries.own_asking(asking.pk, reader=stranger, at=NOON),
        lambda: queries.receipt(asking.pk, reader=stranger),
        lambda: actions.consent_to_asking(asking.pk, by=stranger, at=NOON),
        lambda: actions.refuse_asking(asking.pk, by=stranger, at=NOON),
        lambda: actions.withdraw_consent(asking.pk, by=stranger, at=NOON),
    ):
        with pytest.raises(NotFound):
            act()
    assert Asking.objects.get().state == "OPEN"
    assert queries.own_askings(Ask(), reader=stranger, at=NOON).total == 0
    assert queries.own_open_askings(reader=stranger, at=NOON) == 0


def agent(holder, scope="certificates.asking.answer"):
    [owner] = holder.owns
    return Actor(
        "account:5", "代办", owns=frozenset({owner}), acting_for=owner, mandate="mandate:1", scope=frozenset({scope})
    )


def test_an_agent_does_not_consent_where_the_scenario_wants_the_holder(asking, holder):
    with pytest.raises(actions.AgentsNot):
        actions.consent_to_asking(asking.pk, by=agent(holder), at=NOON)


def test_an_agent_with_a_mandate_consents_where_the_scenario_allows_it_and_without_it_does_not():
    social.district(social.scenario(agents=True))
    asking = social.asked(social.organisation())
    holder = stage.holder_of(asking.certificate_id)

    with pytest.raises(NotFound):
        actions.consent_to_asking(asking.pk, by=agent(holder, "certificates.certificate.hold"), at=NOON)
    actions.consent_to_asking(asking.pk, by=agent(holder), at=NOON)
    assert Asking.objects.get().acting_for == next(iter(holder.owns))
    [entry] = recorded("certificates.asking.consented")
    assert entry.payload["under"] == ["mandate:1"]


def test_what_the_holder_takes_along_says_who_asked_and_what_travelled(bank, asking, holder):
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    fetch(bank, asking)

    owner = next(iter(holder.owns))
    [told] = queries.askings_of(owner, reader=holder, at=NOON)
    assert (told["organisation"], told["fields"]) == ("松江银行", ["holder_name", "home"])
    with pytest.raises(Forbidden):
        queries.askings_of(owner, reader=LI, at=NOON)


def test_only_the_organisation_that_asked_is_told_that_it_may_fetch(bank, asking, holder):
    other = social.organisation(1)
    for number in (bank, other):
        _, token = gateway.make_outside_key(
            f"organisation:{number}", "柜面系统", ["webhooks:manage"], by=social.SONG, at=NOON
        )
        program = caller_of_key(token, "203.0.113.7", at=NOON).lent["webhooks:manage"]
        gateway.subscribe_webhook("https://93.184.216.34/hook", ["certificates.asking.consented"], by=program, at=NOON)
    actions.consent_to_asking(asking.pk, by=holder, at=NOON)
    seal_and_deliver()

    [told] = Delivery.objects.all()
    assert told.webhook.owner == f"organisation:{bank}"
    assert asking.token in told.body
    assert HOME not in told.body

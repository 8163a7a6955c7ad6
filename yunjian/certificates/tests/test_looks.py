"""Looking at what a certificate says, and who learns of it."""

from datetime import timedelta

import pytest

from tests.cast import LI, NOON, ZHENG
from tests.roles import actor
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Look
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

from . import stage

pytestmark = pytest.mark.django_db
STRANGERS = [ANONYMOUS, LI, ZHENG, stage.QIN]
HOME = "上海市松江区方松街道文诚路500弄3号"


@pytest.fixture
def permit():
    stage.district()
    return stage.issued("permit")


def identifier(pk: int) -> str:
    return queries.certificate(pk, reader=stage.GU, at=NOON).identifier


def test_an_office_sees_it_masked_until_it_says_why(permit):
    view = queries.certificate(permit, reader=stage.GU, at=NOON)

    assert (view.holder_name.value, view.holder_number.value) == ("李*", "310117********1235")
    assert [(field.value, field.is_masked) for field in view.fields] == [("上海市松江区方松街道****", True)]
    assert not Look.objects.exists()


def test_reveal_certificate_shows_it_in_full_and_is_recorded_without_the_words(permit):
    opened = actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=stage.GU, at=NOON)

    assert [field.value for field in opened.certificate.fields] == [HOME]
    assert opened.masked == ()
    [entry] = recorded("certificates.certificate.looked_at")
    assert entry.payload["fields"] == ["holder_name", "holder_number", "home"]
    assert "核对" not in str(entry.payload)


def test_the_holder_reads_who_looked_when_and_why(permit):
    actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=stage.GU, at=NOON)

    [look] = queries.looks(permit, reader=stage.holder_of(permit))
    assert (look.by, look.how, look.words, look.at) == ("顾证", "REVEAL", "核对居住地址", NOON)


@pytest.mark.parametrize(("purpose", "words"), [("", "核对居住地址"), ("HANDLE", "看"), ("CURIOSITY", "想看看谁")])
def test_reveal_certificate_is_declined_without_a_purpose_somebody_else_can_understand(permit, purpose, words):
    with pytest.raises(actions.PurposeMissing):
        actions.reveal_certificate(permit, purpose, words, by=stage.GU, at=NOON)
    assert not Look.objects.exists()


def test_a_role_that_does_not_open_sensitive_data_leaves_it_masked(permit):
    narrow = Actor(
        "account:1", "甲", tuple(type(held)(held.role, held.unit, held.may, frozenset()) for held in stage.GU.held)
    )
    opened = actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=narrow, at=NOON)

    assert opened.certificate.fields[0].is_masked
    assert set(opened.masked) == {"holder_name", "holder_number", "home"}


def test_reveal_own_certificate_needs_no_reason_and_is_recorded(permit):
    opened = actions.reveal_own_certificate(permit, by=stage.holder_of(permit), at=NOON)

    assert opened.certificate.fields[0].value == HOME
    assert opened.certificate.holder_number.value == stage.NUMBER
    assert Look.objects.get().how == "OWN"
    assert len(recorded("certificates.certificate.looked_at")) == 1


def test_somebody_with_a_mandate_sees_it_for_the_holder_and_somebody_with_another_does_not(permit):
    owner = next(iter(stage.holder_of(permit).owns))
    agent = Actor(
        "account:5", "代办", owns=frozenset({owner}), acting_for=owner, mandate="mandate:1", scope=frozenset({"*"})
    )
    other = Actor(
        "account:5", "代办", owns=frozenset({owner}), acting_for=owner, mandate="mandate:1",
        scope=frozenset({"parties.look.read-own"}),
    )  # fmt: skip
    assert [row.id for row in queries.held(reader=agent, at=NOON)] == [permit]
    actions.reveal_own_certificate(permit, by=agent, at=NOON)
    assert Look.objects.get().acting_for == owner

    assert queries.held(reader=other, at=NOON) == ()
    with pytest.raises(Forbidden):
        actions.reveal_own_certificate(permit, by=other, at=NOON)


@pytest.mark.parametrize("stranger", [*STRANGERS, SYSTEM, stage.JIN])
def test_looks_are_not_for_strangers(permit, stranger):
    for look in (
        lambda: actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=stranger, at=NOON),
        lambda: actions.reveal_own_certificate(permit, by=stranger, at=NOON),
        lambda: actions.print_certificate(permit, by=stranger, at=NOON),
        lambda: actions.read_for_system(permit, by=stranger, at=NOON),
    ):
        with pytest.raises(Forbidden):
            look()
    with pytest.raises(NotFound):  # not even that there is one
        queries.own_certificate(permit, reader=stranger, at=NOON)
    assert not Look.objects.exists()


@pytest.mark.parametrize("stranger", [*STRANGERS[:3], Actor("account:77", "别人", owns=frozenset({"person:999"}))])
def test_a_certificate_in_full_is_not_for_strangers(permit, stranger):
    for ask in (queries.version_for_credential, queries.certificate):
        with pytest.raises(Forbidden):
            ask(permit, reader=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.looks(permit, reader=stranger)


def test_print_certificate_gives_the_paper_to_the_holder_and_the_office_and_is_recorded(permit):
    for who in (stage.holder_of(permit), stage.GU):
        found = actions.print_certificate(permit, by=who, at=NOON)
        assert found.fields[0].value == HOME
    assert [look.how for look in Look.objects.all()] == ["PAPER", "PAPER"]
    assert len(recorded("certificates.certificate.looked_at")) == 2


def test_read_for_system_gives_all_of_it_and_is_recorded(permit):
    found = actions.read_for_system(permit, by=stage.GU, at=NOON)

    assert found.holder_number == stage.NUMBER
    assert len(recorded("certificates.certificate.looked_at")) == 1
    assert Look.objects.get().how == "SYSTEM"


def test_looks_are_declined_once_the_contents_are_erased(permit):
    actions.revoke_certificate(permit, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    actions.archive_certificate(permit, "办结归档", by=stage.GU, at=NOON)
    actions.erase_contents(permit, by=SYSTEM, at=NOON)

    for look in (
        lambda: actions.reveal_own_certificate(permit, by=stage.holder_of(permit), at=NOON),
        lambda: actions.print_certificate(permit, by=stage.GU, at=NOON),
        lambda: actions.read_for_system(permit, by=stage.GU, at=NOON),
    ):
        with pytest.raises(actions.ContentsGone):
            look()


def test_verify_certificate_shows_a_window_what_the_purpose_needs_and_is_recorded():
    stage.district()
    licence = stage.issued()
    plain = actions.verify_certificate(identifier(licence), by=stage.JIN, at=NOON)
    wanted = actions.verify_certificate(identifier(licence).lower(), "entry", by=stage.JIN, at=NOON)

    assert (plain.standing, plain.valid_through, plain.shown) == ("VALID", "2028-03-01", ())
    assert [(field.name, field.value) for field in wanted.shown] == [("number", "JY1"), ("trade", "餐饮")]
    assert [entry.payload["fields"] for entry in recorded("certificates.certificate.looked_at")] == [
        [], ["number", "trade"],
    ]  # fmt: skip
    assert Look.objects.last().purpose == "入网审核"


def test_verify_certificate_tells_an_old_version_and_one_that_ended(permit):
    old = identifier(permit)
    actions.replace_certificate(permit, "原件遗失", by=stage.GU, at=NOON)

    assert not actions.verify_certificate(old, by=stage.JIN, at=NOON).is_current
    late = actions.verify_certificate(old, by=stage.JIN, at=NOON + timedelta(days=300))
    assert late.standing == "EXPIRED"


def test_verify_certificate_is_declined_when_there_is_none_such(permit):
    sound = identifier(permit)
    for text, purpose, refusal in (
        ("1.2.3", "", actions.IdentifierWrong),
        (sound[:-1] + ("0" if sound[-1] != "0" else "1"), "", actions.IdentifierWrong),
        ("1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9", "", actions.NoSuchCertificate),
        (sound, "nothing", actions.PurposeUnknown),
    ):
        with pytest.raises(refusal):
            actions.verify_certificate(text, purpose, by=stage.JIN, at=NOON)
    assert not Look.objects.exists()


@pytest.mark.parametrize("stranger", [*STRANGERS[:3], actor("account:9", "王", ("clerk", "data-bureau"))])
def test_verify_certificate_is_for_whoever_verifies(permit, stranger):
    with pytest.raises(Forbidden):
        actions.verify_certificate(identifier(permit), by=stranger, at=NOON)


def test_anybody_who_has_it_in_hand_learns_whether_it_holds_and_nothing_else(permit):
    found = queries.version_for_credential(permit, reader=SYSTEM, at=NOON)
    by_code = queries.checked(found.identifier, found.code, reader=ANONYMOUS, at=NOON)

    assert queries.checked(found.identifier, " 李民 ", reader=ANONYMOUS, at=NOON) == by_code
    assert (by_code.title, by_code.standing, by_code.valid_through) == ("居住证", "VALID", "2026-08-31")
    assert stage.NUMBER not in str(by_code)


@pytest.mark.parametrize("detail", ["", "王小明", "0" * 16, "李"])
def test_a_wrong_detail_tells_no_more_than_a_wrong_identifier(permit, detail):
    assert queries.checked(identifier(permit), detail, reader=ANONYMOUS, at=NOON) is None
    assert queries.checked("1.2.3", "李民", reader=ANONYMOUS, at=NOON) is None


def test_once_erased_the_name_no_longer_proves_anything(permit):
    found = queries.version_for_credential(permit, reader=SYSTEM, at=NOON)
    actions.revoke_certificate(permit, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
    actions.archive_certificate(permit, "办结归档", by=stage.GU, at=NOON)
    actions.erase_contents(permit, by=SYSTEM, at=NOON)

    assert queries.checked(found.identifier, "", reader=ANONYMOUS, at=NOON) is None
    assert queries.checked(found.identifier, found.code, reader=ANONYMOUS, at=NOON).standing == "ARCHIVED"

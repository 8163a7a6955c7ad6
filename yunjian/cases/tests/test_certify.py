"""A granted case gets its certificate: issued as the register has it, and in its holder's drawer from then on."""

from datetime import date

import pytest

from tests.cast import SERVICE_CENTRE
from tests.district import publish
from tests.roles import actor
from yunjian.cases import actions, queries
from yunjian.cases.definitions import CaseExample
from yunjian.cases.models import Stage, State
from yunjian.certificates import actions as certificates
from yunjian.certificates import queries as register
from yunjian.certificates.tests.stage import NUMBER, USCC, licence, retention
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Grant

from .world import HAN, LIN, MON, SIGN, decided, of, procedure, sit, the

OPENING, NAME = "food-licence", "松江数据有限公司"
MAKER = actor("account:910096", "制证", ("case-window", SERVICE_CENTRE), ("certificate-officer", SERVICE_CENTRE))
TOLD = {"principal": "王建国", "trade": "catering"}  # by the application; the number the office gives


def matter(key: str, certificate_type: str):
    return procedure(
        key, title="食品经营许可", matter_type="20", handling="on-the-spot", legal_days=5, promised_days=0,
        extension_days=0, remedies="", certificate=True, certificate_type=certificate_type,
        example=CaseExample(accepted_on=MON.date(), due_on=MON.date()),
    )  # fmt: skip


@pytest.fixture
def shop(desks) -> str:
    """An enterprise, a matter that ends in its licence, and who makes licences."""
    publish(licence(issuer=SERVICE_CENTRE), retention("certificates", 120), matter(OPENING, "licence"), at=MON)
    number = parties.register_enterprise(NAME, USCC, by=SYSTEM, at=MON)
    with arranging():
        account = Account.objects.create(pk=910096, username=MAKER.id, name=MAKER.name, password="!")
        for role, unit in sorted(MAKER.grants):
            Grant.objects.create(account=account, role=role, unit=unit, starts_at=MON.replace(year=2025))
    for who in (MAKER, LIN):
        sit(who, OPENING, Stage.INTAKE)
        sit(who, OPENING, Stage.DELIVER)
    return f"enterprise:{number}"


def granted(applicant: str, told: dict[str, str] | None = None, kind: str = OPENING) -> int:
    case = actions.open_case(kind, applicant, "开一家奶茶店", particulars=told, by=LIN, at=MON)
    actions.submit(case, by=LIN, at=MON)
    actions.receive(case, by=LIN, at=MON)
    actions.settle_at_once(case, True, "", by=LIN, at=MON)
    return case


def made(**more) -> actions.CertificateContents:
    return actions.CertificateContents(**{"values": {"number": "JY1"}, **more})


def test_the_certificate_says_what_the_application_told_and_is_in_the_drawer(shop):
    case = granted(shop, TOLD)
    actions.certify(case, made(), by=MAKER, at=MON)
    [held] = register.held(reader=Actor("account:1", "店主", owns=frozenset({shop})), at=MON)
    shown = register.own_certificate(held.id, reader=Actor("account:1", "店主", owns=frozenset({shop})), at=MON)
    assert {each.name: each.value for each in shown.fields} == {"number": "JY1", "principal": "王**", "trade": "餐饮"}
    assert (the(case).state, the(case).certificate) == (State.CERTIFIED, held.id)
    assert recorded("cases.certificate.made")[0].payload["certificate"] == held.id
    actions.deliver(case, by=MAKER, at=MON)
    assert the(case).state == State.DONE


def test_what_is_filled_in_at_the_desk_counts_over_what_was_told(shop):
    case = granted(shop, TOLD)
    actions.certify(case, made(values={"number": "JY2", "principal": "李梅", "trade": " "}), by=MAKER, at=MON)
    view = register.own_certificate(
        the(case).certificate or 0, reader=Actor("account:1", "店主", owns=frozenset({shop})), at=MON
    )
    assert {each.name: each.value for each in view.fields} == {"number": "JY2", "principal": "李*", "trade": "餐饮"}


def test_one_that_is_held_is_amended(shop):
    first = granted(shop, TOLD)
    actions.certify(first, made(), by=MAKER, at=MON)
    second = granted(shop)
    actions.certify(second, made(values={"principal": "李梅"}, how="amend"), by=MAKER, at=MON)
    assert the(second).certificate == the(first).certificate
    view = register.own_certificate(
        the(first).certificate or 0, reader=Actor("account:1", "店主", owns=frozenset({shop})), at=MON
    )
    assert (view.version, [each.value for each in view.fields]) == (2, ["JY1", "李*", "餐饮"])


def test_it_may_be_for_an_enterprise_a_person_has_founded(shop):
    person = parties.register_person("李民", NUMBER, by=SYSTEM, at=MON)
    case = granted(f"person:{person}", TOLD)
    with pytest.raises(actions.HolderMissing):
        actions.certify(case, made(), by=MAKER, at=MON)
    actions.certify(case, made(number=USCC, name=NAME), by=MAKER, at=MON)
    assert register.certificate(the(case).certificate or 0, reader=MAKER, at=MON).holder == shop


@pytest.mark.parametrize(
    ("contents", "refusal"),
    [
        (None, actions.ContentsMissing),
        (made(values={}), certificates.ContentsWrong),
        (made(how="renew"), actions.NothingHeld),
    ],
)
def test_it_is_declined_and_nothing_is_made(shop, contents, refusal):
    case = granted(shop, TOLD)
    before = recorded()
    with pytest.raises(refusal):
        actions.certify(case, contents, by=MAKER, at=MON)
    assert the(case).state == State.DECIDED_YES
    assert recorded() == before


@pytest.mark.parametrize("who", [LIN, HAN])
def test_who_issues_no_certificates_makes_none(shop, who):
    case = granted(shop, TOLD)
    with pytest.raises(Forbidden):
        actions.certify(case, made(), by=who, at=MON)
    assert the(case).certificate is None


def test_a_licence_on_paper_needs_no_contents(desks):
    case = decided()
    actions.certify(case, by=LIN, at=MON)
    assert the(case).state == State.CERTIFIED
    assert the(case).procedure == SIGN


def test_the_form_shows_what_was_told_and_masks_a_person(shop):
    case = granted(shop, TOLD)
    page = of(MAKER).get(f"/cases/{case}/certify/").content.decode()
    assert "王**" in page
    assert "王建国" not in page
    assert '<option value="catering" selected>' in page


def test_mistakes_stand_beside_their_fields_and_the_certificate_is_made_from_the_form(shop):
    case, browser = granted(shop, TOLD), of(MAKER)
    wrong = browser.post(f"/cases/{case}/certify/", {"field_trade": "street"})
    assert wrong.status_code == 422
    assert "field_number" in wrong.content.decode()
    sent = {"field_number": "JY1", "field_trade": "catering"}
    assert browser.post(f"/cases/{case}/certify/", sent).status_code == 302
    assert the(case).state == State.CERTIFIED
    assert "已制证" in browser.get(f"/cases/{case}/").content.decode()


def test_a_year_is_not_written_where_the_type_fixes_the_period(shop):
    case = granted(shop, TOLD)
    making = queries.certifying(case, reader=MAKER, at=MON)
    assert making is not None
    assert (making.until, making.held, making.holder) == (False, False, NAME)
    actions.certify(case, made(through=date(2031, 1, 1)), by=MAKER, at=MON)
    assert queries.case_view(case, at=MON, reader=MAKER).certificate == the(case).certificate

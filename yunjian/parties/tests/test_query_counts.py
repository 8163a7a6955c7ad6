"""The lists of people, accounts, rights and looks ask the database as often for many rows as for few."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from stdnum.cn import uscc

from tests.cast import DATA_BUREAU
from tests.district import open_account, small_district
from tests.pins import assert_pinned
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions
from yunjian.parties.models import Account, Grant
from yunjian.parties.queries import actor_of

pytestmark = pytest.mark.django_db
PINNED_FOR_STAFF = {
    "/account/": 10,
    "/account/directory/": 7,
    "/account/people/": 12,
    "/account/enterprises/": 7,
    "/account/delegations/": 16,
    "/account/rights/": 12,
}
PINNED_FOR_SECURITY = {
    "/account/accounts/0/rights/": 14,
    "/account/accounts/": 6,
    "/account/who-can/?act=budgets.disclosure.receive": 10,
}
PINNED_FOR_AUDIT = {"/account/looks/": 9, "/account/ledger/": 6}
PINNED_FOR_PRIVACY = {"/account/erasures/": 7}
PINNED_FOR_CITIZEN = {"/account/mandates/": 5, "/account/who-looked/": 8, "/account/my-data/": 5}
WHO = {
    "zhou": PINNED_FOR_STAFF,
    "chen": PINNED_FOR_SECURITY,
    "zheng": PINNED_FOR_AUDIT,
    "bao": PINNED_FOR_PRIVACY,
    "li": PINNED_FOR_CITIZEN,
}


@pytest.fixture
def district(settings) -> Account:
    """Somebody of every kind; 李 looks at her own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small_district()
    for name, role in (
        ("chen", "security-administrator"),
        ("zheng", "audit-administrator"),
        ("bao", "privacy-officer"),
    ):
        open_account(name, (role, ""))
    for name, role in (("zhou", "budget-officer"), ("clerk", "clerk")):
        open_account(name, (role, DATA_BUREAU))
    person = actions.register_person("李民", by=SYSTEM, at=timezone.now())
    pk = actions.open_account("li", "李民", None, person_id=person, by=SYSTEM, at=timezone.now())
    return Account.objects.get(pk=pk)


def one_more(li: Account, number: int) -> None:
    """A colleague with a post, a role borrowed and one held, a firm 李 acts for, a look at her and a wish."""
    now = timezone.now()
    person = actions.register_person(f"同事{number}", phone=f"1380000{number:04}", by=SYSTEM, at=now)
    actions.appoint(person, "data-bureau-office", "科员", by=SYSTEM, at=now)
    pk = actions.open_account(f"colleague{number}", f"同事{number}", None, person_id=person, by=SYSTEM, at=now)
    colleague, zhou = Account.objects.get(pk=pk), Account.objects.get(username="zhou")
    actions.delegate_role(f"grant:{Grant.objects.get(account=zhou).pk}", colleague.username, starts_at=now,
                          ends_at=now + timedelta(days=3), reason="出差", by=actor_of(zhou), at=now)  # fmt: skip
    actions.ask_for_erasure(person, "不再办事", by=actor_of(colleague), at=now)
    stem = f"91310000MA{number:07}"
    code = stem + uscc.calc_check_digit(stem)
    actions.register_enterprise(f"公司{number}", code, "021-57810000", by=SYSTEM, at=now)
    actions.ask_for_mandate("AGENT", f"公司{number}", code, ["*"], by=actor_of(li), at=now)
    clerk = actor_of(Account.objects.get(username="clerk"))
    actions.read_personal_data(li.person_id, "VERIFY", "核对材料", by=clerk, at=now)


@pytest.mark.parametrize("who", WHO)
def test_as_pinned_and_the_same_for_five_times_as_many(district, who):
    one_more(district, 0)
    client = Client()
    client.force_login(Account.objects.get(username=who))

    zhou = Account.objects.get(username="zhou").pk
    assert_pinned(client, WHO[who], lambda: [one_more(district, number) for number in range(1, 5)], at=zhou)

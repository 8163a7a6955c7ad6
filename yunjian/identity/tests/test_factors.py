"""Second factors: tying an app, proving it, recovery codes, and taking one away."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value

from tests.cast import LI, NOON
from tests.district import open_account
from yunjian.identity import actions, queries
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db
SECRET = generate_totp_secret()
HERE = "192.0.2.7"
SOON = NOON + timedelta(minutes=1)


def code(at=NOON, secret=SECRET):
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


@pytest.fixture
def zhou():
    return open_account("zhou").pk


def me(account):
    return Actor(f"account:{account}")


def tie(account, at=NOON):
    actions.enrol_totp(account, SECRET, code(at), by=me(account), at=at)


def prove(account, given, at=SOON):
    return actions.prove_factor(account, given, address=HERE, by=me(account), at=at)


def test_enrol_totp_ties_the_app_keeps_the_secret_encrypted_and_is_recorded(zhou):
    actions.enrol_totp(zhou, SECRET, code(), by=me(zhou), at=NOON)

    assert queries.factors(zhou, reader=me(zhou)).app.added_at == NOON
    assert SECRET not in str(Authenticator.objects.get().data)
    assert recorded("identity.factor.added")[0].payload == {"account": zhou, "factor": "TOTP"}


def test_enrol_totp_is_declined_with_a_wrong_code_and_when_an_app_is_tied(zhou):
    with pytest.raises(actions.WrongCode):
        actions.enrol_totp(zhou, SECRET, "000000", by=me(zhou), at=NOON)
    assert not Authenticator.objects.exists()
    tie(zhou)
    with pytest.raises(actions.FactorExists):
        tie(zhou, SOON)


def test_a_code_is_good_for_its_half_minute_and_the_ones_beside_it(zhou):
    tie(zhou)

    for drift in (-30, 0, 30):
        at = NOON + timedelta(minutes=100 + drift)
        assert prove(zhou, code(at + timedelta(seconds=drift)), at) == "totp"
    with pytest.raises(actions.WrongCode):
        prove(zhou, code(NOON + timedelta(hours=1)), NOON + timedelta(hours=1, seconds=61))


def test_a_code_is_good_once_and_so_are_all_before_it(zhou):
    tie(zhou)
    assert prove(zhou, code(SOON)) == "totp"

    for replayed in (code(SOON), code(SOON - timedelta(seconds=30)), code(NOON)):
        with pytest.raises(actions.WrongCode):
            prove(zhou, replayed)


def test_a_code_is_refused_after_five_wrong_ones(zhou):
    tie(zhou)
    for _time in range(5):
        with pytest.raises(actions.WrongCode):
            prove(zhou, "000000")

    with pytest.raises(actions.TooManyFailures):
        prove(zhou, code(SOON))
    assert prove(zhou, code(SOON + timedelta(minutes=20)), SOON + timedelta(minutes=20)) == "totp"


def test_make_recovery_codes_shows_ten_that_are_good_once_each_and_is_recorded(zhou):
    tie(zhou)
    codes = actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)

    assert len(set(codes)) == 10
    assert prove(zhou, f"{codes[3][:4]} {codes[3][4:]}") == "recovery"
    with pytest.raises(actions.WrongCode):
        prove(zhou, codes[3])
    assert queries.factors(zhou, reader=me(zhou)).recovery_codes_left == 9
    assert codes[0] not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert recorded("identity.recovery_codes.made")[0].payload == {"account": zhou}


def test_make_recovery_codes_puts_an_end_to_those_before(zhou):
    tie(zhou)
    before = actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)
    actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)

    with pytest.raises(actions.WrongCode):
        prove(zhou, before[0])


def test_make_recovery_codes_is_declined_without_a_factor(zhou):
    with pytest.raises(actions.NoFactor):
        actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)


def test_remove_factor_takes_the_codes_with_the_last_one_and_is_recorded(zhou):
    tie(zhou)
    actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)
    app = queries.factors(zhou, reader=me(zhou)).app
    actions.remove_factor(zhou, app.id, by=me(zhou), at=NOON)

    assert not Authenticator.objects.exists()
    assert recorded("identity.factor.removed")[0].payload == {"account": zhou, "factor": "TOTP"}
    with pytest.raises(actions.NoFactor):
        actions.remove_factor(zhou, app.id, by=me(zhou), at=NOON)


def test_factors_are_their_owners_alone(zhou):
    tie(zhou)
    app = queries.factors(zhou, reader=me(zhou)).app
    wang = open_account("wang").pk
    for stranger in (LI, me(wang)):
        with pytest.raises(Forbidden):
            actions.enrol_totp(zhou, SECRET, code(), by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.prove_factor(zhou, code(SOON), address=HERE, by=stranger, at=SOON)
        with pytest.raises(Forbidden):
            actions.make_recovery_codes(zhou, by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.remove_factor(zhou, app.id, by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            queries.factors(zhou, reader=stranger)
    with pytest.raises(actions.NoFactor):
        actions.remove_factor(wang, app.id, by=me(wang), at=NOON)

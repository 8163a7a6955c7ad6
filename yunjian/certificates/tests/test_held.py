"""Everything held of a person's certificates: shown to that person, taken along; what erasing the person leaves."""

import json
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import LI
from tests.roles import actor
from yunjian.certificates import actions, queries
from yunjian.certificates.models import Certificate
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import seal_and_deliver
from yunjian.parties import actions as parties
from yunjian.parties import queries as parties_queries
from yunjian.parties.queries import actor_of

from . import social, stage

pytestmark = pytest.mark.django_db
BAO = actor("account:900301", "包护", ("privacy-officer", ""))
HOME = "上海市松江区方松街道文诚路500弄3号"


@pytest.fixture
def holder():
    """李民 has a permit; a bank asked her for what stands on it, she said yes, and it fetched that."""
    social.district_of_today()
    account = social.holder_account()
    bank, now = social.bank_of_today(), timezone.now()
    asking = social.asked(bank, at=now)
    actions.consent_to_asking(asking.pk, by=actor_of(account), at=now)
    actions.fetch_disclosure(asking.token, base=social.BASE, by=social.key_of(bank), at=now)
    return account


def test_is_all_there_and_nobody_elses(holder):
    me, now = actor_of(holder), timezone.now()
    [owner] = me.owns
    [permit] = queries.certificates_of(owner, reader=me, at=now)
    assert permit["versions"][0]["values"] == {"home": HOME}
    assert [row["how"] for row in queries.looks_of(owner, reader=me, at=now)] == ["经同意提供给机构"]
    assert queries.askings_of(owner, reader=me, at=now)[0]["organisation"] == "松江银行"
    assert queries.wallets_of(owner, reader=me, at=now) == ()
    narrow = replace(
        me, id="account:9", acting_for=owner, mandate="mandate:1", scope=frozenset({"parties.look.read-own"})
    )
    for stranger in (LI, narrow, stage.GU, social.SONG):
        for name in ("certificates_of", "looks_of", "askings_of", "wallets_of"):
            with pytest.raises(Forbidden):
                getattr(queries, name)(owner, reader=stranger, at=now)


def test_stands_on_the_page_of_ones_own_data_and_in_the_file(holder):
    client = Client()
    client.force_login(holder)
    page = client.post("/account/my-data/", {"form": "page"}).text
    for words in ("居住证", "松江银行", "经同意提供给机构"):
        assert words in page
    assert HOME not in page
    file = json.loads(client.post("/account/my-data/", {"form": "json"}).content)
    assert file["certificates"][0]["versions"][0]["values"]["home"] == HOME
    assert file["askings"][0]["fields"] == ["holder_name", "home"]


def test_a_certificate_stays_by_law_when_the_person_is_erased_and_the_person_is_told(holder):
    me, now = actor_of(holder), timezone.now()
    person = int(next(iter(me.owns)).removeprefix("person:"))
    parties.grant_erasure(parties.ask_for_erasure(person, by=me, at=now), "同意", by=BAO, at=now)
    seal_and_deliver()

    [row] = Certificate.objects.all()
    assert (row.state, row.erased_at, row.holder_name) == ("VALID", None, "李民")
    kept = parties_queries.erasures(reader=BAO)[0].kept
    assert any("证照：依法核发的证照不随申请删除" in each for each in kept)
    # It goes with the archive, as every certificate does.
    actions.revoke_certificate(row.pk, "CANCELLED", "本人注销", by=stage.GU, at=now)
    actions.archive_certificate(row.pk, "期满归档", by=stage.GU, at=now)
    actions.erase_contents(row.pk, by=SYSTEM, at=now)
    assert Certificate.objects.get().holder_name == ""

"""Both sides' receipts of a consent prove themselves; the organisation's answer may be an SD-JWT VC."""

import json
from datetime import timedelta

import pytest
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from tests.cast import NOON
from yunjian.certificates import actions, queries
from yunjian.certificates.logic.disclosure import JWS, SD_JWT
from yunjian.kernel import keys
from yunjian.kernel.errors import NotFound
from yunjian.kernel.proofs import checkpoints, proving
from yunjian.kernel.testing import recorded
from yunjian_verify import jose, kinds, sd_jwt
from yunjian_verify.credentials import Issuers
from yunjian_verify.proof import read_proof

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
    found = stage.holder_of(asking.certificate_id)
    actions.consent_to_asking(asking.pk, by=found, at=NOON)
    return found


def fetched(bank, asking, form=JWS):
    return actions.fetch_disclosure(asking.token, form, base=social.BASE, by=social.key_of(bank), at=NOON)


def issuers() -> Issuers:
    return Issuers({social.BASE: keys.verification_keys("certificates")}, now=int(NOON.timestamp()))


def proven(folder, *texts, issuer=None):
    """What each text proves, given as files beside one another."""
    paths = [folder / f"{number}.json" for number, _ in enumerate(texts)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return [each for _, each in kinds.verify_all(paths, kinds.Trust(checkpoints.log_keys(), issuers=issuer))]


def test_the_holder_proves_what_was_agreed_to_and_what_became_of_it(bank, asking, holder, tmp_path):
    with pytest.raises(proving.NotYetSigned):
        queries.receipt_file(asking.pk, reader=holder)
    social.signed()
    [agreed] = proven(tmp_path, queries.receipt_file(asking.pk, reader=holder))
    fetched(bank, asking)
    actions.withdraw_consent(asking.pk, by=holder, at=NOON)
    social.signed()
    text = queries.receipt_file(asking.pk, reader=holder)
    [after] = proven(tmp_path, text)

    assert (agreed.status, after.status) == (kinds.PROVEN, kinds.PROVEN)
    assert "松江银行（913100001000001137）为“核对开户人”取得 holder_name、home，最多保存到 2026-04-01" in agreed.zh
    assert "没有取回的记录" in agreed.zh
    for words in ("04:00 UTC 同意", "取回一次", "撤回了同意；对方删了没有，账本不知道"):
        assert words in after.zh
    assert "withdrawn at" in after.en
    assert HOME not in text


def test_the_organisation_proves_that_it_fetched_this_under_that_consent(bank, asking, holder, tmp_path):
    with pytest.raises(NotFound):
        queries.receipt_file_for_organisation(asking.token, reader=social.key_of(bank))
    made = fetched(bank, asking)
    social.signed()
    text = queries.receipt_file_for_organisation(asking.token, reader=social.key_of(bank))

    [alone] = proven(tmp_path, text)
    assert (alone.status, "同意那一条记录只在持证人的回执里" in alone.zh) == (kinds.PROVEN, True)
    [beside] = proven(tmp_path, text, made.signed)
    assert (beside.status, "1.json 就是取回的那一份" in beside.zh) == (kinds.PROVEN, True)
    [both, answer] = proven(tmp_path, text, made.signed, issuer=issuers())
    assert (both.status, answer.status) == (kinds.PROVEN, kinds.PROVEN)
    assert "内容真实" in answer.zh
    [other, _] = proven(tmp_path, text, made.signed[:-4] + "AAAA")
    assert (other.status, "不是当时取回的那一份" in other.zh) == (kinds.WRONG, True)


def test_an_organisations_receipt_names_neither_holder_nor_certificate(bank, asking, holder):
    fetched(bank, asking)
    again = social.asked(bank, "R2")
    actions.consent_to_asking(again.pk, by=holder, at=NOON)
    fetched(bank, again)
    social.signed()
    first, second = (
        json.loads(queries.receipt_file_for_organisation(each.token, reader=social.key_of(bank)))
        for each in (asking, again)
    )

    assert first["agreed"]["certificate"] != second["agreed"]["certificate"]
    entry = read_proof(first["proofs"][0].encode()).entry or b""
    assert b'"key:' in entry
    assert holder.id.encode() not in entry
    assert "李民" not in json.dumps(first, ensure_ascii=False)


def test_who_refused_has_no_receipt(bank):
    asking = social.asked(bank)
    holder = stage.holder_of(asking.certificate_id)
    actions.refuse_asking(asking.pk, by=holder, at=NOON)
    for ask in (queries.receipt, queries.receipt_file):
        with pytest.raises(NotFound):
            ask(asking.pk, reader=holder)


def test_the_answer_as_sd_jwt_is_read_by_other_peoples_library(bank, asking, holder):
    made = fetched(bank, asking, SD_JWT)
    [key] = keys.verification_keys("certificates")
    theirs = SDJWTVerifier(made.sd_jwt, lambda *_: JWK(**jose.jwk_of(key))).get_verified_payload()

    assert made.jws == ""
    assert (theirs["holder_name"], theirs["home"]) == ("李民", HOME)
    assert theirs["aud"] == social.CODES[0]
    assert theirs["disclosure"]["consent"] == recorded("certificates.asking.consented")[0].payload["consent"]


def test_the_answer_as_sd_jwt_holds_what_was_agreed_to_and_no_more(bank, asking, holder):
    made = fetched(bank, asking, SD_JWT)
    shown = sd_jwt.verify(made.sd_jwt, trusted=issuers().keys, now=int(NOON.timestamp()))

    assert sorted(shown.disclosed) == ["holder_name", "home"]
    assert (shown.withheld, shown.holder_jwk, shown.status, shown.binding) == (0, None, None, "none")
    assert shown.type == f"{social.BASE}/certificates/extracts/open-account/2025-01-01"
    last = NOON + timedelta(days=31)
    with pytest.raises(jose.Refused, match="expired"):
        sd_jwt.verify(made.sd_jwt, trusted=issuers().keys, now=int(last.timestamp()))


def test_its_receipt_proves_the_sd_jwt_too(bank, asking, holder, tmp_path):
    made = fetched(bank, asking, SD_JWT)
    social.signed()
    text = queries.receipt_file_for_organisation(asking.token, reader=social.key_of(bank))

    [receipt, answer] = proven(tmp_path, text, made.sd_jwt, issuer=issuers())
    assert (receipt.status, answer.status) == (kinds.PROVEN, kinds.PROVEN)
    assert "1.json 就是取回的那一份" in receipt.zh


def test_what_the_type_of_an_extract_answers_names_its_claims(bank):
    told = queries.extract_metadata("open-account", social.scenario().valid_from, base=social.BASE, reader=stage.GU)

    assert [(each["path"], each["mandatory"]) for each in told["claims"]] == [
        (["holder_name"], True), (["home"], True), (["holder_number"], False),
    ]  # fmt: skip


def test_fetch_disclosure_is_declined_in_a_form_there_is_not(bank, asking, holder):
    with pytest.raises(actions.FormUnknown):
        fetched(bank, asking, "mdoc")
    assert recorded("certificates.asking.fetched") == []

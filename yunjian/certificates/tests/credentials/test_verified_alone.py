"""``yunjian verify`` with credentials, counter codes and signed PDFs: what it says, alone and offline."""

import json
from pathlib import Path

import pytest

from yunjian.certificates.logic.counter import Said, code
from yunjian.certificates.logic.sd_jwt import issue, sign
from yunjian.certificates.logic.status_list import publish
from yunjian.certificates.logic.wallet import key_set
from yunjian_verify import kinds
from yunjian_verify.command import main
from yunjian_verify.credentials import REASONS
from yunjian_verify.jose import encode

from .cast import DISTRICT, ISSUER, NOW, STRANGER, ZHANG, claims, licence

STATES = f"{ISSUER}/certificates/states/0"
STATUS = {"status": {"status_list": {"uri": STATES, "idx": 5}}}
AT = ("--at", "2026-09-21T14:13:20+00:00")  # NOW


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "issuer.json").write_text(json.dumps({"issuer": ISSUER, "jwks": key_set([DISTRICT.public])}))
    (tmp_path / "bare.json").write_text(json.dumps(key_set([DISTRICT.public])))
    return tmp_path


def states(changed: dict[int, int], at: int = NOW) -> str:
    return publish(changed, uri=STATES, signer=DISTRICT, at=at, good_for=3600, ttl=300)


def told(folder, capsys, text: str, *words: str, keys: str = "issuer.json") -> tuple[int, str]:
    """The exit status and the sentence."""
    (folder / "shown").write_text(text)
    trusted = ["--issuer", str(folder / keys)] if keys else []
    status = main([str(folder / "shown"), *trusted, *AT, *words])
    return status, capsys.readouterr().out


def test_a_credential_with_its_state_is_proven_and_what_it_does_not_prove_is_said(folder, capsys):
    (folder / "states").write_text(states({}))
    status, said = told(folder, capsys, licence(**STATUS), "--states", str(folder / "states"))

    assert status == kinds.PROVEN
    assert "证照真实" in said
    assert "不能证明出示的人就是持证人" in said
    assert "no holder signed" in told(folder, capsys, licence(), "--en", keys="bare.json")[1]


def test_without_keys_or_without_the_list_something_is_left_open(folder, capsys):
    assert told(folder, capsys, licence(), keys="")[0] == kinds.OPEN
    status, said = told(folder, capsys, licence(**STATUS))
    assert status == kinds.OPEN
    assert "不知道现在是否仍然有效" in said


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (states({5: 1}), "revoked"),
        (states({5: 2}), "suspended"),
        (states({}, NOW - 9000), "status list expired"),
        (publish({}, uri=STATES, signer=STRANGER, at=NOW, good_for=3600, ttl=300), "signature"),
        (publish({}, uri=f"{STATES}1", signer=DISTRICT, at=NOW, good_for=3600, ttl=300), "status list"),
    ],
)
def test_a_state_that_is_not_good_or_not_to_be_trusted_is_refused(folder, capsys, listed, reason):
    (folder / "states").write_text(listed)
    status, said = told(folder, capsys, licence(**STATUS), "--states", str(folder / "states"))

    assert status == kinds.WRONG
    assert REASONS[reason] in said


def confused() -> str:
    """The issuer's public key taken for a secret."""
    head, body = ({"alg": "HS256", "typ": "dc+sd-jwt"}, {"iss": ISSUER, "vct": "x"})
    return ".".join(encode(json.dumps(part).encode()) for part in (head, body)) + f".{encode(bytes(32))}~"


def twice() -> str:
    parts = licence().split("~")
    return "~".join([*parts[:-1], parts[1], ""])


def unsigned() -> str:
    token, *rest = licence().split("~")
    head = encode(json.dumps({"alg": "none", "typ": "dc+sd-jwt"}).encode())
    return "~".join([f"{head}.{token.split('.')[1]}.", *rest])


HOSTILE = [
    (unsigned(), "algorithm"),
    (confused(), "algorithm"),
    (issue(claims(), signer=STRANGER, holder=ZHANG.jwk), "signature"),
    (issue(claims(iss="https://elsewhere.example"), signer=DISTRICT, holder=ZHANG.jwk), "issuer"),
    (licence(exp=NOW - 4000), "expired"),
    (twice(), "duplicate"),
    (licence() + "~" * 600, "size"),
    (licence().replace("~", "~~", 1), "shape"),
]


@pytest.mark.parametrize(("text", "reason"), HOSTILE, ids=[f"{reason}-{at}" for at, (_, reason) in enumerate(HOSTILE)])
def test_hostile_certificates_are_refused_with_the_reason_in_both_languages(folder, capsys, text, reason):
    status, said = told(folder, capsys, text)
    english = told(folder, capsys, text, "--en")[1]

    assert status == kinds.WRONG
    assert REASONS[reason] in said
    assert "Not verified: The" in english


def test_an_oversized_file_is_refused(folder, capsys):
    assert told(folder, capsys, licence() + "A" * 300_000)[0] == kinds.WRONG


def test_a_counter_code_is_proven_in_its_minute_and_refused_after_it(folder, capsys):
    said = Said("permit", "居住证", "李*", "VALID")
    good = code(said, base=ISSUER, nonce="n", at=NOW - 20, until=NOW + 40, signer=DISTRICT)
    late = code(said, base=ISSUER, nonce="n", at=NOW - 200, until=NOW - 140, signer=DISTRICT)
    forged = code(said, base=ISSUER, nonce="n", at=NOW, until=NOW + 60, signer=STRANGER)
    other = code(said, base="https://elsewhere.example", nonce="n", at=NOW, until=NOW + 60, signer=DISTRICT)

    status, words = told(folder, capsys, f"{ISSUER}/certificates/check/?shown={good}")
    assert status == kinds.PROVEN
    assert "李*" in words
    assert told(folder, capsys, good, keys="")[0] == kinds.OPEN
    assert [
        REASONS["expired"] in told(folder, capsys, late)[1],
        REASONS["signature"] in told(folder, capsys, forged)[1],
    ]
    assert REASONS["issuer"] in told(folder, capsys, other)[1]


def test_of_a_pdf_without_a_root_it_says_what_it_needs(folder, capsys):
    status, said = told(folder, capsys, "%PDF-1.7")

    assert status == kinds.OPEN
    assert "--root" in said


def test_a_key_file_that_is_none_is_refused_in_a_sentence(folder, capsys):
    (folder / "bad.json").write_text(json.dumps({"keys": [{"kty": "oct", "k": "AAAA"}]}))
    with pytest.raises(SystemExit):
        told(folder, capsys, licence(), keys="bad.json")
    assert "no P-256" in capsys.readouterr().err


def test_a_list_of_states_is_no_credential(folder, capsys):
    text = sign({"iss": ISSUER}, signer=DISTRICT, type_="statuslist+jwt")

    assert told(folder, capsys, text)[0] == kinds.WRONG

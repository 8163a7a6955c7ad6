"""Giving out signed papers: to whom, on record, under which certificates."""

from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.test import Client

from tests.cast import LI, NOON
from yunjian.certificates import actions, commands, queries
from yunjian.certificates.logic.chain import root_certificate, signing_certificate
from yunjian.certificates.models import KeyCertificate, Look
from yunjian.kernel import keys
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.keys.actions import rotate_key
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage
from .credentials.cast import STRANGER
from .credentials.test_signed_papers import validated

pytestmark = pytest.mark.django_db
CHECK = "https://songjiang.example/certificates/check/"


@pytest.fixture
def permit():
    stage.district()
    return stage.issued("permit")


def root() -> bytes:
    return queries.signing_chain(reader=ANONYMOUS, at=NOON)[-1]


def test_seal_paper_gives_a_pdf_that_holds_and_is_recorded_with_its_digest(permit):
    made = actions.seal_paper(permit, CHECK, by=stage.holder_of(permit), at=NOON)

    assert validated(made.data, root()).bottom_line
    [entry] = recorded("certificates.certificate.sealed")
    assert entry.payload["digest"] == made.digest == sha256(made.data).hexdigest()
    assert entry.payload["key"] == keys.signer("certificates-pdf").key_id
    assert "李民" not in str(entry.payload)
    assert [each.how for each in queries.looks(permit, reader=stage.holder_of(permit))] == ["SEALED"]
    assert [each.kind for each in queries.history(permit, reader=stage.GU)] == ["certificates.certificate.issued"]


def test_seal_paper_is_not_for_strangers(permit):
    for stranger in (ANONYMOUS, LI, stage.QIN, stage.JIN, SYSTEM):
        with pytest.raises(Forbidden):
            actions.seal_paper(permit, CHECK, by=stranger, at=NOON)
    assert not Look.objects.exists()


def test_certify_keys_makes_root_and_certificate_once_and_is_recorded(permit):
    actions.certify_keys(by=SYSTEM, at=NOON)

    signing, top = map(x509.load_der_x509_certificate, queries.signing_chain(reader=ANONYMOUS, at=NOON))
    signing.verify_directly_issued_by(top)
    top.verify_directly_issued_by(top)
    assert len(recorded("certificates.key.certified")) == 2
    with pytest.raises(actions.Certified):
        actions.certify_keys(by=SYSTEM, at=NOON)


def test_certify_keys_is_for_the_platform_alone(permit):
    with pytest.raises(Forbidden):
        actions.certify_keys(by=stage.GU, at=NOON)
    assert not KeyCertificate.objects.exists()


def test_another_key_gets_a_certificate_by_the_same_root_and_what_the_former_signed_holds(permit):
    former = actions.seal_paper(permit, CHECK, by=stage.GU, at=NOON).data
    rotate_key("certificates-pdf", by=SYSTEM, at=NOON)
    other = actions.seal_paper(permit, CHECK, by=stage.GU, at=NOON).data

    assert validated(former, root()).bottom_line
    assert validated(other, root()).bottom_line
    actions.certify_keys(by=SYSTEM, at=NOON + timedelta(days=365 * 5 - 10))  # before it runs out another is made
    assert [row.is_root for row in KeyCertificate.objects.all()] == [False, False, False, True]


def own_chain(tmp_path, public_key: bytes) -> str:
    top = root_certificate(STRANGER, STRANGER.public.public_key, "某区", at=NOON)
    own = signing_certificate(top, STRANGER, public_key, "某区", at=NOON)
    path = tmp_path / "chain.pem"
    certificates = [x509.load_der_x509_certificate(each) for each in (own, top)]
    path.write_bytes(b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates))
    return str(path)


def test_certificates_of_yours_stand_for_the_key_and_others_are_declined_in_a_sentence(permit, settings, tmp_path):
    settings.PDF_CERTIFICATES = own_chain(tmp_path, keys.signer("certificates-pdf").public_key)
    data = actions.seal_paper(permit, CHECK, by=stage.GU, at=NOON).data
    assert validated(data, root()).bottom_line
    assert not KeyCertificate.objects.exists()

    for path in (own_chain(tmp_path, keys.signer("certificates-root").public_key), str(tmp_path / "nothing")):
        settings.PDF_CERTIFICATES = path
        with pytest.raises(actions.CertificatesUnfit):
            actions.seal_paper(permit, CHECK, by=stage.GU, at=NOON)
        assert commands.root() == 1
    assert len(recorded("certificates.certificate.sealed")) == 1


def test_one_command_prints_the_root_to_be_trusted(permit, capsys):
    assert commands.root() == 0

    printed = capsys.readouterr().out
    told = x509.load_pem_x509_certificate(printed[printed.index("-----BEGIN") :].encode())
    assert told.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert sha256(told.public_bytes(serialization.Encoding.DER)).hexdigest().upper() in printed.replace(":", "")


def test_a_holder_downloads_it_by_a_button_only(permit):
    person = Person.objects.get(name="李民")
    account = parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    assert "/sealed/" in client.get(f"/certificates/mine/{permit}/").content.decode()
    answer = client.post(f"/certificates/{permit}/sealed/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"/ETSI.CAdES.detached" in answer.content
    assert client.get(f"/certificates/{permit}/sealed/").status_code == 405

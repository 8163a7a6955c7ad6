"""Notices go over TLS to who can prove the name that was written down, and to nobody else."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from django.utils import timezone
from django.utils.translation import override

from tests.cast import ZHOU
from yunjian.gateway import actions, jobs, queries
from yunjian.kernel.addresses import networks

from .conftest import listening
from .test_deliveries import verify

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Made for this run and thrown away."""
    return trustme.CA()


@pytest.fixture
def trusted(settings, authority, tmp_path):
    """The setting names the authority's certificate."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    settings.OUTSIDE_CERTIFICATES = str(tmp_path / "authority.pem")
    settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8", "::1/128"])


def sent_to(certificate: trustme.LeafCert, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3):
    """Send a test notice to a server with this certificate: what it heard, and what its owner reads."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if newest < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = newest
    context.maximum_version = newest
    for listener in listening(context):
        webhook = actions.subscribe_webhook(listener.url, ["budgets.disclosure.read"], by=ZHOU, at=timezone.now())
        actions.ping_webhook(webhook, by=ZHOU, at=timezone.now())
        jobs.send_notices(webhook)
        [delivery] = queries.deliveries(webhook, reader=ZHOU).rows
        with override("en"):
            [in_english] = queries.deliveries(webhook, reader=ZHOU).rows
        secret = queries.webhook_secret(webhook, reader=ZHOU)
    return listener, delivery, secret, in_english.last.trouble


def test_to_one_whose_certificate_the_authority_of_the_setting_signed(district, trusted, authority):
    listener, delivery, secret, _ = sent_to(authority.issue_cert("localhost"))

    [(headers, body)] = listener.heard
    assert verify(secret, headers, body)
    assert (delivery.state, delivery.last.status, delivery.last.trouble) == ("delivered", 204, "")


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda authority: trustme.CA().issue_cert("localhost"), "不是受信任的机构签发的"),
        (lambda authority: authority.issue_cert("other.example"), "不是发给这个域名的"),
        (lambda authority: authority.issue_cert("localhost", not_after=YESTERDAY), "已经过期"),
        (
            lambda authority: authority.issue_cert("localhost", not_before=datetime.now(UTC) + timedelta(days=1)),
            "还没有生效",
        ),
    ],
    ids=["another authority", "another name", "expired", "not valid yet"],
)
def test_but_not_where_the_certificate_proves_nothing(district, trusted, authority, made, sentence):
    listener, delivery, _, in_english = sent_to(made(authority))

    assert listener.heard == []
    assert (delivery.state, delivery.last.status) == ("waiting", None)
    assert sentence in delivery.last.trouble
    assert in_english.isascii()


def test_nor_with_an_encryption_that_is_too_old(district, trusted, authority):
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        listener, delivery, _, _ = sent_to(authority.issue_cert("localhost"), ssl.TLSVersion.TLSv1_1)

    assert listener.heard == []
    assert "TLS 1.2" in delivery.last.trouble

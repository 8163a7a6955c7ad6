"""Text messages: the contract every gateway keeps, what becomes of a message, and erasing old records."""

import json
import threading
import time
import uuid
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from tests.cast import CHEN, LI, NOON
from tests.district import open_account
from yunjian.identity import actions, jobs, queries
from yunjian.identity.jobs.gateway import HttpGateway, LocalGateway, TextRefused, signature
from yunjian.identity.models import Device, KeptText, OutgoingText, PhoneCode
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


class District(BaseHTTPRequestHandler):
    """A gateway as a district has it: it checks the signature, sends once per reference, refuses what is no phone."""

    sent: dict[str, str]

    def do_GET(self):
        self._answer(200 if self._is_signed(b"") else 401, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_signed(body):
            return self._answer(401, {})
        text = json.loads(body)
        if len(text["phone"]) != 11 or not text["text"]:
            return self._answer(422, {})
        self.server.sent.setdefault(text["reference"], text["text"])
        return self._answer(200, {"receipt": f"R-{text['reference']}"})

    def _is_signed(self, body):
        moment = self.headers["X-Time"]
        is_ours = signature("secret", moment, self.path, body) == self.headers["X-Signature"]
        return is_ours and self.headers["X-Key"] == "key" and abs(time.time() - int(moment)) < 60

    def _answer(self, status, content):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *words):
        """Silent."""


@pytest.fixture
def district():
    with ThreadingHTTPServer(("127.0.0.1", 0), District) as server:
        server.sent = {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(params=["a district's gateway", "the local stand-in"])
def gateway(request):
    """A gateway and what reached the other side."""
    if request.param == "the local stand-in":
        return LocalGateway(), lambda: list(KeptText.objects.values_list("words", flat=True))
    server = request.getfixturevalue("district")
    url = f"http://127.0.0.1:{server.server_port}/"
    return HttpGateway(url, "key", "secret"), lambda: list(server.sent.values())


def test_every_gateway_sends_once_per_reference_and_gives_a_receipt(gateway):
    out, arrived = gateway
    reference = uuid.uuid4()

    receipts = [out.send(PHONE, "验证码 123456", reference) for _time in range(2)]
    assert receipts[0] == receipts[1] != ""
    assert arrived() == ["验证码 123456"]


@pytest.mark.parametrize(("phone", "words"), [("123", "x"), (PHONE, "")])
def test_every_gateway_refuses_what_it_will_never_send(gateway, phone, words):
    out, arrived = gateway

    with pytest.raises(TextRefused):
        out.send(phone, words, uuid.uuid4())
    assert arrived() == []


def test_every_gateway_says_that_it_is_well(gateway):
    check = gateway[0].check()

    assert check.ok
    assert check.sentence.endswith("。")


def test_a_gateway_that_does_not_know_us_is_to_be_tried_again_and_says_so(district):
    out = HttpGateway(f"http://127.0.0.1:{district.server_port}", "key", "wrong")

    assert not out.check().ok
    with pytest.raises(OSError, match="401"):
        out.send(PHONE, "x", uuid.uuid4())


def test_the_stand_in_is_no_gateway_anywhere_but_on_a_demonstration(settings):
    settings.IS_DEMONSTRATION = False

    assert not LocalGateway().check().ok
    with pytest.raises(TextRefused):
        LocalGateway().send(PHONE, "x", uuid.uuid4())
    with pytest.raises(NotFound):
        queries.kept_texts(reader=ANONYMOUS)


def waiting(at=None):
    return actions.send_phone_code(PHONE, address="192.0.2.7", by=ANONYMOUS, at=at or timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_out_by_a_job_and_is_erased_when_it_is_sent(settings, district):
    settings.SMS_URL, settings.SMS_KEY, settings.SMS_SECRET = (
        f"http://127.0.0.1:{district.server_port}",
        "key",
        "secret",
    )
    waiting()
    seal_and_deliver()
    assert run_jobs() == ["identity.jobs.send_text"]

    [words] = district.sent.values()
    assert "验证码" in words
    text = OutgoingText.objects.get()
    assert (text.state, text.phone, text.words) == ("SENT", "", "")
    assert text.receipt.startswith("R-")


def test_a_message_that_waited_too_long_or_is_refused_is_settled_as_refused(settings):
    late = waiting(timezone.now() - timedelta(minutes=6))
    jobs.send_text(late)
    settings.IS_DEMONSTRATION = False
    refused = waiting()
    jobs.send_text(refused)
    jobs.send_text(refused)

    assert set(OutgoingText.objects.values_list("state", "phone")) == {("REFUSED", "")}
    assert len(recorded("identity.text.settled")) == 2


def test_settle_text_is_recorded_and_declined_the_second_time():
    text = waiting()
    actions.settle_text(text, receipt="R", by=SYSTEM, at=NOON)

    with pytest.raises(actions.AlreadySettled):
        actions.settle_text(text, refused=True, by=SYSTEM, at=NOON)
    assert recorded("identity.text.settled")[0].payload == {"text": text, "state": "SENT"}


def test_keep_text_shows_the_message_on_the_demonstration_and_is_recorded_by_its_number(client):
    kept = actions.keep_text(PHONE, "验证码 123456", uuid.uuid4(), by=SYSTEM, at=NOON)

    assert recorded("identity.text.kept")[0].payload == {"text": kept}
    assert "123456" in client.get("/account/login/texts/").text


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, CHEN])
def test_keep_text_settle_text_and_erase_old_records_are_for_no_stranger(stranger):
    text = waiting()
    with pytest.raises(Forbidden):
        actions.keep_text(PHONE, "x", uuid.uuid4(), by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.settle_text(text, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.erase_old_records(by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.text_to_send(text, reader=stranger)


def test_erase_old_records_takes_addresses_after_half_a_year_and_codes_after_a_day():
    zhou = open_account("zhou")
    words = {"methods": ("password",), "address": "192.0.2.7", "browser": "Firefox"}
    me = Actor(f"account:{zhou.pk}")
    actions.sign_in(zhou.pk, session_key="old", **words, by=me, at=NOON)
    actions.sign_in(zhou.pk, session_key="new", **words, by=me, at=NOON + timedelta(days=100))
    waiting(NOON)
    jobs.erase_old_records(NOON + timedelta(days=190))

    assert list(Device.objects.order_by("pk").values_list("address", "browser")) == [
        (None, ""),
        ("192.0.2.7", "Firefox"),
    ]
    assert not PhoneCode.objects.exists()
    assert recorded("identity.records.erased")[0].payload == {"devices": 1, "codes": 1}


def test_the_outside_provider_says_how_it_is(settings):
    assert jobs.check_identity_provider().ok
    app = {"provider_id": "government", "name": "统一身份平台", "settings": {"server_url": "http://127.0.0.1:1"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    with pytest.raises(OSError, match=r"127\.0\.0\.1"):
        jobs.check_identity_provider()

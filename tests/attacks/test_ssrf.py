"""Server-side request forgery: no address somebody writes down makes the platform knock at doors inside."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from django.test import Client

from tests.api import account, key_of
from tests.district import open_account
from yunjian.identity.jobs import check_identity_provider
from yunjian.identity.jobs.gateway import HttpGateway
from yunjian.kernel import outside
from yunjian.kernel.api.root import document

from .discovery import KNOWN, form_classes, operations, routes, settings_of_addresses

pytestmark = pytest.mark.django_db
INSIDE = (
    "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://127.1/", "https://2130706433/",
    "https://0x7f000001/", "https://0177.0.0.1/", "https://0/", "https://[::1]/", "https://[::]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fe80::1%25lo]/", "https://169.254.169.254/",
    "https://[fd00:ec2::254]/", "https://10.0.0.1/", "https://192.168.0.1:5432/", "https://100.100.100.200/",
    "https://localhost.localdomain/", "https://user:x@203.0.113.7/", "gopher://127.0.0.1:6379/_", "file:///etc/passwd",
    "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "https://203.0.113.7@127.0.0.1/", "https://127.0.0.1#@203.0.113.7/",
    "https://127.0.0.1\\@203.0.113.7/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
)  # fmt: skip


def test_every_place_for_an_address_is_known():
    """A new field or setting that takes an address has to be attacked here too."""
    fields = {(form.__name__, name) for form in form_classes() for name in form.base_fields if "ur" in name[:12]
              and ("url" in name or "uri" in name)}  # fmt: skip
    bodies = {
        (name, field)
        for name, schema in document()["components"]["schemas"].items()
        if name.endswith("In")
        for field in schema.get("properties", {})
        if "url" in field or "uri" in field or schema["properties"][field].get("format") == "uri"
    }

    assert fields == {("WebhookForm", "url"), ("ClientForm", "redirect_uris")}
    assert bodies == {("WebhookIn", "url")}
    settings = {
        "database_url",
        "sms_url",
        "oidc_url",
        "otlp_endpoint",
        "s3_endpoint",
        "public_url",
        "model_url",
    }  # the operator's
    assert set(settings_of_addresses()) == settings
    assert len(form_classes()) >= KNOWN["forms"]


@pytest.mark.parametrize("url", INSIDE)
def test_no_webhook_leads_inside_by_its_address_or_by_what_the_address_means(url):
    """An address is refused when it is written down, or, when only the resolver knows better, when it is sent to."""
    try:
        outside.check(url)
    except outside.AddressRefused:
        return
    with pytest.raises((outside.Unreachable, outside.AddressRefused)):
        outside.post(url, b"{}", {}, seconds=3)


def test_the_page_and_the_api_refuse_them_both():
    zhou = account("zhou")
    client, caller = Client(), key_of(zhou, "webhooks:manage", per_minute=6000)
    from yunjian.parties.models import Account

    client.force_login(Account.objects.get(username="zhou"))
    for url in INSIDE[:1] + INSIDE[8:12] + INSIDE[16:20]:
        words = {"url": url, "kinds": ["budgets.disclosure.read"]}
        assert caller.post("/webhooks", words).status_code == 422, url
        assert client.post("/developers/webhooks/add/", {**words, "revision": "0"}).status_code == 422, url


@contextmanager
def listening(status: int = 302, location: str = "") -> Iterator[tuple[str, list[str]]]:
    """Somebody inside who must not be knocked at, or an outside system that sends us on."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            heard.append(f"{self.command} {self.path}")
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_HEAD = answer

        def log_message(self, *arguments: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_no_outside_system_sends_us_on_to_another_address(settings):
    """The text gateway, the identity provider and a receiver of notices may answer, and lead us nowhere."""
    import uuid

    from yunjian.kernel.addresses import networks

    with listening(200) as (inside, knocked), listening(302, f"{inside}/secret") as (system, heard):
        with pytest.raises((requests.RequestException, KeyError, ValueError)):
            HttpGateway(system, "k", "s").send("13800000000", "x", uuid.uuid4())
        HttpGateway(system, "k", "s").check()
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [
            {"provider_id": "government", "name": "x", "client_id": "x", "secret": "x",
             "settings": {"server_url": system}}]}}  # fmt: skip
        with pytest.raises((requests.RequestException, ValueError)):
            check_identity_provider()
        settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8"])
        assert outside.post(f"{system}/hook", b"{}", {}).status == 302
        assert len(heard) == 4
        assert knocked == []


def test_a_name_that_changes_its_answer_gains_nothing(monkeypatch):
    """DNS rebinding: public when looked at, inside when connected to."""
    asked: list[str] = []
    connected: list[object] = []

    def rebinding(host: str, port: int, **_more: object) -> list[object]:
        asked.append(host)
        where = "198.51.101.9" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))]

    class Socket(socket.socket):
        def connect(self, address: object) -> None:
            connected.append(address)
            raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "socket", Socket)
    with pytest.raises(outside.Unreachable):
        outside.post("https://rebinding.example/", b"{}", {})

    assert asked == ["rebinding.example"]
    assert connected == [("198.51.101.9", 443)]


def test_the_provider_fetches_nothing_that_a_request_names():
    """OpenID Connect knows parameters that make a provider fetch an address: ours fetches none."""
    open_account("zhou")
    client = Client(raise_request_exception=False)
    from yunjian.parties.models import Account

    client.force_login(Account.objects.get(username="zhou"))
    with listening(200) as (inside, knocked):
        names = (
            "request_uri", "redirect_uri", "jwks_uri", "sector_identifier_uri", "logo_uri", "client_uri", "issuer",
            "iss", "initiate_login_uri", "backchannel_logout_uri", "post_logout_redirect_uri", "target_link_uri",
        )  # fmt: skip
        given = dict.fromkeys(names, f"{inside}/x") | {"client_id": "x", "response_type": "code"}
        for _name, route in routes():
            if route.startswith(("identity/", ".well-known", "account/login")) and "<" not in route:
                client.get(f"/{route}", given)
                client.post(f"/{route}", given)
        assert knocked == []


def test_every_operation_that_takes_an_address_is_one_of_the_two_attacked():
    with_address = {
        given["operationId"]
        for _method, _path, given in operations()
        if "WebhookIn" in str(given.get("requestBody", ""))
    }

    assert with_address == {"subscribe", "change_webhook"}

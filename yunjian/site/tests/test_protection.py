"""What every answer tells the browser, and what is refused unread."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.district import open_account
from yunjian.kernel.tests.conftest import another_connection
from yunjian.site.protection import HEADERS, LARGEST_BODY

pytestmark = pytest.mark.django_db
TOLD = {"Content-Security-Policy", *HEADERS}


@pytest.mark.parametrize(
    ("address", "status"),
    [("/account/login/", 200), ("/nowhere/", 404), ("/api/v1/nowhere", 404), ("/api/v1/event-kinds", 200),
     ("/static/probe.css", 200), ("/healthz", 200), ("/.well-known/jwks.json", 200)],
)  # fmt: skip
def test_every_answer_says_where_things_may_come_from(client, settings, address, status):
    (Path(settings.STATIC_ROOT) / "probe.css").write_text("a {}")
    answer = client.get(address)

    answer.close()
    assert answer.status_code == status
    assert set(answer.headers) >= TOLD
    for part in ("default-src 'none'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
                 "frame-ancestors 'none'"):  # fmt: skip
        assert part in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers or address.endswith("jwks.json")  # public keys
    assert answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not {"Server", "X-Powered-By"} & set(answer.headers)


@pytest.mark.parametrize("address", ["/", "/account/", "/account/security/", "/account/data/", "/projects/"])
def test_what_somebody_signed_in_is_shown_stays_in_no_cache(client, address):
    client.force_login(open_account("zhou"))

    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_leaving_clears_what_the_browser_kept(client):
    client.force_login(open_account("zhou"))

    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_a_method_nobody_offers_is_refused(client, method):
    answer = client.generic(method, "/account/login/")

    assert answer.status_code == 405
    assert "不接受这种请求方式" in answer.text
    assert "Allow" in answer.headers


def test_a_body_nobody_could_want_is_refused_unread(client):
    class Unread:
        def read(self, *_):
            raise AssertionError("it was read")

        readline = read

    environ = {"CONTENT_LENGTH": str(LARGEST_BODY + 1), "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data"}
    answer = client.generic("POST", "/account/login/", b"", **environ)

    assert answer.status_code == 413
    assert "太大" in answer.text
    answer = client.generic("POST", "/api/v1/disclosures", b"", **environ)
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "a b"}])
def test_another_hosts_name_is_answered_with_a_sentence_that_repeats_nothing(headers):
    answer = Client(raise_request_exception=False, headers=headers).get("/")

    assert answer.status_code == 400
    assert "请求有误" in answer.text
    assert "evil.example" not in answer.text


def test_a_form_without_its_token_is_refused_wherever_it_comes_from(client):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(open_account("zhou"))
    for address in ("/account/logout/", "/account/security/devices/end/", "/account/recovery/", "/account/password/"):
        assert strict.post(address).status_code == 403, address


SAID = """
import django, json
django.setup()
from django.conf import settings
settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from django.test import Client
client = Client(enforce_csrf_checks=True, headers={"X-Forwarded-Proto": "https", "Host": "yunjian.example"})
page = client.get("/account/login/")
cookies = {name: dict(morsel) for name, morsel in page.cookies.items()}
token = page.text.split('csrfmiddlewaretoken" value="')[1][:64]
words = {"username": "x", "password": "y", "csrfmiddlewaretoken": token}
spoken = client.post("/account/login/recover/", words, headers={"Origin": "https://yunjian.example"})
strange = client.post("/account/login/recover/", words, headers={"Origin": "https://evil.example"})
language = client.post("/ui/language/", {**words, "language": "en"}, headers={"Origin": "https://yunjian.example"})
cookies |= {name: dict(morsel) for name, morsel in language.cookies.items()}
told = client.get("/.well-known/openid-configuration").json()
status = [spoken.status_code, strange.status_code]
print(json.dumps({"headers": dict(page.headers), "cookies": cookies, "status": status,
                  "session": settings.SESSION_COOKIE_NAME, "issuer": told["issuer"], "debug": settings.DEBUG}))
"""


@pytest.mark.django_db(transaction=True)
def test_behind_https_cookies_are_of_this_host_alone_and_nobody_goes_back_to_plain():
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": address, "YUNJIAN_HTTPS": "1", "YUNJIAN_ALLOWED_HOSTS": "yunjian.example",
        "DJANGO_SETTINGS_MODULE": "yunjian.site.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", SAID], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)

    assert said["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert set(said["cookies"]) == {"__Host-csrftoken", "__Host-django_language"}
    assert said["session"] == "__Host-sessionid"
    for each in said["cookies"].values():
        assert (each["secure"], each["httponly"], each["samesite"], each["path"]) == (True, True, "Lax", "/")
        assert each["domain"] == ""
    # A form of our own is taken although TLS ends at the proxy; one from elsewhere is not.
    assert said["status"] == [422, 403]
    assert said["issuer"] == "https://yunjian.example"
    assert said["debug"] is False


def test_the_session_is_for_no_script_and_for_no_other_site(client):
    open_account("zhou")
    client.post("/account/login/", {"username": "zhou", "password": "Cloud-over-9-peaks"})
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert len(cookie.value) == 32  # of 36 signs each: 165 bits


@pytest.mark.django_db(transaction=True)
def test_what_one_process_keeps_for_a_moment_another_finds():
    """Codes of OpenID Connect are given by one process and taken back by another."""
    cache.set("told-by-one", "worth", 60)
    with another_connection() as elsewhere:
        rows = elsewhere.execute("select count(*) from site_cache where cache_key like '%told-by-one'").fetchone()
    cache.delete("told-by-one")

    assert rows == (1,)

"""Where a wallet may have its answer sent: its own place, named in full, and nowhere that runs what it is given."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.certificates.logic.authorizing import is_redirect, led_back, place_of

GOOD = (
    "https://wallet.example/callback", "https://wallet.example:8443/a?b=c", "https://wallet.example",
    "cn.example.wallet:/collected", "com.example.app://authorize", "http://127.0.0.1:51004/back", "http://[::1]:9/",
)  # fmt: skip
BAD = (
    "", "wallet", "/account/", "//evil.example/", "http://wallet.example/", "http://localhost:1/",
    "javascript:alert(1)", "data:text/html,x", "openid4ci://authorize", "https://", "https:///x", "https://me@wallet.example/",
    "https://wallet.example/#part", "https://wallet.example/ x", "https://wallet.example\\@evil.example/",
    "https://wallet.example;script-src *", "https://wallet.example/\n", "HTTPS://wallet.example/", "https://钱包.example/",
    "cn.example.wallet:/#part", "cn.example.wallet:/ x", "x.js;img-src *:/", ".a:/", "a.:/", "https://*.example/",
)  # fmt: skip


@pytest.mark.parametrize("address", GOOD)
def test_a_place_of_the_wallets_own_is_taken(address):
    assert is_redirect(address)


@pytest.mark.parametrize("address", BAD)
def test_anything_else_is_not(address):
    assert not is_redirect(address)


@given(st.one_of(st.text(), st.sampled_from(GOOD).flatmap(lambda good: st.text().map(lambda more: good + more))))
def test_what_is_taken_is_led_to_there_and_names_one_source(address):
    if not is_redirect(address):
        return
    led_to = led_back(address, code="c&d", error="", state="s#t")

    assert led_to.startswith(address)
    assert urlsplit(led_to).scheme in ("https", "http") or "." in urlsplit(led_to).scheme
    assert not set(place_of(address)) & set(" ;,'\"*\\\n")
    assert {"code": ["c&d"], "state": ["s#t"]}.items() <= parse_qs(urlsplit(led_to).query).items()

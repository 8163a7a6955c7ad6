"""Where a request comes from is not what it says of itself."""

import pytest
from django.test import RequestFactory

from yunjian.kernel.addresses import client_address, household, networks, within


def asked(nearest, forwarded=""):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=nearest, **headers))


@pytest.mark.parametrize(
    ("nearest", "forwarded", "found"),
    [
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),  # no proxy of ours: what it says proves nothing
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # further left was written by the client
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.1"),
    ],
)
def test_behind_our_own_proxies_it_is_the_nearest_that_is_not_ours(settings, nearest, forwarded, found):
    settings.TRUSTED_PROXIES = networks(["10.0.0.0/8"])

    assert asked(nearest, forwarded) == found


def test_without_proxies_nothing_is_believed():
    assert asked("198.51.100.1", "203.0.113.9") == "198.51.100.1"


def test_an_ipv6_subscriber_is_one_household():
    assert household("2001:db8::1") == household("2001:db8::ffff") != household("2001:db8:0:1::1")
    assert household("203.0.113.9") == "203.0.113.9" == household("::ffff:203.0.113.9")
    assert household("what") == "what"


def test_an_address_lies_in_its_network_however_it_is_written():
    among = networks(["203.0.113.0/24", "2001:db8::/32"])

    assert within("203.0.113.9", among)
    assert within("::ffff:203.0.113.9", among)
    assert within("2001:db8::1", among)
    assert not within("203.0.114.9", among)
    assert not within("nowhere", among)

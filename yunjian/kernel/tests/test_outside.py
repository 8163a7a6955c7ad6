"""Sending outside never knocks at our own doors."""

import socket
import threading
import time
from contextlib import contextmanager
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.kernel import outside
from yunjian.kernel.addresses import networks

FORBIDDEN = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
    "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:0:7f00:1::", "2001:db8::1", "fec0::1",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_not_to_an_address_that_is_not_public(address):
    assert not outside.may_be_sent_to(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(outside.AddressRefused):
        outside.check(f"https://{host}/hooks")


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1", "64:ff9b::101:101"])
def test_to_a_public_one(address):
    assert outside.may_be_sent_to(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/",
        "example.org", "", "https://", "https:///x", "https://user@example.org/", "https://user:word@example.org/",
        "https://example.org/#there", "https://example.org:0/", "https://example.org:99999/", "https://exa mple.org/",
        "https://example.org/\r\nHost: evil", "https://example.org\\@127.0.0.1/", "https://例子.cn/", "https://[::1",
        "https://[::1]/", "https://127.0.0.1/", "javascript:alert(1)", "https://" + "a" * 600,
    ],
)  # fmt: skip
def test_not_to_what_is_no_address_of_a_receiver(url):
    with pytest.raises(outside.AddressRefused):
        outside.check(url)


@given(st.text(max_size=60))
def test_any_text_is_taken_or_refused_and_never_breaks(text):
    try:
        parts = outside.check(text)
    except outside.AddressRefused:
        return
    assert parts.scheme == "https"


def test_not_when_the_name_leads_inside(monkeypatch):
    """Also in the forms only the resolver understands: 2130706433, 0x7f.1, localhost."""
    for name in ("localhost", "2130706433", "0x7f.1", "127.1"):
        with pytest.raises((outside.Unreachable, outside.AddressRefused)):
            outside.post(f"https://{name}:9/", b"{}", {})


def test_not_when_one_of_several_addresses_is_inside(monkeypatch):
    def both(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in ("1.1.1.1", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(outside.Unreachable, match="not public"):
        outside.post("https://two-faced.example/", b"{}", {})


@contextmanager
def server(answer):
    """Somebody on this machine who answers a connection as told."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        accepted = []

        def serve():
            connection, _ = listening.accept()
            accepted.append(connection)
            with connection:
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], accepted
        thread.join(5)


@pytest.fixture
def inside_allowed(settings):
    settings.OUTSIDE_NETWORKS = networks(["127.0.0.0/8"])


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch, settings, inside_allowed):
    """A name that changes its answer after the look: the first answer is the one used, and it is asked once."""
    asked = []
    real = socket.getaddrinfo

    def rebinding(host, port, **more):
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port, **more)

    def answer(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")

    with server(answer) as (port, _):
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        monkeypatch.setattr(outside, "check", lambda url: outside.urlsplit(url))
        found = outside.post(f"http://rebinding.example:{port}/", b"{}", {})
    assert found.status == 204
    assert asked == ["rebinding.example"]


def test_redirects_are_an_answer_and_not_followed(inside_allowed):
    def answer(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")

    with server(answer) as (port, _):
        assert outside.post(f"http://127.0.0.1:{port}/", b"{}", {}).status == 302


def test_one_that_answers_a_byte_at_a_time_is_cut_off(inside_allowed):
    def answer(connection):
        connection.recv(1000)
        for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000:
            try:
                connection.sendall(bytes([letter]))
            except OSError:
                return
            time.sleep(0.05)

    start = time.monotonic()
    with server(answer) as (port, _), pytest.raises(outside.Unreachable):
        outside.post(f"http://127.0.0.1:{port}/", b"{}", {}, seconds=0.5)
    assert time.monotonic() - start < 3


def test_of_an_endless_answer_only_the_beginning_is_read(inside_allowed):
    def answer(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            for _ in range(1000):
                connection.sendall(b"x" * 10_000)
        except OSError:
            return

    with server(answer) as (port, _):
        assert len(outside.post(f"http://127.0.0.1:{port}/", b"{}", {}).body) == outside.MOST_BYTES


def test_what_is_no_answer_is_said_so(inside_allowed):
    said = b"SSH-2.0-x\r\n"
    with server(lambda connection: connection.sendall(said)) as (port, _), pytest.raises(outside.Unreachable):
        outside.post(f"http://127.0.0.1:{port}/", b"{}", {})
    with pytest.raises(outside.Unreachable):
        outside.post("http://127.0.0.1:1/", b"{}", {}, seconds=1)

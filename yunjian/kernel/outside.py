"""Sending to an address somebody else wrote down, without being made to knock at our own doors.

The name is resolved once; every address it has must be public (or in a network the setting allows), and the connection
goes to one of the addresses looked at, so that a name which changes its answer in between gains nothing. Redirects are
not followed, no proxy is asked, and time and size have bounds.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .addresses import Address, plain, within
from .errors import Invalid

SECONDS = 10.0  # for everything: connecting, sending, and hearing the answer
MOST_BYTES = 64 * 1024  # of the answer that are read
MOST_TRIED = 4  # addresses of one name
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Invalid):
    """这个地址不能用来接收通知：要写公网上的 https 地址，不带用户名、密码和片段。"""


class Unreachable(Exception):
    """The other side could not be reached, or did not answer as it should; the text says how: ``reason: details``."""

    def __init__(self, reason: str, details: object):
        super().__init__(f"{reason}: {details}"[:300])


# Why it could not be reached, for those who asked for it to be told. Of certificates: OpenSSL's X509_V_ERR numbers.
SENTENCES = {
    "name": _("找不到这台主机，请核对域名和它的解析。"),
    "inside": _("这个域名指向内部网络的地址，不能发送。"),
    "certificate-expired": _("对方的证书已经过期或还没有生效，没有发送；请对方更换证书。"),
    "certificate-name": _("对方的证书不是发给这个域名的，没有发送；请核对地址，或请对方更换证书。"),
    "certificate-unknown": _("对方的证书不是受信任的机构签发的，没有发送；请对方更换证书。"),
    "certificate": _("对方的证书没有通过核对，没有发送；请对方更换证书。"),
    "encryption": _("没有能和对方建立加密连接，没有发送；对方要支持 TLS 1.2 以上。"),
    "time": _("对方没有及时回答。"),
    "connection": _("没有能连上对方，或者连接中断了。"),
    "answer": _("对方的回答不是 HTTP。"),
}
_CERTIFICATE = {9: "certificate-expired", 10: "certificate-expired", 62: "certificate-name", 64: "certificate-name",
                18: "certificate-unknown", 19: "certificate-unknown", 20: "certificate-unknown",
                21: "certificate-unknown"}  # fmt: skip


def sentence_of(text: str) -> str:
    """What an ``Unreachable`` said, as a sentence in the reader's language; what is none of ours stays as it is."""
    reason = text.partition(":")[0]
    return gettext(str(SENTENCES[reason])) if reason in SENTENCES else text


def _reason(trouble: Exception, is_over: bool) -> str:
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(trouble.verify_code, "certificate")
    if is_over or isinstance(trouble, TimeoutError):
        return "time"
    if isinstance(trouble, ssl.SSLError):
        return "encryption"
    return "connection" if isinstance(trouble, OSError) else "answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered, cut to what we read."""

    status: int
    body: bytes
    milliseconds: int


def check(url: str) -> SplitResult:
    """Refuse an address that may never be sent to, whatever its name resolves to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused() from None
    host = parts.hostname or ""
    sound = (
        len(url) <= 500
        and url.isascii()
        and not any(c.isspace() or ord(c) < 32 or c == "\\" for c in url)
        and host != ""
        and parts.username is None
        and parts.password is None
        and not parts.fragment
        and (port is None or 0 < port < 65536)
    )
    if not sound or parts.scheme not in ("https", "http"):
        raise AddressRefused()
    literal = _literal(host)
    if literal is not None and not may_be_sent_to(literal):
        raise AddressRefused()
    if parts.scheme == "http" and (literal is None or not _is_allowed(literal)):
        raise AddressRefused()
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return None


def may_be_sent_to(address: Address) -> bool:
    """Whether it is an address of the public internet, or of a network the setting allows.

    Addresses that carry another one inside (mapped, 6to4, Teredo, NAT64) are judged by what they carry.
    """
    found = plain(address)
    if _is_allowed(found):
        return True
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return may_be_sent_to(inner)
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _is_allowed(address: Address) -> bool:
    return within(str(address), settings.OUTSIDE_NETWORKS)


def resolve(host: str, port: int) -> list[tuple[Any, ...]]:
    """Where the name leads: all of it must be allowed, or none of it is used."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise Unreachable("name", trouble) from None
    if not found or not all(may_be_sent_to(ipaddress.ip_address(str(each[4][0]).split("%")[0])) for each in found):
        raise Unreachable("inside", "leads to an address that is not public")
    return found


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses already looked at, under the name that was written down."""

    def __init__(self, parts: SplitResult, seconds: float):
        self.is_safe = parts.scheme == "https"
        self.deadline = time.monotonic() + seconds
        super().__init__(parts.hostname or "", parts.port or (443 if self.is_safe else 80), timeout=seconds)

    def connect(self) -> None:
        trouble: OSError | None = None
        for family, kind, protocol, _name, address in resolve(self.host, self.port)[:MOST_TRIED]:
            self.sock = socket.socket(family, kind, protocol)
            self.sock.settimeout(max(0.1, self.deadline - time.monotonic()))
            try:
                self.sock.connect(address)
            except OSError as found:
                self.sock.close()
                trouble = found
                continue
            if self.is_safe:
                self.sock = self._secured(self.sock)
            return
        raise trouble or OSError("no address")

    def _secured(self, sock: socket.socket) -> socket.socket:
        context = ssl.create_default_context(cafile=settings.OUTSIDE_CERTIFICATES or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context.wrap_socket(sock, server_hostname=self.host)


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Answer:
    """Send the body and hear the answer's status; Unreachable when there is none in time."""
    parts = check(url)
    start = time.monotonic()
    connection = _Pinned(parts, seconds)
    over = threading.Timer(seconds, _cut, (connection,))
    over.daemon = True
    over.start()
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, dict(headers))
        answer = connection.getresponse()
        heard = answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        is_over = time.monotonic() - start >= seconds
        raise Unreachable(_reason(trouble, is_over), f"{type(trouble).__name__}: {trouble}") from None
    finally:
        over.cancel()
        connection.close()
    return Answer(answer.status, heard, round((time.monotonic() - start) * 1000))


def _cut(connection: _Pinned) -> None:
    """The time is over: one that answers a byte at a time would otherwise keep us for hours."""
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            sock.close()

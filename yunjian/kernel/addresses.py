"""Where a request comes from, and which network addresses belong to whom."""

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def base_of(request: "HttpRequest") -> str:
    """What the district is called as issuer and verifier: the configured address, or the one that was asked."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks written down, such as ``10.1.0.0/16`` or ``192.0.2.7``; ValueError names what is none."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())


def within(address: str, among: Iterable[Network]) -> bool:
    """Whether the address lies in one of the networks; an IPv4 address written as IPv6 counts as IPv4."""
    try:
        found = plain(ipaddress.ip_address(address))
    except ValueError:
        return False
    return any(found.version == network.version and found in network for network in among)


def plain(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where it is only wrapped."""
    return getattr(address, "ipv4_mapped", None) or address


def client_address(request: "HttpRequest") -> str:
    """The address a request comes from: behind our own proxies (a setting), the nearest one that is not ours.

    Whatever stands further left in X-Forwarded-For was written by the client and proves nothing.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    ours = settings.TRUSTED_PROXIES
    if not ours or not within(nearest, ours):
        return nearest
    for text in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if (candidate := text.strip()) and not within(candidate, ours):
            try:
                return str(ipaddress.ip_address(candidate))
            except ValueError:
                return nearest
    return nearest


def household(address: str) -> str:
    """What is limited as one: an IPv4 address, or the /64 an IPv6 subscriber has for himself."""
    try:
        found = plain(ipaddress.ip_address(address))
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)

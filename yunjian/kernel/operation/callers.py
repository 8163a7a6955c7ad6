"""Who asks, where no account is needed: this host, an address that was allowed, or the bearer of the token."""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def is_trusted(request: HttpRequest) -> bool:
    """Whether figures may be shown. Behind a proxy everybody comes from its address: only the token counts there."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN and hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        return True
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip")):
        return False
    return _is_allowed(request.META.get("REMOTE_ADDR", ""))


def _is_allowed(address: str) -> bool:
    try:
        caller = ip_address(address)
        return any(caller in ip_network(each, strict=False) for each in settings.METRICS_ALLOW)
    except ValueError:
        return False

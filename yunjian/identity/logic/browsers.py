"""A browser by the name a person knows it by."""

import functools

import ua_parser


@functools.lru_cache(maxsize=1024)
def named(agent: str) -> str:
    """Browser, system and device from a ``User-Agent`` (RFC 9110, 10.1.5), at most 300 characters of it: "Firefox 140 ·
    Windows 10". What the header claims and nothing more; the header itself when it names none of them."""
    agent = agent[:300]
    found = ua_parser.parse(agent)
    parts = [
        " ".join(filter(None, (part.family, getattr(part, "major", None))))
        for part in (found.user_agent, found.os, found.device)
        if part is not None
    ]
    return " · ".join(parts) or agent

"""The installation's key, which signs, seals and makes digests, and the keys before it while one is exchanged."""

from django.conf import settings


def present_key() -> str:
    """What is signed, sealed and digested from now on uses this one."""
    return str(settings.SECRET_KEY)


def good_keys() -> tuple[str, ...]:
    """The present key first; what the former ones signed or sealed is still good."""
    return (present_key(), *settings.SECRET_KEY_FALLBACKS)

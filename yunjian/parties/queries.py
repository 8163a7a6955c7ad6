"""Questions about people, enterprises, units and accounts."""

from django.contrib.auth.models import AnonymousUser

from yunjian.kernel.actor import ANONYMOUS, Actor

from .models import Account


def actor_of(user: Account | AnonymousUser) -> Actor:
    """The actor behind a request's user, with the grants in force now."""
    if not isinstance(user, Account):
        return ANONYMOUS
    return Actor(f"account:{user.pk}", user.name)

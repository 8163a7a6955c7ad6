"""Sessions in the database; every request reads one, so by a statement written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from yunjian.kernel.compiled import Compiled

_data_of = Compiled(
    lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()).values_list("session_data"), key=str
)


class SessionStore(db.SessionStore):
    """Django's, but for how one is read."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key when it is saved, where it is over or never was."""
        for (data,) in _data_of(key=self.session_key):
            return self.decode(data)
        self._session_key = None
        return {}

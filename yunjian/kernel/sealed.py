"""Columns that only the platform can read: sensitive personal data lies sealed in the database and in its backups.

Sealed by AES-SIV (RFC 5297) under a key made by HKDF from the installation's key, for this one column: a value moved
to another column does not open. The same value gives the same token, so a sealed column may be unique and be looked up
by equality, and whoever reads the tables learns which rows of it are equal, and no more. What is empty lies open.
等保三级 (GB/T 22239, 8.1.4.8) asks that important personal data be kept confidential in storage.

A token is ``siv1:KEY:TEXT``; KEY names the key that sealed it. Tokens of former keys open while ``good_keys`` has them,
and what lay open before this module came is read as it lies; ``reseal`` brings both under the present key.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cache
from hashlib import sha256
from typing import Any

import pgtrigger
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models.lookups import IsNull, Lookup

from .installation import good_keys, present_key

_MARK = "siv1:"
_EMPTY = ("", "{}", "[]", "null", '""')  # as text


class NotOurs(Exception):
    """A sealed value opens under none of the installation's keys, or comes from another column."""


def seal(text: str, place: str, key: str = "") -> str:
    """The token of a text in a column (``place``: its table and name)."""
    key = key or present_key()
    token = _cipher(key).encrypt(text.encode(), [place.encode()])
    return f"{_MARK}{_name(key)}:{base64.urlsafe_b64encode(token).decode()}"


def unseal(token: str, place: str) -> str:
    """What a token says; what is no token lies open, from before."""
    if not token.startswith(_MARK):
        return token
    named, _, written = token.removeprefix(_MARK).partition(":")
    with suppress(ValueError):
        return _opened(named, base64.urlsafe_b64decode(written), place).decode()
    raise NotOurs(place)


def _opened(named: str, sealed: bytes, place: str) -> bytes:
    for key in good_keys():
        if _name(key) == named:
            with suppress(InvalidTag, ValueError):
                return _cipher(key).decrypt(sealed, [place.encode()])
    raise NotOurs(place)


@cache
def _cipher(key: str) -> AESSIV:
    return AESSIV(HKDF(SHA512(), 64, salt=None, info=b"yunjian sealed column 1").derive(key.encode()))


@cache
def _name(key: str) -> str:
    return sha256(b"yunjian sealed column\0" + key.encode()).hexdigest()[:8]


class _Sealed(models.Field):
    """Of a sealed column only equality and absence can be asked."""

    from_db_value: Callable[[Any, Any, Any], Any]

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        return {"exact": _Equal, "in": _Among, "isnull": IsNull}.get(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        return None


class SealedTextField(_Sealed, models.TextField):
    """A text, sealed."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value, self.place) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal(value, self.place) if value else value

    def tokens(self, texts: Iterable[Any]) -> list[str]:
        """Everything that stands for one of these texts in the column."""
        plain = {str(text) for text in texts if text is not None}
        sealed = [seal(text, self.place, key) for text in plain if text for key in good_keys()]
        return [*sealed, *plain]


class SealedJSONField(_Sealed, models.JSONField):
    """JSON, sealed as one text; what is empty lies open."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value:
            value = seal(json.dumps(value, cls=self.encoder, ensure_ascii=False), self.place)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = models.JSONField.from_db_value(self, value, expression, connection)
        if isinstance(found, str) and found.startswith(_MARK):
            return json.loads(unseal(found, self.place), cls=self.decoder)
        return found


class SealedBytesField(_Sealed, models.BinaryField):
    """Bytes, sealed: the mark and the key's name, then the sealed bytes as they are."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value:
            key = present_key()
            sealed = _cipher(key).encrypt(bytes(value), [self.place.encode()])
            value = f"{_MARK}{_name(key)}:".encode() + sealed
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        mark, named, written = bytes(value[:5]), bytes(value[5:13]), bytes(value[14:])
        if mark != _MARK.encode():
            return bytes(value)
        return _opened(named.decode("latin-1"), written, self.place)


class _Among(Lookup):
    lookup_name = "in"
    prepare_rhs = False

    def texts(self) -> Iterable[Any]:
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field = self.lhs.output_field
        if not isinstance(field, SealedTextField) or hasattr(self.rhs, "as_sql"):
            raise FieldError(f"{field.name} is sealed: it can be compared with given texts only.")
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = any(%s)", (*values, field.tokens(self.texts()))


class _Equal(_Among):
    lookup_name = "exact"

    def texts(self) -> Iterable[Any]:
        return (self.rhs,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if self.rhs or self.rhs is None:
            return super().as_sql(compiler, connection)
        column, values = self.process_lhs(compiler, connection)  # what is empty lies open
        return f"{column} = %s", (*values, self.lhs.output_field.get_db_prep_value(self.rhs, connection))


def sealed_fields(among: Apps = apps) -> Iterator[tuple[type[models.Model], _Sealed]]:
    """Every sealed column of the platform."""
    for model in among.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, _Sealed):
                yield model, field


def reseal(among: Apps = apps, label: str = "") -> tuple[int, int]:
    """Bring every sealed column under the present key; return how many values were, and how many open under no key.

    For an action, or for the migration of one application (``label``) with its models as they were: it writes. What a
    value says does not change, so what watches over changes of it looks away.
    """
    done = left = 0
    for model, field in sealed_fields(among):
        if label and model._meta.app_label != label:
            continue
        with _unwatched(model):
            for pk, written in _others(model, field):
                try:
                    value = field.from_db_value(written, None, connection)
                except NotOurs:
                    left += 1
                    continue
                model._base_manager.filter(pk=pk).update(**{field.name: value})
                done += 1
    return done, left


def _others(model: type[models.Model], field: _Sealed) -> list[tuple[Any, str]]:
    """What is not under the present key: former tokens, and what lies open."""
    key, column = (connection.ops.quote_name(str(each.column)) for each in (model._meta.pk, field))
    is_bytes = isinstance(field, SealedBytesField)
    text = f"encode(substring({column} for 14), 'escape')" if is_bytes else f"{column}::text"
    shown = column if is_bytes else text
    question = f"select {key}, {shown} from {model._meta.db_table} where {text} not like all(%s) for update"
    with connection.cursor() as cursor:
        cursor.execute(
            question,
            [[*_EMPTY, f"{_MARK}{_name(present_key())}:%", f'"{_MARK}{_name(present_key())}:%']],
        )
        return cursor.fetchall()


def _unwatched(model: type[models.Model]) -> AbstractContextManager[None]:
    watching = [
        f"{of._meta.label}:{each.name}" for of, each in pgtrigger.registered() if of._meta.label == model._meta.label
    ]
    watching = [name for name in watching if not name.endswith(":guarded")]
    return pgtrigger.ignore(*watching) if watching else nullcontext()

"""Lists in parts: an opaque cursor says where the next part begins, and stays right while rows are added."""

import hashlib
import json
from typing import Any, Generic, TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import ConfigDict, Field

from ..errors import Invalid
from ..keyset import Slice

T = TypeVar("T")
_SALT = "yunjian.kernel.api.cursor"
MOST = 200


class CursorUnknown(Invalid):
    """翻页标记无效：它只能原样取自上一页的 next，并且筛选和排序要与上一页相同。"""


class Asked(Schema):
    """What is asked of every list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MOST, description=gettext_noop("一次最多多少条"))
    cursor: str | None = Field(None, max_length=1000, description=gettext_noop("上一页给出的 next；第一页不写"))

    def after(self) -> list[Any] | None:
        """Where this part begins; CursorUnknown when the cursor is not of this list."""
        if not self.cursor:
            return None
        try:
            about, values = signing.loads(self.cursor, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            raise CursorUnknown() from None
        if about != self._about() or not isinstance(values, list):
            raise CursorUnknown()
        return values

    def next_of(self, found: Slice) -> str | None:
        """The cursor of the part that follows."""
        return None if found.after is None else signing.dumps([self._about(), list(found.after)], salt=_SALT)

    def _about(self) -> str:
        """What is listed and how, so that a cursor cannot be carried to another list."""
        asked = self.model_dump(mode="json", exclude={"cursor", "limit"})
        text = json.dumps([type(self).__name__, asked], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Page(Schema, Generic[T]):
    """One part of a list."""

    items: list[T]
    next: str | None = Field(description=gettext_noop("下一页的 cursor；没有下一页时为 null"))


def page(request: HttpRequest, response: HttpResponse, asked: Asked, found: Slice) -> dict[str, Any]:
    """The answer of a list; the next part stands in the Link header too."""
    following = asked.next_of(found)
    if following is not None:
        parameters = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
        parameters["cursor"] = following
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{parameters.urlencode()}>; rel="next"'
    return {"items": found.rows, "next": following}

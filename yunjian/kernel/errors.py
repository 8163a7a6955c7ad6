"""Refusals: a Declined subclass carries the sentence a person reads and the HTTP status."""

import inspect
from collections.abc import Iterable


class Declined(Exception):
    """这件事现在不能办。"""

    # The first line of a subclass's docstring is the sentence, in Chinese; it is also the gettext message id.
    status = 409

    def __init__(self, details: Iterable[str] | str = ()):
        self.details: tuple[str, ...] = (details,) if isinstance(details, str) else tuple(str(d) for d in details)
        super().__init__(self.sentence, *self.details)

    @property
    def sentence(self) -> str:
        # A refusal without words of its own says those of the one it refines.
        return (inspect.getdoc(type(self)) or "").partition("\n")[0]

    def __str__(self) -> str:
        if not self.details:
            return self.sentence
        return self.sentence.removesuffix("。") + "：" + "；".join(self.details)


class Forbidden(Declined):
    """您没有权限做这件事。如果工作需要，请找安全管理员。"""

    status = 403


class NotFound(Declined):
    """没有找到您要的内容，它可能已经移走，或者地址有误。"""

    status = 404


class Invalid(Declined):
    """填写的内容有误，请按提示改正后再试。"""

    status = 422

"""What others may hear of texts a language model wrote: for what, by whom asked; the words by their digest."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfText:
    text: int

    @property
    def subject(self) -> str:
        return f"services.text:{self.text}"


@dataclass(frozen=True)
class TextAsked(_OfText):
    """A draft or an explanation was asked for; ``about`` is a case and an act, or an item and its edition."""

    kind = "services.text.asked"
    title = "请模型写一段文字"
    purpose: str
    about: str


@dataclass(frozen=True)
class TextSettled(_OfText):
    """It was written, by which model, or was not; the digest is of the words as they are shown."""

    kind = "services.text.settled"
    title = "模型写好了，或者没有写成"
    state: str
    trouble: str
    model: str
    tokens: int
    digest: str


@dataclass(frozen=True)
class TextsErased:
    """Texts whose time was over were erased."""

    kind = "services.text.erased"
    title = "清除到期的模型文字"
    count: int

    @property
    def subject(self) -> str:
        return "services.text:erased"

"""A disclosure read from a file: pure, without Django, without a clock, in linear time."""

from ..disclosure import Disclosure
from ..source import open_source
from .whole import from_document

__all__ = ["from_document", "read"]


def read(data: bytes, name: str) -> Disclosure:
    """The disclosure a file holds; raises Unreadable with a sentence that says why and what to do."""
    return from_document(open_source(data, name))

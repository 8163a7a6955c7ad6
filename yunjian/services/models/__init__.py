"""What is kept of services."""

from .personal import PersonalGuide

__all__ = ["PersonalGuide"]

"""One of several items that people mean by one thing: under which procedure, and after which others."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from yunjian.kernel.definitions import Key, Part, Text

from .procedures import StepKey


class ChildPlan(Part):
    """What becomes a child of a parent case."""

    key: StepKey = Field(description="这一项的键，在这件事里唯一")
    procedure: Key = Field(description="办理流程的键")
    subject: Text = Field(description="申请事由")
    after: tuple[StepKey, ...] = Field((), description="哪几项办成才轮到；互不等待的同时办")
    materials: tuple[Annotated[str, Field(max_length=80)], ...] = Field((), max_length=100, description="随件的材料")
    particulars: Mapping[str, str] = Field(default_factory=dict, description="申请里已经写明的证照内容")

"""The types of what callers write: nothing PostgreSQL could choke on gets past them."""

from typing import Annotated

from pydantic import Field, StringConstraints

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Ordinal = Annotated[int, Field(ge=0, le=2**31 - 1)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,119}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}(-[0-9]{2}){0,2}$")]
Words = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=100)]
Prose = Annotated[str, StringConstraints(pattern=r"^[^\u0000]*$", min_length=1, max_length=1000)]

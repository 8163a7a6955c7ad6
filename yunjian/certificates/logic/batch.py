"""A file of certificates to issue: its columns by the type's definition, each row as a draft, a template to fill in."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..definitions import CertificateType
from .draft import Draft

NUMBER, NAME, FROM, THROUGH = "number", "name", "valid_from", "valid_through"
OWN = {NUMBER: "持证人号码", NAME: "持证人姓名或名称", FROM: "有效期起", THROUGH: "有效期至"}
FIELD = "field:"


class ColumnsWrong(ValueError):
    """The heading is not that of the type: which columns are missing, which are not known."""

    def __init__(self, missing: Sequence[str], unknown: Sequence[str]):
        super().__init__("、".join((*missing, *unknown)))
        self.missing, self.unknown = missing, unknown


def columns(kind: CertificateType) -> dict[str, str]:
    """The columns a file of the type may have: key and heading; a field called like one of ours is told apart."""
    own = {key: title for key, title in OWN.items() if key != THROUGH or kind.validity.rule in ("until", "open")}
    return own | {f"{FIELD}{field.name}": field.title for field in kind.ordered()}


def keys_of(kind: CertificateType, heading: Sequence[str]) -> list[str]:
    """The key of each column of the file; ColumnsWrong when one is unknown, twice there or missing."""
    known = {title: key for key, title in columns(kind).items()}
    keys = [known.get(title, "") for title in heading]
    needed = [OWN[NUMBER], OWN[NAME], *(field.title for field in kind.fields if field.required)]
    missing = [title for title in needed if title not in heading]
    unknown = [title for title in heading if title not in known]
    if missing or unknown or len(set(keys)) != len(keys):
        raise ColumnsWrong(missing, [title[:30] for title in unknown[:5]])
    return keys


def given(keys: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row as it came."""
    return {key: cell for key, cell in zip(keys, cells, strict=False) if cell}


def draft_of(row: Mapping[str, str]) -> Draft | None:
    """The draft a row stands for; None when one of its dates is none."""
    try:
        start, through = (date.fromisoformat(row[key]) if row.get(key) else None for key in (FROM, THROUGH))
    except ValueError:
        return None
    values = {key.removeprefix(FIELD): value for key, value in row.items() if key.startswith(FIELD)}
    return Draft(row.get(NUMBER, ""), row.get(NAME, ""), values, start, through)

"""The whole record of a case as files: what is frozen when it is closed."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import override

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.rooms import load
from yunjian.parties import queries as parties

from ..definitions import Procedure
from ..models import Case, Document, Step

_INSIDE = ("correction", "extension")
_ROWS = ("causes", "segments", "consultations", "notes", "exclusions", "forwardings")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One file of the record, and what it is."""

    name: str
    title: str
    data: bytes


class Contributor(Protocol):
    """What a floor above keeps of a case, by its number, as files."""

    def __call__(self, case_id: int, /, *, at: datetime, reader: Actor) -> Iterable[RecordFile]: ...


_contributors: list[Contributor] = []


def contributes_to_record(files: Contributor, *, reader: Actor = SYSTEM) -> Contributor:
    """A floor above adds to the records that are closed; it says so in its queries. The platform asks for the files."""
    del reader
    if files not in _contributors:
        _contributors.append(files)
    return files


def record_of(case: Case, *, at: datetime, reader: Actor) -> tuple[RecordFile, ...]:
    """Everything kept of the case: its facts, its steps, its rules, its history, its materials by commitment.

    And what floors above keep of it.
    """
    load("queries")
    history = ledger.history(f"cases.case:{case.pk}", reader=SYSTEM)
    edition = catalogue.edition(Procedure, case.procedure, case.edition)
    entries = b"".join(ledger.leaf_data(each) + b"\n" for each in history)
    files = [
        RecordFile("case.json", "办件登记、期限、意见和结果", _json(_facts(case, reader))),
        RecordFile("steps.json", "各步骤、审查意见和经手", _json([_step(row) for row in _steps(case)])),
        RecordFile("procedure.json", "适用的办理流程", _json(edition.model_dump(mode="json"))),
        RecordFile("ledger.jsonl", "账本中关于本件的记录", entries),
        RecordFile("materials.csv", "材料目录", _csv(material_rows(case))),
    ]
    with override("zh-hans"):
        files += [
            RecordFile(
                f"documents/{each.kind.lower()}.pdf",
                f"{each.number} {Document.Kind(each.kind).label}",
                bytes(each.data),
            )
            for each in case.documents.all()
        ]
        files += [each for contributed in _contributors for each in contributed(case.pk, at=at, reader=SYSTEM)]
    rows = [("序号", "文件", "题名", "字节")]
    rows += [(str(number), each.name, each.title, str(len(each.data))) for number, each in enumerate(files, 1)]
    return (*files, RecordFile("index.csv", "卷内目录", _csv(rows)))


def _facts(case: Case, reader: Actor) -> dict[str, Any]:
    people = {case.opened_by} | {each.written_by for each in case.notes.all()}
    return {
        **_plain(case),
        "applicant_name": parties.masked_names([case.applicant], reader=reader).get(case.applicant, ""),
        "unit_title": parties.unit_titles(reader=reader).get(case.unit_id, case.unit_id),
        **{name: _plain(getattr(case, name)) for name in _INSIDE if hasattr(case, name)},
        **{name: [_plain(row) for row in getattr(case, name).all()] for name in _ROWS},
        "documents": [
            {name: value for name, value in _plain(row).items() if name != "data"} for row in case.documents.all()
        ],
        "people": parties.names_of_staff(sorted(people), reader=reader),
    }


def _steps(case: Case) -> Iterable[Step]:
    return case.steps.select_related("desk").prefetch_related("reviews", "holdings")


def _step(row: Step) -> dict[str, Any]:
    return {
        **_plain(row),
        "unit": row.desk.unit_id,
        "stage": row.desk.stage,
        "reviews": [_plain(each) for each in row.reviews.all()],
        "holdings": [_plain(each) for each in row.holdings.all()],
    }


def material_rows(case: Case) -> list[tuple[str, ...]]:
    """Its materials, a head first: each with what the ledger holds of its file, which its receipt proves."""
    rows: list[tuple[str, ...]] = [("材料", "类型", "账本承诺")]
    for each in case.materials:
        kept = [entry for entry in ledger.history(f"materials.{each}", reader=SYSTEM) if "commitment" in entry.payload]
        said = kept[0].payload if kept else {}
        rows.append((each, said.get("type", ""), said.get("commitment", "")))
    return rows


def _plain(row: models.Model) -> dict[str, Any]:
    return {"id": row.pk, **model_to_dict(row)}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode()

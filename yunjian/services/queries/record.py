"""What services keep of a case, for the record that is closed: the application as handed in, and what was found."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from yunjian.cases import queries as cases
from yunjian.kernel.actor import SYSTEM, Actor

from ..models import RuleDecision
from .filed import FiledApplication, FiledView, applications_behind, filed_of
from .written import answered, written


@cases.contributes_to_record
def application_files(case_id: int, *, at: datetime, reader: Actor) -> Iterator[cases.RecordFile]:
    """Nothing of a case that came of no application. Of one thing, what the case's own item asked for."""
    row = applications_behind(case_id).first()
    if row is None:
        return
    found = filed_of(row, case_id, at=at, reader=reader)
    told = {
        "application": row.pk, "kind": row.kind, "key": row.key, "edition": row.edition, "title": found.title,
        "items": row.items, "forms": row.forms, "begun_by": row.begun_by, "assisted_at": row.assisted_at,
        "agent_mandate": row.agent_mandate, "begun_at": row.begun_at, "sources": row.sources,
        "filings": list(map(_filing, found.filings)),
    }  # fmt: skip
    yield cases.RecordFile("application/application.json", "申请表的内容、来源和每次提交", _json(told))
    yield cases.RecordFile("application/application.html", "申请表的内容（阅读用）", _page(found))
    decided = RuleDecision.objects.filter(application=row).first()
    if decided is not None:
        yield cases.RecordFile("application/by-rule.json", "按规则办理的依据和结果", _json(_ruled(decided)))


def _filing(filed: FiledView) -> dict[str, Any]:
    """As the case's office read it; the commitment is of all that was handed in at that time."""
    return {
        "number": filed.number, "filed_at": filed.filed_at, "filed_by": filed.filed_by, "answers": filed.answers,
        "values": filed.values,
        "papers": [{"paper": each.paper, "title": each.title, "way": each.way, "materials": each.materials,
                    "certificate": each.certificate, "words": each.words} for each in filed.papers],
        "commitment": filed.commitment, "findings": [each.sentence for each in filed.findings],
        "pre_reviewed_at": filed.pre_reviewed_at,
    }  # fmt: skip


def _ruled(row: RuleDecision) -> dict[str, Any]:
    return {
        "automation": row.automation, "edition": row.edition, "outcome": row.outcome, "inputs": row.inputs,
        "digest": row.digest, "decided_at": row.decided_at, "asked_at": row.asked_at, "asked_words": row.asked_words,
    }  # fmt: skip


def _page(found: FiledApplication) -> bytes:
    filed = [
        (each, answered(found.questions, each.answers, reader=SYSTEM), written(found.form, each.values, reader=SYSTEM))
        for each in found.filings
    ]
    return render_to_string("services/record.html", {"title": found.title, "filed": filed}).encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()

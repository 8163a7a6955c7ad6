"""Who may open the addresses of budgets."""

from django.utils import timezone

from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure, Finding, ProjectNote
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from .audiences import EVERYONE, LOGINS, OF_DRAFTS, OFFICER, OFFICERS, OVERSIGHT, SENT

OPEN_TO = {
    "budgets:overview": EVERYONE,
    "budgets:functions": EVERYONE,
    "budgets:economy": EVERYONE,
    "budgets:compare": EVERYONE,
    "budgets:search": EVERYONE,
    "budgets:department": EVERYONE,
    "budgets:disclosure": EVERYONE,
    "budgets:tables": EVERYONE,
    "budgets:table": EVERYONE,
    "budgets:table_file": EVERYONE,
    "budgets:line": EVERYONE,
    "budgets:narrative": EVERYONE,
    "budgets:notes": EVERYONE,
    "budgets:notes_file": EVERYONE,
    "budgets:note": EVERYONE,
    "budgets:findings": EVERYONE,
    "budgets:findings_file": EVERYONE,
    "budgets:finding": EVERYONE,
    "budgets:judge": SENT,
    "budgets:open_again": SENT,
    "budgets:original": EVERYONE,
    "budgets:original_file": EVERYONE,
    "budgets:reading_file": EVERYONE,
    "budgets:uploads": OVERSIGHT,
    "budgets:upload": OFFICERS,
    "budgets:progress": OVERSIGHT,
    "budgets:uploaded_file": OVERSIGHT,
    "budgets:again": SENT,
    "budgets:drafts": OVERSIGHT,
    "budgets:start_draft": OFFICERS,
    "budgets:draft": OF_DRAFTS,
    "budgets:draft_part": OF_DRAFTS,
    "budgets:draft_table": OF_DRAFTS,
    "budgets:draft_sums": SENT,
    "budgets:draft_figures": OF_DRAFTS,
    "budgets:draft_projects": OF_DRAFTS,
    "budgets:draft_project": OF_DRAFTS,
    "budgets:draft_preview": OF_DRAFTS,
    "budgets:draft_file": OF_DRAFTS,
    "budgets:draft_step": SENT,
    "budgets:deadlines": OVERSIGHT,
    "budgets:feed": EVERYONE,
    "budgets:document": EVERYONE,
    "budgets:document_file": EVERYONE,
    "budgets:write_forms": SENT,
    "budgets:changes": EVERYONE,
    "budgets:correct": OFFICER,
    "budgets:data": EVERYONE,
    "budgets:package": EVERYONE,
    "budgets:data_file": EVERYONE,
    "budgets:data_zip": EVERYONE,
    "budgets:withdraw": SENT,
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:list_disclosures": EVERYONE,
    "api:read_disclosure": EVERYONE,
    "api:read_original": EVERYONE,
    "api:list_tables": EVERYONE,
    "api:read_table": EVERYONE,
    "api:list_lines": EVERYONE,
    "api:list_notes": EVERYONE,
    "api:read_note": EVERYONE,
    "api:list_statements": EVERYONE,
    "api:list_publications": EVERYONE,
    "api:read_publication": EVERYONE,
    "api:list_versions": EVERYONE,
    "api:read_changes": EVERYONE,
    "api:read_package": EVERYONE,
    "api:list_records": EVERYONE,
    "api:list_findings": EVERYONE,
    "api:read_finding": EVERYONE,
    "api:list_years": EVERYONE,
    "api:list_functions": EVERYONE,
    "api:list_economy": EVERYONE,
    "api:read_form": SENT,
    "api:judge_finding": SENT,
    "api:list_uploads": SENT,
    "api:read_upload": SENT,
    "api:read_uploaded_original": SENT,
    "api:request_reading": SENT,
    "api:withdraw_disclosure": SENT,
    "api:upload_disclosure": EVERYONE,  # by GET the same address lists what is published
    "api:withdraw_judgement": SENT,
}

ONLY = {"budgets:economy": {"code": "301-08"}, "budgets:draft_file": {"form": "docx"}}


def arguments() -> dict[str, object]:
    disclosure = Disclosure.objects.get(unit="data-bureau")
    return {
        "disclosure_id": disclosure.pk,
        "publication_id": disclosure.pk,
        "note_id": ProjectNote.objects.filter(disclosure=disclosure).first().pk,
        "fingerprint": Finding.objects.filter(disclosure=disclosure).first().fingerprint,
        "draft_id": draft_of(disclosure),
        "part": "texts",
        "step": "submit",
        "name": "figures",
        "period": "2025",
        "number": 3,
        "code": "201-41-01",
        "form": "csv",
    }


def draft_of(disclosure: Disclosure) -> int:
    """A correction of the disclosure that its officer works on."""
    officer = actor_of(Account.objects.get(username=LOGINS["officer"]))
    return budgets.start_correction(disclosure.pk, "数字有误", by=officer, at=timezone.now())

"""Who may open the addresses of the project register."""

from yunjian.projects.models import Project

from .audiences import EVERYONE, OF_DRAFTS, OVERSIGHT, SENT

OPEN_TO = {
    "projects:register": EVERYONE,
    "projects:project": EVERYONE,
    "projects:export": EVERYONE,
    "projects:proposals": OVERSIGHT,
    "projects:for_draft": OF_DRAFTS,
    "projects:confirm": SENT,
    "projects:compare": SENT,
    "projects:withdraw": SENT,
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:list_projects": EVERYONE,
    "api:read_project": EVERYONE,
    "api:list_milestones": EVERYONE,
    "api:list_proposals": SENT,
    "api:read_proposal": SENT,
    "api:confirm_proposal": SENT,
    "api:dismiss_proposal": SENT,
    "api:withdraw_confirmation": SENT,
}

NARROWER = {"projects/proposals/<int:disclosure_id>/": OVERSIGHT - {"other officer"}}


def arguments() -> dict[str, object]:
    return {"project_id": Project.objects.first().pk, "proposal_id": 1}

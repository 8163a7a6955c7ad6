"""Questions about projects. The register is everybody's; proposals are for those who keep or oversee the unit."""

from .proposals import (
    KINDS,
    STATES,
    Import,
    ImportPage,
    ProposalView,
    import_page,
    imports,
    proposal,
    proposal_slice,
    proposal_titles,
    waiting,
)
from .register import PAYMENTS, Facet, ProjectRow, RegisterPage, exported, project_slice, projects_of, register
from .single import Line, MilestoneView, ProjectView, Step, project

__all__ = [
    "KINDS",
    "PAYMENTS",
    "STATES",
    "Facet",
    "Import",
    "ImportPage",
    "Line",
    "MilestoneView",
    "ProjectRow",
    "ProjectView",
    "ProposalView",
    "RegisterPage",
    "Step",
    "exported",
    "import_page",
    "imports",
    "project",
    "project_slice",
    "projects_of",
    "proposal",
    "proposal_slice",
    "proposal_titles",
    "register",
    "waiting",
]

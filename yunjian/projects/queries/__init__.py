"""Questions about projects. The register is everybody's; proposals are for those who keep or oversee the unit."""

from .proposals import KINDS, STATES, Import, ImportPage, ProposalView, import_page, imports, proposal_titles, waiting
from .register import PAYMENTS, Facet, ProjectRow, RegisterPage, exported, register
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
    "proposal_titles",
    "register",
    "waiting",
]

"""The pages of projects: the register, one project, and what disclosures would change."""

from django.urls import path

from . import deciding, for_draft, register, single

app_name = "projects"
urlpatterns = [
    path("", register.register, name="register"),
    path("export.<str:form>", register.export, name="export"),
    path("<int:project_id>/", single.project, name="project"),
    path("drafts/<int:draft_id>/", for_draft.for_draft, name="for_draft"),
    path("proposals/", deciding.imports, name="proposals"),
    path("proposals/<int:disclosure_id>/", deciding.proposals, name="proposals"),
    path("proposals/<int:disclosure_id>/confirm/", deciding.confirm, name="confirm"),
    path("proposals/<int:disclosure_id>/compare/", deciding.compare, name="compare"),
    path("proposals/<int:disclosure_id>/withdraw/<int:proposal_id>/", deciding.withdraw, name="withdraw"),
]

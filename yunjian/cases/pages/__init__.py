"""Cases: the to-do list, a case and its acts, desks and deputies, one's own, figures, closed records, quality."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yunjian.ui.desk import desk

from .. import policy
from . import (
    acting,
    archives,
    attaching,
    case,
    causes,
    desks,
    documents,
    figures,
    opening,
    parents,
    quality,
    regions,
    todo,
)

app_name = "cases"
urlpatterns = [
    path("", todo.todo, name="todo"),
    path("export/", todo.export, name="todo_export"),
    path("bulk/", todo.bulk, name="bulk"),
    path("mine/", case.mine, name="mine"),
    path("new/", opening.new, name="new"),
    path("desks/", desks.desks, name="desks"),
    path("desks/seat/", desks.seat, name="seat"),
    path("desks/unseat/", desks.unseat, name="unseat"),
    path("desks/deputy/", desks.deputy, name="deputy"),
    path("desks/deputy/<int:deputyship_id>/release/", desks.release, name="release"),
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="figures_export"),
    path("figures/causes/", causes.with_causes, name="with_causes"),
    path("archives/", archives.archives, name="archives"),
    path("regions/", regions.across_regions, name="regions"),
    path("regions/export/", regions.export, name="regions_export"),
    path("inspections/", quality.inspections, name="inspections"),
    path("inspections/<int:inspection_id>/", quality.inspection, name="inspection"),
    path("draws/", quality.draws, name="draws"),
    path("draws/<int:draw_id>/", quality.draw, name="draw"),
    path("draws/<int:draw_id>/hold/", quality.hold_draw, name="hold_draw"),
    path("parents/<int:parent_id>/", parents.parent, name="parent"),
    path("parents/<int:parent_id>/submit/", parents.submit, name="parent_submit"),
    path("parents/<int:parent_id>/withdraw/", parents.withdraw, name="parent_withdraw"),
    path("start/", case.start, name="start"),
    path("<int:case_id>/materials/", attaching.attach, name="attach"),
    path("<int:case_id>/documents/make/<slug:kind>/", documents.make, name="document_make"),
    path("<int:case_id>/documents/<int:document_id>/", documents.document, name="document"),
    path("<int:case_id>/documents/<int:document_id>/receive/", documents.receive, name="document_receive"),
    path("<int:case_id>/package/", archives.package, name="package"),
    path("<int:case_id>/", case.case, name="case"),
    path("<int:case_id>/<slug:act>/", acting.act, name="act"),
]

desk(_("待办"), "cases:todo", policy.RECEIVE, policy.REVIEW, policy.DECIDE, policy.ADVISE, policy.EXTEND)
desk(_("岗位和代班"), "cases:desks", policy.LEAD)
desk(_("跨域通办"), "cases:regions", policy.RECEIVE, policy.READ)
desk(_("办件统计"), "cases:figures", policy.READ_FIGURES)
desk(_("办件档案"), "cases:archives", policy.ARCHIVE)
desk(_("办件评查"), "cases:inspections", policy.INSPECT)

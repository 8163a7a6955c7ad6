"""Services: finding what to do, its guide, and the way to hand it in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yunjian.ui.beside import beside
from yunjian.ui.desk import desk

from .. import policy, queries
from . import applying, deciding, drafting, filed, filling, generating, guides, licensing, papers, personal

app_name = "services"
urlpatterns = [
    path("", guides.guides, name="guides"),
    path("items/<slug:item>/", guides.guide, name="guide"),
    path("themes/<slug:theme>/", guides.theme, name="theme"),
    path("items/<slug:item>/questions/", personal.of_item, name="item_questions"),
    path("themes/<slug:theme>/questions/", personal.of_theme, name="theme_questions"),
    path("mine/<str:guide>/", personal.kept_guide, name="personal_guide"),
    path("trades/<slug:trade>/", guides.trade, name="trade"),
    path("trades/<slug:trade>/licence/", licensing.licence, name="licence"),
    path("forms/<slug:form>/", filling.form, name="form"),
    path("items/<slug:item>/apply/", applying.apply, name="apply"),
    path("themes/<slug:theme>/apply/", applying.apply_theme, name="apply_theme"),
    path("applications/", applying.applications, name="applications"),
    path("applications/<int:application_id>/", applying.application, name="application"),
    path("applications/<int:application_id>/questions/", applying.questions, name="application_questions"),
    path("applications/<int:application_id>/form/", applying.form, name="application_form"),
    path("applications/<int:application_id>/fill/", applying.fill, name="application_fill"),
    path("applications/<int:application_id>/save/", applying.save, name="application_save"),
    path("applications/<int:application_id>/papers/", papers.papers, name="application_papers"),
    path("applications/<int:application_id>/check/", filed.check, name="application_check"),
    path("applications/<int:application_id>/receipt/", filed.receipt, name="application_receipt"),
    path("applications/<int:application_id>/person/", filed.ask_for_person, name="application_person"),
    path("applications/<int:application_id>/discard/", filed.discard, name="application_discard"),
    path("applications/<int:application_id>/renew/", filed.renew, name="application_renew"),
    path("cases/<int:case_id>/application/", filed.of_case, name="of_case"),
    path("cases/<int:case_id>/drafts/", generating.ask, name="draft_ask"),
    path("cases/<int:case_id>/drafts/<int:text_id>/", generating.draft_text, name="draft_text"),
    path("items/<slug:item>/plain/", generating.explanation, name="explanation"),
    path("catalogue/", drafting.drafts, name="drafts"),
    path("catalogue/bulk/", deciding.bulk, name="draft_bulk"),
    path("catalogue/hand-in/", drafting.hand_in, name="hand_in"),
    path("catalogue/files/<int:file_id>/", drafting.draft_file, name="draft_file"),
    path("catalogue/<int:draft_id>/", drafting.draft, name="draft"),
    path("catalogue/<int:draft_id>/act/", deciding.act, name="draft_act"),
    path("catalogue/retire/<slug:item>/", deciding.retire, name="retire"),
]

desk(_("事项草稿"), "services:drafts", policy.DRAFT, policy.CHECK, policy.PUBLISH)
beside("case", _("申请的内容"), "services:of_case", lambda case, reader: queries.has_filed(case, reader=reader))
beside("case", _("请模型起草"), "services:draft_ask", lambda case, reader: queries.offers_drafts(case, reader=reader))

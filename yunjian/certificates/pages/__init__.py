"""The pages of certificates: the issuing office's, the holder's drawer, a counter's, everybody's check."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yunjian.ui.desk import desk

from .. import policy
from . import (
    batches,
    changing,
    checking,
    holding,
    issuing,
    office,
    organisation_keys,
    organisations,
    requests,
    scenarios,
    social_use,
)

app_name = "certificates"
urlpatterns = [
    path("", office.issued, name="issued"),
    path("export.<str:form>", office.export, name="export"),
    path("issue/", issuing.choose, name="choose_type"),
    path("issue/<slug:type_key>/", issuing.issue, name="issue"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<slug:type_key>/new/", batches.hand_in, name="hand_in"),
    path("batches/<slug:type_key>/template.csv", batches.template, name="template"),
    path("batches/<int:batch_id>/", batches.batch, name="batch"),
    path("batches/<int:batch_id>/refused.csv", batches.refused, name="refused"),
    path("<int:certificate_id>/", office.certificate, name="certificate"),
    path("<int:certificate_id>/reveal/", office.reveal, name="reveal"),
    path("<int:certificate_id>/paper/", holding.paper, name="paper"),
    path("<int:certificate_id>/sealed/", holding.sealed, name="sealed"),
    path("<int:certificate_id>/<slug:change>/", changing.change, name="change"),
    path("mine/", holding.mine, name="mine"),
    path("mine/<int:certificate_id>/", holding.own, name="own"),
    path("mine/<int:certificate_id>/code/", holding.code, name="code"),
    path("requests/", requests.requests, name="requests"),
    path("requests/code/", requests.code, name="request_code"),
    path("requests/<int:asking_id>/", requests.one, name="request"),
    path("requests/<int:asking_id>/consent/", requests.consent, name="consent"),
    path("requests/<int:asking_id>/refuse/", requests.refuse, name="refuse"),
    path("requests/<int:asking_id>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<int:asking_id>/receipt/", requests.receipt, name="receipt"),
    path("requests/<int:asking_id>/receipt.json", requests.receipt_file, name="receipt_file"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<slug:scenario>/", scenarios.scenario, name="scenario"),
    path("users/", scenarios.users, name="users"),
    path("exemptions/", scenarios.exemptions, name="exemptions"),
    path("exemptions.<str:form>", scenarios.export_exemptions, name="export_exemptions"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/export.<str:form>", organisations.export, name="export_organisations"),
    path("organisations/register/", organisations.register, name="register_organisation"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/keys/", organisation_keys.give, name="give_key"),
    path("organisations/<int:organisation_id>/keys/<int:key_id>/end/", organisation_keys.end, name="end_key"),
    path("organisations/<int:organisation_id>/<slug:step>/", organisations.change, name="change_organisation"),
    path("use/requests/", social_use.askings, name="askings"),
    path("use/requests.<str:form>", social_use.export_askings, name="export_askings"),
    path("use/statistics/", social_use.statistics, name="statistics"),
    path("use/statistics.<str:form>", social_use.export_statistics, name="export_statistics"),
    path("use/unusual/", social_use.unusual, name="unusual"),
    path("use/unusual/<int:finding_id>/", social_use.settle, name="settle"),
    path("verify/", checking.verify, name="verify"),
    path("check/", checking.check, name="check"),
]

desk(_("本单位核发的证照"), "certificates:issued", policy.READ)
desk(_("批量核发证照"), "certificates:batches", policy.ISSUE)
desk(_("在窗口核验证照"), "certificates:verify", policy.VERIFY)
desk(_("使用证照的外部机构"), "certificates:organisations", policy.WATCH)
desk(_("外部机构的请求和统计"), "certificates:askings", policy.WATCH)

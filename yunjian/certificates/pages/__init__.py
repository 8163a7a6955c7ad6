"""The pages of certificates: the issuing office's, the holder's drawer, a counter's, everybody's check."""

from django.urls import path

from . import batches, changing, checking, holding, issuing, office

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
    path("verify/", checking.verify, name="verify"),
    path("check/", checking.check, name="check"),
]

"""The pages for developers: the documentation, one's keys and one's webhooks."""

from django.urls import path

from . import documentation, keys, webhooks

app_name = "gateway"
urlpatterns = [
    path("", documentation.overview, name="developers"),
    path("operations/<slug:operation>/", documentation.operation, name="operation"),
    path("schemas/<slug:schema>/", documentation.schema, name="schema"),
    path("problems/", documentation.problems, name="problems"),
    path("problems/<slug:code>/", documentation.problem, name="problem"),
    path("keys/", keys.keys, name="keys"),
    path("keys/add/", keys.add, name="add_key"),
    path("keys/<int:key_id>/rotate/", keys.rotate, name="rotate_key"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/add/", webhooks.add, name="add_webhook"),
    path("webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/change/", webhooks.change, name="change_webhook"),
    path("webhooks/<int:webhook_id>/act/", webhooks.act, name="act_on_webhook"),
    path("webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/replay/", webhooks.replay, name="replay"),
]

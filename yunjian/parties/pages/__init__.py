"""One's own account, the directory, and the registers of people and enterprises."""

from django.urls import path

from . import account, audit, directory, enterprises, people, privacy, rights, standing

app_name = "parties"
urlpatterns = [
    path("", account.account, name="account"),
    path("directory/", directory.directory, name="directory"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<int:person_id>/appoint/", people.appoint, name="appoint"),
    path("people/<int:person_id>/data/", people.personal_data, name="personal_data"),
    path("accounts/", rights.accounts, name="accounts"),
    path("accounts/<int:account_id>/rights/", rights.rights, name="rights"),
    path("accounts/<int:account_id>/rights/grant/", rights.grant, name="grant"),
    path("accounts/<int:account_id>/rights/<int:grant_id>/withdraw/", rights.revoke, name="revoke"),
    path("rights/", rights.mine, name="my_rights"),
    path("who-can/", rights.who_can, name="who_can"),
    path("delegations/", standing.delegations, name="delegations"),
    path("delegations/<int:delegation_id>/end/", standing.end_delegation, name="end_delegation"),
    path("mandates/", standing.mandates, name="mandates"),
    path("mandates/counter/", standing.counter, name="counter"),
    path("mandates/<int:mandate_id>/accept/", standing.accept_mandate, name="accept_mandate"),
    path("mandates/<int:mandate_id>/end/", standing.end_mandate, name="end_mandate"),
    path("mandates/<int:mandate_id>/act/", standing.act_for, name="act_for"),
    path("mandates/stop/", standing.act_for_oneself, name="act_for_oneself"),
    path("who-looked/", privacy.who_looked, name="who_looked"),
    path("my-data/", privacy.my_data, name="my_data"),
    path("my-data/erase/", privacy.ask_for_erasure, name="ask_for_erasure"),
    path("looks/", audit.looks, name="looks"),
    path("looks/export/", audit.export_looks, name="export_looks"),
    path("ledger/", audit.entries, name="ledger"),
    path("erasures/", audit.erasures, name="erasures"),
    path("erasures/<int:request_id>/", audit.decide_erasure, name="decide_erasure"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/add/", enterprises.add, name="add_enterprise"),
]

"""One's own account, the directory, and the registers of people and enterprises."""

from django.urls import path

from . import account, directory, enterprises, people, rights, standing

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
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/add/", enterprises.add, name="add_enterprise"),
]

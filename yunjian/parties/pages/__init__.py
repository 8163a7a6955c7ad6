"""Logging in and out, one's own account, the directory, and the registers of people and enterprises."""

from django.urls import path

from . import account, directory, enterprises, people, signing

app_name = "parties"
urlpatterns = [
    path("", account.account, name="account"),
    path("login/", signing.login, name="login"),
    path("logout/", signing.logout, name="logout"),
    path("password/", account.password, name="password"),
    path("directory/", directory.directory, name="directory"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<int:person_id>/appoint/", people.appoint, name="appoint"),
    path("people/<int:person_id>/data/", people.personal_data, name="personal_data"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/add/", enterprises.add, name="add_enterprise"),
]

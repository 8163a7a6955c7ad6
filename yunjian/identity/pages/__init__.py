"""Signing in by password, phone or passkey; one's own security; the security administrator's pages."""

from django.urls import path

from . import administering, enterprises, factors, passkeys, passwords, phones, security, signing

app_name = "identity"
urlpatterns = [
    path("login/", signing.login, name="login"),
    path("login/factor/", signing.second_factor, name="second_factor"),
    path("login/passkey/", passkeys.enter_with_passkey, name="enter_with_passkey"),
    path("login/passkey/question/", passkeys.question, name="passkey_question"),
    path("login/enterprise/", enterprises.enterprise, name="enterprise"),
    path("login/phone/", phones.phone, name="phone"),
    path("login/phone/code/", phones.code, name="phone_code"),
    path("login/register/", phones.register, name="register"),
    path("login/recover/", passwords.recover, name="recover"),
    path("login/texts/", phones.texts, name="texts"),
    path("logout/", signing.logout, name="logout"),
    path("password/", passwords.password, name="password"),
    path("security/", security.security, name="security"),
    path("security/app/", factors.app, name="app"),
    path("security/codes/", factors.recovery_codes, name="recovery_codes"),
    path("security/passkeys/", passkeys.add, name="add_passkey"),
    path("security/factors/<int:factor_id>/remove/", factors.remove, name="remove_factor"),
    path("security/devices/<int:device_id>/end/", security.end_device, name="end_device"),
    path("security/devices/end/", security.end_others, name="end_others"),
    path("recovery/", administering.recovery, name="recovery"),
    path("outside/", administering.outside, name="outside"),
    path("clients/", administering.clients, name="clients"),
    path("clients/<str:client_id>/withdraw/", administering.withdraw, name="withdraw_client"),
]

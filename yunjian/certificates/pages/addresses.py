"""The addresses of wallets: those the specifications name, and the pages for holders and windows."""

from django.urls import path

from . import authorizing, protocol, wallets

app_name = "wallets"
urlpatterns = [
    path(".well-known/jwt-vc-issuer", protocol.vc_issuer, name="vc_issuer"),
    path(".well-known/openid-credential-issuer", protocol.credential_issuer, name="credential_issuer"),
    path(".well-known/oauth-authorization-server", protocol.authorization_server, name="authorization_server"),
    path("certificates/types/<slug:key>/<slug:edition>", protocol.type_metadata, name="type_metadata"),
    path("certificates/extracts/<slug:key>/<slug:edition>", protocol.extract_metadata, name="extract_metadata"),
    path("certificates/states/<int:number>", protocol.states, name="states"),
    path("certificates/wallet/request", authorizing.push, name="push"),
    path("certificates/wallet/authorize", authorizing.authorize, name="authorize"),
    path("certificates/wallet/token", authorizing.token, name="token"),
    path("certificates/wallet/nonce", protocol.nonce, name="nonce"),
    path("certificates/wallet/credential", protocol.credential, name="credential"),
    path("certificates/questions/<str:reference>", protocol.question, name="question"),
    path("certificates/questions/<str:reference>/answer", protocol.answer, name="answer"),
    path("certificates/wallet/<int:certificate_id>/", wallets.wallet, name="wallet"),
    path("certificates/asking/", wallets.ask, name="ask"),
    path("certificates/asking/<int:question_id>/", wallets.asked, name="asked"),
    path("certificates/asking/<int:question_id>/close/", wallets.close, name="close"),
]

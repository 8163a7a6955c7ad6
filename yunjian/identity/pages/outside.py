"""Signing in through the government's identity provider: OpenID Connect, code and PKCE, spoken by django-allauth."""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.errors import Declined, NotFound

from .. import actions
from .entering import go_on, safe_next


class OutsideFailed(Declined):
    """统一身份平台没有确认您的身份。请回到登录页再试一次；仍然不行，请用本系统的账号登录。"""

    status = 403


class Door(DefaultSocialAccountAdapter):
    """What happens when the provider has said who somebody is: our own sign-in, by the subject alone."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        provider, subject = sociallogin.account.provider, sociallogin.account.uid
        account = actions.prove_outside(provider, subject, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        then = safe_next(request, sociallogin.state.get("next"))
        raise ImmediateHttpResponse(go_on(request, account, ("outside",), then))

    def on_authentication_error(self, request: HttpRequest, provider: Any, *words: Any, **more: Any) -> None:
        """A refused, repeated or invented answer of the provider."""
        raise OutsideFailed()


SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_TOLD_AT = "/.well-known/openid-configuration"


class Judging(views.OpenIDConnectOAuth2Adapter):
    """Every identity is checked by its signature too, by known algorithms, from the issuer that was set up."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        told, wanted = self.openid_config["issuer"], self.get_provider().server_url.removesuffix(_TOLD_AT)
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError:
            algorithm = None
        if told.rstrip("/") != wanted.rstrip("/") or algorithm not in SIGNED:
            raise OAuth2Error("another issuer or an unknown algorithm")
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=told,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


@never_cache
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider; by POST, so that no picture or link can begin it."""
    return views.login(request, provider_id)


@never_cache
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, with a code for us to change into an identity."""
    try:
        return OAuth2CallbackView.adapter_view(Judging(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise NotFound() from None


urlpatterns = [
    path("account/login/outside/<slug:provider_id>/", begin, name="openid_connect_login"),
    path("account/login/outside/<slug:provider_id>/back/", come_back, name="openid_connect_callback"),
]

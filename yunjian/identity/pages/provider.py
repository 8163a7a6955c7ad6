"""Signing in to other systems of the district: we are the OpenID Connect provider, spoken by django-allauth.

Code and PKCE (S256) only; a person agrees each time on our page; identities are signed with the installation's key.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.forms import AuthorizationForm
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import Invalid

from .. import actions
from .entering import own

SCOPES = {"openid": _("您在本平台的用户标识"), "profile": _("您的姓名和用户名")}


class NoProof(Invalid):
    """对方系统没有按要求（授权码加 PKCE S256）发起登录，请联系那个系统的管理员。"""


class Issuer(DefaultOIDCAdapter):
    """What we tell about somebody: a stable id, and, if agreed, the names of the account."""

    scope_display = SCOPES

    def list_private_keys(self, **_which: Any) -> list[PrivateKey]:
        return [_signing_key()]

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: AbstractBaseUser,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        claims = {"sub": self.get_user_sub(client, user)}
        if "profile" in scopes:
            claims |= {"name": user.name, "preferred_username": user.get_username()}  # type: ignore[attr-defined]
        return claims


@cache
def _signing_key() -> PrivateKey:
    """The installation's key: read, or made, when the first identity is signed."""
    return PrivateKey(pem=settings.ENVIRONMENT.identity_key())


class Consent(views.AuthorizationView):
    """The page on which somebody agrees that another system learns who they are."""

    template_name = "identity/consent.html"
    error_template = "idp/oidc/error.html"  # rendered by django-allauth under this name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise NoProof()
        return self._may_lead_out(super().get(request, *args, **kwargs))

    def form_valid(self, form: AuthorizationForm) -> HttpResponse:
        answer = super().form_valid(form)
        if answer.status_code == 302:
            client = self._request_info["client_id"]
            actions.tell_client(own(self.request), client, by=self.request.actor, at=timezone.now())
        return self._may_lead_out(answer)

    def _handle_login_prompt(self, request: HttpRequest, prompts: list[str]) -> HttpResponse:
        """The other system wants a fresh sign-in."""
        auth.logout(request)
        asked = request.GET.copy()
        asked["prompt"] = " ".join(prompts)
        if not prompts:
            del asked["prompt"]
        return redirect_to_login(f"{request.path}?{asked.urlencode()}")

    def _may_lead_out(self, answer: HttpResponse) -> HttpResponse:
        """Sending this page's form ends at the other system, which the content security policy has to allow."""
        info = getattr(self, "_request_info", {})
        parts = urlsplit(info.get("redirect_uri") or "")
        if parts.netloc:
            answer.form_target = f"{parts.scheme}://{parts.netloc}"  # type: ignore[attr-defined]
        return answer


@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """What other systems read first: only what is really offered."""
    ends = {
        "authorization_endpoint": "idp:oidc:authorization",
        "token_endpoint": "idp:oidc:token",
        "userinfo_endpoint": "idp:oidc:userinfo",
        "revocation_endpoint": "idp:oidc:revoke",
        "jwks_uri": "idp:oidc:jwks",
    }
    told: dict[str, Any] = {key: request.build_absolute_uri(reverse(name)) for key, name in ends.items()}
    told |= {
        "issuer": Issuer().get_issuer(),
        "scopes_supported": sorted(SCOPES),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "subject_types_supported": ["public"],
    }
    return JsonResponse(told)


_ENDS = [
    path(".well-known/openid-configuration", configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/authorize", Consent.as_view(), name="authorization"),
    path("identity/token", views.token, name="token"),
    path("identity/userinfo", views.user_info, name="userinfo"),
    path("identity/revoke", views.revoke, name="revoke"),
]
urlpatterns = [path("", include(([path("", include((_ENDS, "oidc")))], "idp")))]

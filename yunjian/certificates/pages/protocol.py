"""The addresses wallets and verifiers speak to: SD-JWT VC, Token Status List, OpenID4VCI 1.0, OpenID4VP 1.0.

They follow their own specifications: no cookie is read, any origin may ask (CORS), errors are the specifications'.
Whoever asks is nobody; what they may do hangs on codes, tokens and keys they show.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from yunjian.kernel import rates
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.addresses import base_of, client_address, household
from yunjian.kernel.errors import Declined, NotFound

from .. import actions, queries
from ..logic.proofs import new_nonce
from ..logic.wallet import server_metadata

PER_MINUTE = rates.Limit(90, 60)  # of one network address, all of these addresses together
LARGEST = 400_000  # bytes of a body: five proofs, or one presentation
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}
View = Callable[..., HttpResponse]


def protocol(*methods: str) -> Callable[[View], View]:
    """An address of a protocol: for any origin, limited by network address, without cookies; errors as JSON.

    One that takes something needs no form token: it reads no session that another site could abuse.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            allowed = ", ".join((*methods, "OPTIONS"))
            if request.method == "OPTIONS":
                told = {**_OPEN, **_PREFLIGHT, "Access-Control-Allow-Methods": allowed, "Allow": allowed}
                return HttpResponse(status=204, headers=told)
            if request.method not in methods:
                return failed("invalid_request", "This address takes other methods.", 405, Allow=allowed)
            response = _limited(request) or _answered(view, request, *args, **kwargs)
            for name, value in _OPEN.items():
                response.headers[name] = value
            return response

        return csrf_exempt(handle) if "POST" in methods else handle

    return decorate


def _limited(request: HttpRequest) -> HttpResponse | None:
    taken = rates.take(
        f"certificates.wallet:{rates.nameless(household(client_address(request)))}", PER_MINUTE, at=timezone.now()
    )
    if taken.allowed:
        return None
    return failed("temporarily_unavailable", "Too many requests; try again later.", 429, **taken.headers)


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return failed("invalid_request", "The request is too large.", 413)
        return view(request, *args, **kwargs)
    except NotFound:
        return failed("not_found", "There is nothing at this address, or not any more.", 404)


def failed(error: str, description: str, status: int = 400, **headers: str) -> HttpResponse:
    """An error as OAuth 2.0 writes it."""
    body = {"error": error, "error_description": description}
    response = JsonResponse(body, status=status, headers={"Cache-Control": "no-store", **headers})
    for name, value in _OPEN.items():
        response.headers[name] = value
    return response


def _shared(body: dict[str, Any], seconds: int = 300) -> JsonResponse:
    return JsonResponse(body, headers={"Cache-Control": f"public, max-age={seconds}"})


def private(body: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def given_once(parameters: QueryDict) -> bool:
    """No parameter twice (RFC 6749, section 3.1): nobody chooses which of the two was meant."""
    return all(len(values) == 1 for _name, values in parameters.lists())


@protocol("GET", "HEAD")
def vc_issuer(request: HttpRequest) -> HttpResponse:
    """The keys of the issuer."""
    return _shared({"issuer": base_of(request), "jwks": queries.issuer_keys(reader=ANONYMOUS)})


@protocol("GET", "HEAD")
def credential_issuer(request: HttpRequest) -> HttpResponse:
    return _shared(queries.issuer_metadata(base=base_of(request), reader=ANONYMOUS, at=timezone.now()))


@protocol("GET", "HEAD")
def authorization_server(request: HttpRequest) -> HttpResponse:
    return _shared(server_metadata(base_of(request)))


@protocol("GET", "HEAD")
def type_metadata(request: HttpRequest, key: str, edition: str) -> HttpResponse:
    return _shared(queries.type_metadata(key, _day(edition), base=base_of(request), reader=ANONYMOUS), 86_400)


def _day(edition: str) -> date:
    try:
        return date.fromisoformat(edition)
    except ValueError:
        raise NotFound() from None


@protocol("GET", "HEAD")
def extract_metadata(request: HttpRequest, key: str, edition: str) -> HttpResponse:
    """What the ``vct`` of an organisation's extract answers."""
    found = queries.extract_metadata(key, _day(edition), base=base_of(request), reader=ANONYMOUS)
    return _shared(found, 86_400)


@protocol("GET", "HEAD")
def states(request: HttpRequest, number: int) -> HttpResponse:
    """The signed list of states."""
    text = queries.state_list(number, base=base_of(request), reader=ANONYMOUS, at=timezone.now())
    headers = {"Cache-Control": "public, max-age=60"}
    return HttpResponse(text, content_type="application/statuslist+jwt", headers=headers)


@protocol("POST")
def nonce(request: HttpRequest) -> HttpResponse:
    return private({"c_nonce": new_nonce(settings.SECRET_KEY, now=int(timezone.now().timestamp()))})


@protocol("POST")
def credential(request: HttpRequest) -> HttpResponse:
    """Credentials, one for each key proven."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    if scheme.lower() != "bearer" or not bearer:
        return failed("invalid_token", "A token is needed.", 401, **challenge)
    asked = _asked(request)
    if asked is None:
        return failed("invalid_credential_request", "The request is not what OpenID4VCI 1.0 asks for.")
    configuration, proofs = asked
    try:
        given = actions.give_credentials(
            bearer, configuration, proofs, base=base_of(request), by=ANONYMOUS, at=timezone.now()
        )
    except actions.TokenRefused:
        return failed("invalid_token", "The token is unknown, used or expired.", 401, **challenge)
    except actions.Unproven as refusal:
        return failed(refusal.error, " ".join(refusal.details))
    except Declined:
        return failed("credential_request_denied", "The certificate does not hold at this moment.")
    return private({"credentials": [{"credential": text} for text in given]})


def _asked(request: HttpRequest) -> tuple[str, list[object]] | None:
    """The configuration and the proofs of a credential request."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or "credential_response_encryption" in body:
        return None
    named = [body[name] for name in ("credential_configuration_id", "credential_identifier") if name in body]
    configuration, proofs = named[0] if len(named) == 1 else None, body.get("proofs")
    listed = proofs.get("jwt") if isinstance(proofs, dict) and len(proofs) == 1 else None
    if not isinstance(configuration, str) or not isinstance(listed, list):
        return None
    return configuration, listed


@protocol("GET", "HEAD")
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed question."""
    text = queries.request_object(reference, base=base_of(request), reader=ANONYMOUS, at=timezone.now())
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/oauth-authz-req+jwt", headers=headers)


@protocol("POST")
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """A wallet's answer (``direct_post``)."""
    state, shown, error = (request.POST.get(name, "") for name in ("state", "vp_token", "error"))
    try:
        actions.answer_question(
            reference, state, shown, error=error[:40], base=base_of(request), by=ANONYMOUS, at=timezone.now()
        )
    except actions.AnswerRefused as refusal:
        if error:  # the holder said no, and was heard
            return private({})
        return failed("invalid_request", " ".join(refusal.details))
    except Declined:
        return failed("invalid_request", "The question is over, or was answered before.")
    return private({})

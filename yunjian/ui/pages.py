"""The language switch and the living style guide."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from yunjian.kernel.errors import Forbidden

from .styleguide import styleguide


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back; ``next`` is followed only within this site.

    Without a form token, so that a page can be the same for all visitors: nothing changes but how the next page reads,
    and no browser of today lets another site do even that (docs/decisions/0023-pages-made-once.md).
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden()
    return set_language(request)


app_name = "ui"
urlpatterns = [
    path("language/", language, name="language"),
    path("styleguide/", styleguide, name="styleguide"),
]

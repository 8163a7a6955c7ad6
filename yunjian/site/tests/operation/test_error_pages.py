"""What went wrong can be quoted: error pages show the trace."""

import pytest
from django.test import Client
from django.urls import path

from yunjian.kernel.errors import NotFound
from yunjian.site import urls

pytestmark = pytest.mark.django_db


def fall(request):
    raise RuntimeError("跌倒")


def decline(request):
    raise NotFound()


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("fall/", fall), path("decline/", decline), *urls.urlpatterns]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/fall/", 500), ("/decline/", 404), ("/nowhere/", 404)])
def test_show_the_trace_that_finds_the_log_lines(address, status, caplog):
    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == status
    assert f"<code>{answer.headers['Trace-Id']}</code>" in answer.content.decode()

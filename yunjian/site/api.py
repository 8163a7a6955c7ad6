"""Every address of the API: what the domains' ``api`` rooms say, the document, and a problem for all else."""

from django.urls import include, path, re_path

from yunjian.kernel.api.root import VERSION, api, nothing_here, openapi
from yunjian.kernel.rooms import load

load("api")
app_name = "api"
urlpatterns = [
    path(f"{VERSION}/openapi.json", openapi, name="openapi"),
    path(f"{VERSION}/", include(api.urls[0][:-1])),  # all but the library's own root page
    re_path("", nothing_here, name="nothing"),
]

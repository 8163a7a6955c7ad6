"""Every address, by floor."""

from django.urls import include, path

urlpatterns = [
    path("", include("yunjian.portal.pages")),
    path("account/", include("yunjian.parties.pages")),
    path("budgets/", include("yunjian.budgets.pages")),
    path("projects/", include("yunjian.projects.pages")),
    path("ui/", include("yunjian.ui.pages")),
]

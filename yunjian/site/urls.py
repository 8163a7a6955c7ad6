"""Every address, by floor."""

from django.urls import include, path

handler400 = "yunjian.site.errors.malformed"
handler403 = "yunjian.site.errors.forbidden"
handler404 = "yunjian.site.errors.not_found"
handler500 = "yunjian.site.errors.failed"

urlpatterns = [
    path("", include("yunjian.portal.pages")),
    path("account/", include("yunjian.identity.pages")),
    path("", include("yunjian.identity.pages.outside")),
    path("", include("yunjian.identity.pages.provider")),
    path("account/", include("yunjian.parties.pages")),
    path("materials/", include("yunjian.materials.pages")),
    path("", include("yunjian.certificates.pages.addresses")),
    path("budgets/", include("yunjian.budgets.pages")),
    path("certificates/", include("yunjian.certificates.pages")),
    path("projects/", include("yunjian.projects.pages")),
    path("cases/", include("yunjian.cases.pages")),
    path("services/", include("yunjian.services.pages")),
    path("developers/", include("yunjian.gateway.pages")),
    path("api/", include("yunjian.site.api")),
    path("ui/", include("yunjian.ui.pages")),
    path("", include("yunjian.kernel.pages")),
]

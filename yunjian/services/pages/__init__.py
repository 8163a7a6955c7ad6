"""Services: finding what to do, its guide, and the way to hand it in."""

from django.urls import path

from . import filling, guides, personal

app_name = "services"
urlpatterns = [
    path("", guides.guides, name="guides"),
    path("items/<slug:item>/", guides.guide, name="guide"),
    path("themes/<slug:theme>/", guides.theme, name="theme"),
    path("items/<slug:item>/questions/", personal.of_item, name="item_questions"),
    path("themes/<slug:theme>/questions/", personal.of_theme, name="theme_questions"),
    path("mine/<str:guide>/", personal.kept_guide, name="personal_guide"),
    path("trades/<slug:trade>/", guides.trade, name="trade"),
    path("forms/<slug:form>/", filling.form, name="form"),
]

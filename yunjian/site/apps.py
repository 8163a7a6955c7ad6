from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yunjian.site"
    label = "site"
    verbose_name = "总装"

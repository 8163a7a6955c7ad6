from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yunjian.portal"
    label = "portal"
    verbose_name = "门户"

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yunjian.identity"
    label = "identity"
    verbose_name = "身份"

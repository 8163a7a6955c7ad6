from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "yunjian.parties"
    label = "parties"
    verbose_name = "主体"

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yunjian.ui"
    label = "ui"
    verbose_name = "界面"

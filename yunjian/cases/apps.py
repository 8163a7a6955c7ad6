from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yunjian.cases"
    label = "cases"
    verbose_name = "办件"

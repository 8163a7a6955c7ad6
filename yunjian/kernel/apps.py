from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "yunjian.kernel"
    label = "kernel"
    verbose_name = "内核"

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "yunjian.services"
    label = "services"
    verbose_name = "政务服务"

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "yunjian.gateway"
    label = "gateway"
    verbose_name = "接口"

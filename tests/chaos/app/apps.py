from django.apps import AppConfig


class ChaosConfig(AppConfig):
    name = "tests.chaos.app"
    label = "chaos"

    def ready(self) -> None:
        from . import acts  # noqa: F401 - its job and its subscriber register themselves

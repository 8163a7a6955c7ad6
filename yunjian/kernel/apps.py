from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class KernelConfig(AppConfig):
    name = "yunjian.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self) -> None:
        """Load what domains register: their jobs and subscribers, and their checks of outside connections."""
        for config in apps.get_app_configs():
            if config.name.startswith("yunjian."):
                for room in ("jobs", "subscribers"):
                    if find_spec(f"{config.name}.{room}"):
                        import_module(f"{config.name}.{room}")

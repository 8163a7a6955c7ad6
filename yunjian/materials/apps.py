from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "yunjian.materials"
    label = "materials"
    verbose_name = "材料"

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "yunjian.projects"
    label = "projects"
    verbose_name = "项目"

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "yunjian.budgets"
    label = "budgets"
    verbose_name = "预算"

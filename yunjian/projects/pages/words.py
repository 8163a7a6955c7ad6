"""The words the pages of projects use for fields and events."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "title": _("项目名称"),
    "amount": _("金额（元）"),
    "period": _("实施期限"),
    "payment": _("付款方式"),
    "steps": _("付款节点"),
    "cited": _("引用文件"),
}
EVENTS = {
    "projects.project.registered": _("入库"),
    "projects.project.changed": _("变更"),
    "projects.project.withdrawn": _("移出项目库"),
}
REPEATS = {
    "monthly": _("按月"),
    "quarterly": _("按季"),
    "yearly": _("按年"),
    "by-piece": _("按件"),
}

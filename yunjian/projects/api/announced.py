"""Which events of projects anybody may be told of."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.announcements import announced

from .. import events


def announce() -> None:
    announced(events.ProjectRegistered.kind, _("一个项目入库"))
    announced(events.ProjectChanged.kind, _("一个项目的内容有变"))
    announced(events.ProjectWithdrawn.kind, _("一个项目移出项目库"))

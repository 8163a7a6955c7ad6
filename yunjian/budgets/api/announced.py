"""Which events of budgets anybody may be told of."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.announcements import announced
from yunjian.kernel.ledger import Recorded

from .. import events

READ = events.DisclosureRead.kind


def was_published(entry: Recorded) -> bool:
    """Whether it is about a disclosure everybody could see: one that had been read."""
    return any(each.kind == READ for each in ledger.history(entry.subject, reader=SYSTEM))


def has_bytes(entry: Recorded) -> bool:
    """Whether the form was made: that one could not be is for those who keep the disclosure."""
    return bool(entry.payload["digest"])


def announce() -> None:
    announced(READ, _("一份公开文件已读取并核对"))
    announced(events.DisclosureSuperseded.kind, _("一份公开文件被更正后的文件取代"), was_published)
    announced(events.DisclosureWithdrawn.kind, _("一份公开文件被撤回"), was_published)
    announced(events.DisclosureRestored.kind, _("一份公开文件重新生效"), was_published)
    announced(events.FindingJudged.kind, _("一项核对发现有了判断"), was_published)
    announced(events.JudgementWithdrawn.kind, _("对一项核对发现的判断被撤销"), was_published)
    announced(events.DraftPublished.kind, _("一个部门公开了自己编制的文件，或者公开了更正"))
    announced(events.FormMade.kind, _("一份公开文件的 PDF、Word 或 Excel 已经生成"), has_bytes)

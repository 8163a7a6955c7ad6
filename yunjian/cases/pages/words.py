"""What acts are called on buttons and in the history."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "submit": _("提交"),
    "take_turn": _("轮到，自动提交"),
    "fall_away": _("前面的没有办成，不再提交"),
    "return_for_changes": _("预审退回"),
    "pass_pre_review": _("预审通过"),
    "receive": _("收件"),
    "notify_correction": _("一次告知补正"),
    "hand_in_correction": _("补正材料已交齐"),
    "accept": _("受理"),
    "refuse_acceptance": _("不予受理"),
    "settle_at_once": _("当场办结"),
    "forward": _("转送外地"),
    "answer_elsewhere": _("登记外地的结果"),
    "note_taken_in": _("登记由外地代收"),
    "tell_region": _("已告知外地"),
    "begin_review": _("开始审查"),
    "review_step": _("审查"),
    "start_special": _("启动特别程序"),
    "resume": _("特别程序结束"),
    "ask_supplement": _("要求补充材料"),
    "take_supplement": _("补充材料已交"),
    "extend": _("批准延期"),
    "decide": _("作出决定"),
    "grant": _("准予"),
    "refuse": _("不予许可"),
    "certify": _("制证"),
    "deliver": _("送达"),
    "withdraw": _("撤回申请"),
    "terminate": _("终止办理"),
    "archive": _("归档这件办件"),
    "claim": _("认领"),
    "put_back": _("放回岗位"),
    "hand_over": _("移交"),
    "reassign": _("改派"),
    "declare_conflict": _("申请回避"),
    "consult": _("征求意见"),
    "answer_consultation": _("答复意见"),
    "add_note": _("加备注"),
}
# For which causes are given, as their figures name them.
CAUSE_MOVES = {
    name: TITLES[name]
    for name in ("return_for_changes", "notify_correction", "refuse_acceptance", "refuse", "terminate", "fall_away")
}
GRAVE = frozenset({"refuse_acceptance", "withdraw", "terminate", "declare_conflict"})
COLOURS = {"RED": "error", "YELLOW": "warning", "GREEN": "ok", "GREY": ""}

"""What is said of items on screen."""

from django.utils.translation import gettext_lazy as _

KINDS = {"items": _("单个事项"), "themes": _("一件事"), "trades": _("一业一证")}
TARGETS = {"person": _("个人"), "enterprise": _("企业和其他组织")}
TYPES = {
    "01": _("行政许可"),
    "04": _("行政征收"),
    "05": _("行政给付"),
    "07": _("行政确认"),
    "08": _("行政奖励"),
    "09": _("行政裁决"),
    "10": _("其他行政权力"),
    "20": _("公共服务"),
}
TOPICS = {
    "start": _("开办企业"),
    "closing": _("停业注销"),
    "food": _("食品餐饮"),
    "health": _("医疗卫生"),
    "building": _("工程建设"),
    "environment": _("生态环境"),
    "housing": _("住房和不动产"),
    "work": _("就业和人才"),
    "settling": _("户籍和居住"),
    "birth": _("生育收养"),
    "family": _("婚姻家庭"),
    "school": _("教育"),
    "benefit": _("补贴救助"),
    "transport": _("交通运输"),
    "culture": _("文化旅游"),
    "safety": _("安全消防"),
    "farming": _("农业农村"),
}
NEEDS = {"core": _("必要"), "optional": _("非必要"), "may-follow": _("可以后补")}
HANDLING = {"on-the-spot": _("当场就能办好"), "promised": _("承诺件")}
CHANNELS = {"window": _("窗口"), "online": _("网上"), "post": _("快递")}
REACHES = {"nation": _("全国"), "provinces": _("跨省"), "cities": _("跨市"), "counties": _("跨县"), "none": _("本区")}
GROUPS = {"premises": _("场所"), "equipment": _("设备"), "funds": _("资金"), "staff": _("从业人员"), "rules": _("制度")}
FORMS_OF_RESULTS = {
    "approval": _("批文"),
    "certificate": _("证照"),
    "proof": _("证明"),
    "report": _("鉴定报告"),
    "other": _("其他"),
}
SPECIAL = {
    "HEARING": _("听证"),
    "BIDDING": _("招标"),
    "AUCTION": _("拍卖"),
    "INSPECTION": _("检验"),
    "TESTING": _("检测"),
    "QUARANTINE": _("检疫"),
    "APPRAISAL": _("鉴定"),
    "EXPERT_REVIEW": _("专家评审"),
}
DRAFTS = {
    "return_for_changes": _("预审退回的理由"),
    "notify_correction": _("一次告知补正的内容"),
    "refuse_acceptance": _("不予受理的理由"),
    "ask_supplement": _("要求补充材料的话"),
    "decide": _("不予许可的理由"),
}

"""Where applications are tried: an item with a form at the window of ``cases``, 李 who applies, his drawer."""

from dataclasses import dataclass

from tests.cast import NOON
from tests.district import RULE, START, publish
from yunjian.cases.tests.world import MON, SIGN, world
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.materials.tests.stage import CARD, LEASE, checked, identity_number, types
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.services import actions
from yunjian.services.definitions import Form, Item

ITEM = "shop-sign"
RIGHT = {"shop": "云上奶茶", "phone": "13900001111"}
FIELDS = (
    {"name": "shop", "title": "店名", "title_en": "Name of the shop"},
    {"name": "phone", "title": "手机号", "title_en": "Mobile phone",
     "filled_from": ({"from": "party", "name": "phone"},)},
    {"name": "partners", "title": "合伙人", "title_en": "Partners",
     "fields": ({"name": "name", "title": "姓名", "title_en": "Name"},)},
)  # fmt: skip
RULES = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "shop": {"type": "string", "maxLength": 60},
        "phone": {"type": "string", "format": "mobile"},
        "partners": {"type": "array", "maxItems": 5, "items": {
            "type": "object", "additionalProperties": False, "required": ["name"],
            "properties": {"name": {"type": "string", "maxLength": 20}}}},
    },
    "required": ["shop", "phone"],
}  # fmt: skip
MATERIALS = (
    {"key": "application-form", "title": "申请表", "title_en": "Application form"},  # filled in online
    {"key": "identity", "title": "身份证明", "title_en": "Proof of identity", "material": CARD},
    {"key": "lease", "title": "租赁合同", "title_en": "Lease", "material": LEASE,
     "when": {"field": "leased", "equals": True}},
    {"key": "licence", "title": "营业执照", "title_en": "Business licence", "looked_up_in": "市场主体库"},
    {"key": "pledge", "title": "安全说明", "title_en": "Safety statement", "promise": "我承诺店招安装牢固"},
    {"key": "picture", "title": "效果图", "title_en": "Picture", "need": "may-follow"},
    {"key": "extra", "title": "其他说明", "title_en": "Other remarks", "need": "optional"},
)  # fmt: skip


def item(key: str = ITEM, **more) -> Item:
    values = {
        "title": "设置店招",
        "title_en": "Putting up a shop sign",
        "procedure": SIGN,
        "targets": ("person",),
        "questions": ({"name": "leased", "title": "店面是租的吗？", "title_en": "Is the shop rented?"},
                      {"name": "size", "title": "店招几平方米？", "title_en": "How large is it?", "kind": "number"}),
        "conditions": ({"title": "不超过十平方米", "title_en": "No more than ten square metres",
                        "criterion": {"field": "size", "at_most": 10}},),
        "materials": MATERIALS,
        "results": ({"title": "店招许可", "form": "certificate", "fields": {"trade_name": "shop"}},),
        "basis": RULE,
        "valid_from": START,
        "example": {"fits": "unknown", "papers": tuple(each["key"] for each in MATERIALS)},
    }  # fmt: skip
    return Item(**{"key": key, **values, **more})


def form(**more) -> Form:
    values = {
        "title": "店招申请表",
        "title_en": "Shop sign application",
        "items": (ITEM,),
        "stands_for": "application-form",
        "rules": RULES,
        "sections": ({"key": "shop", "title": "店铺", "title_en": "The shop", "fields": FIELDS},),
        "basis": RULE,
        "valid_from": START,
        "example": {"right": RIGHT, "wrong": ({"values": {}, "place": "shop", "rule": "required"},)},
    }
    return Form(**{"key": ITEM, **values, **more})


@dataclass
class Counter:
    """Who applies."""

    account: Account
    stranger: Account

    @property
    def li(self) -> Actor:
        return actor_of(self.account)

    @property
    def wang(self) -> Actor:
        return actor_of(self.stranger)

    @property
    def owner(self) -> str:
        return f"person:{self.account.person_id}"


def counter() -> Counter:
    world()
    publish(*types(), item(), form(), at=MON)
    found = []
    for serial, (who, name) in enumerate((("li", "李小民"), ("wang", "王邻居")), 1):
        person = parties.register_person(name, identity_number(serial), "13800000000", by=SYSTEM, at=NOON)
        pk = parties.open_account(who, name, None, person_id=person, by=SYSTEM, at=NOON)
        found.append(Account.objects.get(pk=pk))
    return Counter(*found)


def begun(counter: Counter, **more) -> int:
    return actions.begin_application(ITEM, counter.owner, by=counter.li, at=MON, **more)


def ready(counter: Counter) -> tuple[int, int]:
    """A draft that may be handed in, and its number; one material from the drawer."""
    number = begun(counter)
    revision = actions.save_application(
        number, 0, values=RIGHT, answers={"leased": "no", "size": "4"}, by=counter.li, at=MON
    )
    card = checked(counter.owner, by=counter.li, at=MON)
    for paper, way, given in (("identity", "MATERIAL", [card]), ("pledge", "PROMISE", ()), ("picture", "FOLLOWS", ())):
        revision = actions.give_paper(number, revision, paper, way, materials=given, by=counter.li, at=MON)
    return number, revision


def handed_in(counter: Counter) -> tuple[int, int]:
    """The application and its case."""
    number, revision = ready(counter)
    return number, actions.hand_in_application(number, revision, by=counter.li, at=MON)

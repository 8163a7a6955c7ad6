"""Applications with one thing wrong, or nothing: what is filled in, what stands on each paper, what should be found."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from ...definitions.formats import is_credit_code, is_identity_number
from ...logic.prereview import Kind
from .drawing import CLEAN, Look, illegible, legible

TODAY = date(2026, 11, 23)
Label = tuple[str, str]  # kind of finding, key of the place
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗", "建国志强小明丽华秀英文博雨桐海燕思远子涵晓东玉兰"
_NAMED = ("云水", "泗泾", "佘山", "辰山", "华亭", "方塔", "醉白", "九峰", "茸城", "松风")
_TRADES = ("餐饮管理", "食品", "商贸", "文化传播", "信息科技", "茶饮")
_ROADS = ("人民北路", "中山中路", "乐都路", "文诚路", "新松江路", "谷阳北路")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper as it is drawn: which kind it was handed in as, and what stands on it."""

    type: str
    title: str
    lines: tuple[str, ...]
    look: Look = CLEAN


@dataclass(frozen=True, slots=True)
class Scene:
    """An application, and the truth about it."""

    form: str
    values: dict[str, Any]
    sheets: dict[str, Sheet | None]  # by the key of the item's paper; None: not given
    registers: dict[tuple[str, str, str], str] = field(default_factory=dict)
    truth: frozenset[Label] = frozenset()


def scenes(count: int, seed: int = 2026) -> Iterator[Scene]:
    """So many applications; every fifth is as it should be, the others take the faults in turn."""
    random = Random(seed)
    for number in range(count):
        scene = _food(random) if number % 3 else _individual(random)
        faults = _FOOD if scene.form == "food-business" else _INDIVIDUAL
        if number % 5:
            scene = faults[(number // 3 + number) % len(faults)](scene, random)
        yield scene


def licence(values: dict[str, Any], look: Look) -> Sheet:
    lines = (
        f"统一社会信用代码：{values['credit_code']}", f"名称：{values['firm']}", "类型：有限责任公司（自然人独资）",
        f"法定代表人：{values['representative']}", "注册资本：人民币伍拾万元整", "成立日期：2021年06月18日",
        f"住所：{values['address']}",
    )  # fmt: skip
    return Sheet("business-licence", "营业执照", lines, look)


def lease(values: dict[str, Any], look: Look, lessee: str = "") -> Sheet:
    lines = (
        "出租人（甲方）：周海燕", f"承租人（乙方）：{lessee or values['firm']}", f"房屋坐落：{values['premises']}",
        "租赁期限自2026年06月01日至2028年05月31日止", "月租金：8,600.00 元", "双方按照《民法典》订立本合同。",
    )  # fmt: skip
    return Sheet("lease-contract", "房屋租赁合同", lines, look)


def health(examined: date, name: str, look: Look) -> Sheet:
    day = f"{examined.year}年{examined.month:02}月{examined.day:02}日"
    return Sheet(
        "health-certificate", "从业人员健康证明", (f"姓名：{name}", "性别：女", f"体检日期：{day}", "结论：合格"), look
    )


def card(values: dict[str, Any], look: Look, begins: int = 2019) -> Sheet:
    lines = (
        f"姓名 {values['name']}", "性别 女 民族 汉", f"住址 {values['home']}", f"公民身份号码 {values['number']}", "",
        "中华人民共和国", "居民身份证", "签发机关 上海市公安局松江分局", f"有效期限 {begins}.05.06-{begins + 10}.05.06",
    )  # fmt: skip
    return Sheet("resident-identity-card", "", lines, look)


def _food(random: Random) -> Scene:
    address = f"松江区{random.choice(_ROADS)}{random.randint(1, 999)}号"
    values = {
        "firm": f"上海{random.choice(_NAMED)}{random.choice(_TRADES)}有限公司", "credit_code": credit_code(random),
        "representative": person(random), "address": address, "contact": person(random), "contact_phone": "13900002222",
        "kind": "catering", "diners": 40, "cold": False, "raw": False, "online": False,
        "safety_staff": [{"name": person(random), "number": number(random), "trained_on": "2026-01-10"}],
        "premises": f"{address}102室", "area": "86.5", "tenure": "rent", "lease_ends": "2028-05-31", "promise": True,
    }  # fmt: skip
    examined = TODAY - timedelta(days=random.randint(10, 350))
    sheets: dict[str, Sheet | None] = {
        "business-licence-copy": licence(values, legible(random)),
        "lease-contract": lease(values, legible(random)),
        "health-certificates": health(examined, values["safety_staff"][0]["name"], legible(random)),
    }
    return Scene("food-business", values, sheets, {("certificate", "business-licence", "holder_name"): values["firm"]})


def _individual(random: Random) -> Scene:
    values = {
        "name": person(random), "number": number(random), "phone": "13900001111",
        "home": f"上海市松江区{random.choice(_ROADS)}{random.randint(1, 99)}弄", "composition": "person",
        "scope": "零售", "staff": 2, "premises": "松江区中山中路 20 号", "area": "20", "tenure": "own", "promise": True,
    }  # fmt: skip
    return Scene("individual-business", values, {"identity-card": card(values, legible(random))})


def _missing(scene: Scene, random: Random) -> Scene:
    paper = random.choice(sorted(scene.sheets))
    return _with(scene, paper, None, Kind.MISSING)


def _unreadable(scene: Scene, random: Random) -> Scene:
    paper = random.choice(sorted(scene.sheets))
    return _with(scene, paper, replace(_of(scene, paper), look=illegible(random)), Kind.UNREADABLE)


def _wrong_type(scene: Scene, random: Random) -> Scene:
    """Another kind of paper, handed in as what was asked for."""
    paper = random.choice(sorted(scene.sheets))
    asked = _of(scene, paper)
    other = card(_individual(random).values, legible(random)) if scene.form == "food-business" else None
    shown = other or lease(_food(random).values, legible(random))
    return _with(scene, paper, replace(shown, type=asked.type), Kind.WRONG_TYPE)


def _stale(scene: Scene, random: Random) -> Scene:
    if scene.form == "individual-business":
        return _with(scene, "identity-card", card(scene.values, legible(random), begins=2014), Kind.EXPIRED)
    examined = TODAY - timedelta(days=random.randint(370, 900))
    sheet = health(examined, scene.values["safety_staff"][0]["name"], legible(random))
    return _with(scene, "health-certificates", sheet, Kind.EXPIRED)


def _other_firm_on_lease(scene: Scene, random: Random) -> Scene:
    sheet = lease(scene.values, legible(random), lessee=f"上海{random.choice(_NAMED)}物流有限公司")
    return _with(scene, "lease-contract", sheet, Kind.INCONSISTENT)


def _other_code_on_licence(scene: Scene, random: Random) -> Scene:
    sheet = licence({**scene.values, "credit_code": credit_code(random)}, legible(random))
    return _with(scene, "business-licence-copy", sheet, Kind.DIFFERS_FROM_FORM)


def _other_representative(scene: Scene, random: Random) -> Scene:
    sheet = licence({**scene.values, "representative": person(random, not_=scene.values["representative"])}, CLEAN)
    return _with(scene, "business-licence-copy", replace(sheet, look=legible(random)), Kind.DIFFERS_FROM_FORM)


def _other_person(scene: Scene, random: Random) -> Scene:
    sheet = card({**scene.values, "name": person(random, not_=scene.values["name"])}, legible(random))
    return _with(scene, "identity-card", sheet, Kind.DIFFERS_FROM_FORM)


def _other_number(scene: Scene, random: Random) -> Scene:
    sheet = card({**scene.values, "number": number(random)}, legible(random))
    return _with(scene, "identity-card", sheet, Kind.DIFFERS_FROM_FORM)


def _other_register(scene: Scene, random: Random) -> Scene:
    registers = {("certificate", "business-licence", "holder_name"): f"上海{random.choice(_NAMED)}物流有限公司"}
    return replace(scene, registers=registers, truth=frozenset({(Kind.DIFFERS_FROM_REGISTER, "firm")}))


def _against_rules(scene: Scene, random: Random) -> Scene:
    field_ = random.choice([each for each in ("credit_code", "number", "area") if each in scene.values])
    values = {**scene.values, field_: "？"}
    papers = {key: each and replace(each, lines=_unnumbered(each.lines)) for key, each in scene.sheets.items()}
    return replace(scene, values=values, sheets=papers, truth=frozenset({(Kind.AGAINST_RULES, field_)}))


def _unnumbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What the form says nothing true about stands on no paper either."""
    return tuple(line for line in lines if "号码" not in line and "代码" not in line)


_FOOD = (
    _missing, _unreadable, _wrong_type, _stale, _other_firm_on_lease, _other_code_on_licence, _other_representative,
    _other_register, _against_rules,
)  # fmt: skip
_INDIVIDUAL = (_missing, _unreadable, _wrong_type, _stale, _other_person, _other_number, _against_rules)


def person(random: Random, not_: str = "") -> str:
    while (name := random.choice(_SURNAMES) + "".join(random.sample(_GIVEN, random.choice((1, 2))))) == not_:
        pass
    return name


def number(random: Random) -> str:
    """An identity number of nobody in particular, its check character right."""
    born = date(1960, 1, 1) + timedelta(days=random.randrange(16_000))
    begin = f"310117{born:%Y%m%d}{random.randrange(1000):03}"
    return next(begin + each for each in "0123456789X" if is_identity_number(begin + each))


def credit_code(random: Random) -> str:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    begin = "91310117MA" + "".join(random.choice(letters) for _ in range(7))
    return next(begin + each for each in letters if is_credit_code(begin + each))


def _of(scene: Scene, paper: str) -> Sheet:
    sheet = scene.sheets[paper]
    assert sheet is not None
    return sheet


def _with(scene: Scene, paper: str, sheet: Sheet | None, kind: Kind) -> Scene:
    return replace(scene, sheets={**scene.sheets, paper: sheet}, truth=frozenset({(kind, paper)}))

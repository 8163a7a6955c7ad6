"""Pre-review: what an application lacks before it is handed in, each with place and remedy, seldom a bar."""

from dataclasses import replace
from datetime import date
from string import ascii_letters

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunjian.kernel.actor import ANONYMOUS
from yunjian.services.definitions import Form
from yunjian.services.logic.prereview import (
    Alike,
    Held,
    Kind,
    PaperGiven,
    Read,
    Registered,
    Seen,
    Titled,
    alike,
    last_day,
    may_go_on,
    normal,
    review,
)
from yunjian.services.queries.prereview import KINDS, WORDS, in_words

TODAY = date(2026, 11, 23)
RULES = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "firm": {"type": "string", "maxLength": 100},
        "code": {"type": "string", "maxLength": 18},
        "founded": {"type": "string", "maxLength": 20},
        "staff": {
            "type": "array",
            "maxItems": 5,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"name": {"type": "string", "maxLength": 60}},
            },
        },
    },
    "required": ["firm"],
}
LICENCE = {"from": "paper", "of": "business-licence", "must_agree": True}
FIELDS = (
    {"name": "firm", "title": "单位名称", "title_en": "Name", "filled_from": (
        {"from": "certificate", "of": "business-licence", "name": "holder_name", "must_agree": True},
        {**LICENCE, "name": "enterprise-name"},
        {**LICENCE, "of": "lease-contract", "name": "lessee"},
    )},
    {"name": "code", "title": "信用代码", "title_en": "Code", "filled_from": ({**LICENCE, "name": "credit-code"},)},
    {"name": "founded", "title": "成立日期", "title_en": "Founded", "filled_from": ({**LICENCE, "name": "founded"},)},
    {"name": "staff", "title": "人员", "title_en": "Staff", "fields": (
        {"name": "name", "title": "姓名", "title_en": "Name", "filled_from": (
            {**LICENCE, "of": "health-certificate", "name": "name"},)},
    )},
)  # fmt: skip
FORM = Form(
    key="f", title="表", title_en="F", basis=({"title": "测试用的依据"},), valid_from=date(2026, 1, 1), rules=RULES,
    sections=({"key": "s", "title": "一", "title_en": "One", "fields": FIELDS},),
    example={"right": {"firm": "a"}, "wrong": ({"values": {}, "place": "firm", "rule": "required"},)},
)  # fmt: skip
FIRM, CODE = "云间软件有限公司", "91350100M000100Y43"
RIGHT = {"firm": FIRM, "code": CODE, "founded": "2020-03-02", "staff": [{"name": "王芳"}]}


def seen(type: str, **values: str) -> Seen:
    forms = {"credit-code": "credit_code", "founded": "date", "examined": "date", "ends": "date"}
    says = {"examined": "issued", "ends": "ends"}
    fields = {
        key.replace("_", "-"): Read(key, forms.get(key.replace("_", "-"), "text"), value, 0.99, says.get(key, ""))
        for key, value in values.items()
    }
    return Seen(type, "OCR", fields, looks_like=type, looks_title=type, sure=0.98, letters=60, asks=len(fields))


def paper(key: str, *files: Seen, **more) -> PaperGiven:
    way = "MATERIAL" if files else ""
    return PaperGiven(key, Titled(key, key), **{"type": key, "type_title": key, "way": way, "files": files, **more})


LICENCE_SEEN = seen("business-licence", enterprise_name=FIRM, credit_code=CODE, founded="2020年3月2日")
LEASE_SEEN = seen("lease-contract", lessor="王大山", lessee=FIRM)
HEALTH_SEEN = replace(seen("health-certificate", name="王芳", examined="2026年3月1日"), months=12)
LICENCE_PAPER = paper("business-licence", LICENCE_SEEN)
LEASE_PAPER = paper("lease-contract", LEASE_SEEN)
HEALTH_PAPER = paper("health-certificate", HEALTH_SEEN)
REGISTERED = {("certificate", "business-licence", "holder_name"): Registered(Titled("营业执照", "licence"), FIRM)}


def found(*papers: PaperGiven, values=RIGHT, registers=REGISTERED, on=TODAY):
    given_ = papers or (LICENCE_PAPER, LEASE_PAPER, HEALTH_PAPER)
    return review([FORM], values, given_, registers, on=on)


def brief(findings) -> list[tuple[str, str, str]]:
    return [(each.kind, each.place.key, each.rule) for each in findings]


def with_value(seen_: Seen, key: str, value: str, sure: float | None = 0.99) -> Seen:
    return replace(seen_, fields={**seen_.fields, key: replace(seen_.fields[key], value=value, sure=sure)})


def test_finds_nothing_where_all_is_as_it_should_be():
    assert found() == ()


def test_bars_the_way_only_for_the_form_and_for_core_papers():
    findings = found(
        paper("business-licence"), paper("lease-contract", need="may-follow"), paper("plan", need="optional"),
        values={"code": CODE}, registers={},
    )  # fmt: skip

    assert brief(findings) == [
        (Kind.AGAINST_RULES, "firm", "required"),
        (Kind.MISSING, "business-licence", "missing"),
        (Kind.MISSING, "lease-contract", "may-follow"),
    ]
    assert [each.blocks for each in findings] == [True, True, False]
    assert not may_go_on(findings)
    assert may_go_on(findings[2:])


def test_asks_for_no_paper_that_an_item_before_makes_or_that_is_spared():
    given_ = (
        paper("business-licence", made_by="company-registration"), paper("lease-contract", way="PROMISE"),
        paper("plan", way="AT_WINDOW"),
        paper("identity", way="CERTIFICATE", certificate=Held(True, TODAY)),
    )  # fmt: skip
    assert found(*given_) == ()


@pytest.mark.parametrize("held", [Held(False), Held(True, date(2026, 11, 22))])
def test_a_certificate_that_is_over_spares_nothing(held):
    assert brief(found(paper("identity", way="CERTIFICATE", certificate=held))) == [
        (Kind.EXPIRED, "identity", "certificate-over")
    ]


@pytest.mark.parametrize(
    ("change", "kind", "rule"),
    [
        ({"refused": True}, Kind.UNREADABLE, "refused"),
        ({"sure": 0.5}, Kind.UNREADABLE, "unreadable"),
        ({"letters": 3}, Kind.UNREADABLE, "unreadable"),
        ({"fields": {}}, Kind.UNREADABLE, "unreadable"),
        ({"type": "lease-contract"}, Kind.WRONG_TYPE, "handed-in-as-another"),
        ({"looks_like": "lease-contract", "looks_title": "房屋租赁合同"}, Kind.WRONG_TYPE, "looks-like-another"),
        ({"looks_like": "", "fields": {}}, Kind.WRONG_TYPE, "not-recognised"),
        ({"ends_on": date(2026, 11, 22)}, Kind.EXPIRED, "expired"),
    ],
)
def test_a_paper_alone_is_looked_at_first(change, kind, rule):
    findings = found(paper("business-licence", replace(LICENCE_SEEN, **change)))

    assert brief(findings) == [(kind, "business-licence", rule)]
    assert may_go_on(findings)


def test_what_could_not_be_read_here_is_nobodys_fault():
    unread = Seen("business-licence", "NOT_INSTALLED", asks=4)
    assert found(paper("business-licence", unread, Seen("business-licence"))) == ()


@pytest.mark.parametrize(("on", "rules"), [(date(2027, 2, 28), []), (date(2027, 3, 1), ["expired"])])
def test_twelve_months_from_the_day_that_stands_on_it(on, rules):
    assert [each.rule for each in found(HEALTH_PAPER, on=on)] == rules


def test_the_end_that_stands_on_it_goes_before_what_was_said():
    card = replace(seen("identity", ends="2005.03.08-2025.03.08"), ends_on=date(2045, 3, 7))
    [finding] = found(paper("identity", card))
    assert (finding.kind, finding.values["day"]) == (Kind.EXPIRED, "2025-03-08")

    unsure = with_value(card, "ends", "2005.03.08-2025.03.08", 0.6)
    assert [each.rule for each in found(paper("identity", unsure))] == ["perhaps-expired"]


def test_a_paper_that_says_other_than_the_form():
    other = with_value(LICENCE_SEEN, "credit-code", "91310117MA1J2ABC39")
    assert brief(found(paper("business-licence", other))) == [(Kind.DIFFERS_FROM_FORM, "business-licence", "form")]


def test_a_paper_that_stands_against_form_and_another_paper():
    other = with_value(LEASE_SEEN, "lessee", "松江云水贸易有限公司")
    findings = found(LICENCE_PAPER, paper("lease-contract", other))

    assert brief(findings) == [(Kind.INCONSISTENT, "lease-contract", "form-and-other")]


def test_papers_that_differ_where_the_form_says_nothing():
    silent = {key: value for key, value in RIGHT.items() if key != "firm"}
    other = with_value(LEASE_SEEN, "lessee", "松江云水贸易有限公司")
    findings = found(LICENCE_PAPER, paper("lease-contract", other), values=silent, registers={})

    assert (Kind.INCONSISTENT, "lease-contract", "other") in brief(findings)


def test_a_form_that_says_other_than_the_register():
    registered = {
        ("certificate", "business-licence", "holder_name"): Registered(Titled("营业执照"), "松江云水贸易有限公司")
    }
    findings = found(LICENCE_PAPER, registers=registered)

    assert brief(findings) == [(Kind.DIFFERS_FROM_REGISTER, "firm", "register")]


def test_a_row_that_stands_on_no_paper():
    rows = {**RIGHT, "staff": [{"name": "王芳"}, {"name": "李民"}]}
    assert brief(found(HEALTH_PAPER, values=rows)) == [(Kind.DIFFERS_FROM_FORM, "staff.1.name", "row")]
    assert found(LICENCE_PAPER, values=rows) == ()


@pytest.mark.parametrize(
    ("form", "read", "said", "sure", "how"),
    [
        ("text", "云间软件（上海）有限公司", "云间软件(上海)有限公司", 0.99, Alike.SAME),
        ("text", "王 建国", "王建国", 0.99, Alike.SAME),
        ("text", "王建国", "王建周", 0.99, Alike.OTHER),
        ("text", "王建国", "王建周", 0.7, Alike.UNSURE),
        ("text", "王建国", "王建周", None, Alike.OTHER),
        ("text", "松江区人民北路", "松江区人民北路 1 号 102 室", 0.99, Alike.UNSURE),
        ("text", "云间软件有限公司二分公司", "云间软件有限公司", 0.99, Alike.OTHER),
        ("credit_code", CODE.lower(), CODE, 0.99, Alike.SAME),
        ("credit_code", "91350100M000100Y48", CODE, 0.99, Alike.UNSURE),
        ("credit_code", "91310117MA1J2ABC39", CODE, 0.99, Alike.OTHER),
        ("identity_number", "310117199001011234", "310117199001011235", 0.99, Alike.UNSURE),
        ("date", "2020年03月02日", "2020-03-02", 0.99, Alike.SAME),
        ("date", "2020年3月2日", "2020-03-03", 0.99, Alike.OTHER),
        ("number", "8,000.00", "8000", 0.99, Alike.SAME),
        ("number", "8000", "9000", 0.99, Alike.OTHER),
    ],
)
def test_tells_a_misread_sign_from_another_value(form, read, said, sure, how):
    assert alike(form, read, said, sure) == how


def test_every_finding_is_said_in_both_languages_with_a_remedy():
    findings = found(
        paper("business-licence"), paper("lease-contract", replace(LEASE_SEEN, sure=0.1)),
        values={"code": "x" * 99}, registers={},
    )  # fmt: skip
    views = in_words(findings, [FORM], reader=ANONYMOUS)
    assert [each.blocks for each in views] == [True, True, True, False]
    assert views[0].sentence == "“信用代码”太长，最多 18 个字。请缩短。"
    assert all("请" in str(words) or "可以" in str(words) for words in WORDS.values())
    assert set(KINDS) == set(Kind)
    with translation.override("en"):
        assert "Code" in in_words(findings, [FORM], reader=ANONYMOUS)[0].sentence


TEXTS = st.text(alphabet=ascii_letters + "云间软件有限公司王李（）() ·0123456789年月日.-/", max_size=30)
FORMS = st.sampled_from(["text", "date", "number", "identity_number", "credit_code"])


@given(FORMS, TEXTS, TEXTS, st.none() | st.floats(0, 1))
def test_what_is_the_same_is_the_same_either_way(form, one, other, sure):
    assert normal(form, normal(form, one)) == normal(form, one)
    assert alike(form, one, one, sure) == Alike.SAME
    assert (alike(form, one, other, sure) == Alike.SAME) == (alike(form, other, one, sure) == Alike.SAME)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_reads_a_day_as_people_write_it(day):
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"自2000.01.01 至 {day.year}.{day:%m.%d}",
        f"{day.isoformat()}",
    ):
        assert last_day(text) == day


WAYS = st.sampled_from(["", "MATERIAL", "CERTIFICATE", "PROMISE", "FOLLOWS", "AT_WINDOW"])
SEENS = st.builds(
    Seen, st.sampled_from(["business-licence", "lease-contract", "x"]), st.sampled_from(["", "OCR", "TEXT"]),
    st.dictionaries(
        st.sampled_from(["enterprise-name", "lessee", "credit-code", "name"]),
        st.builds(Read, TEXTS, FORMS, TEXTS, st.none() | st.floats(0, 1), st.sampled_from(["", "issued", "ends"])),
    ),
    st.sampled_from(["", "business-licence", "x"]), TEXTS, st.none() | st.floats(0, 1), st.integers(0, 99),
    st.integers(0, 4), st.booleans(), st.none() | st.dates(), st.none() | st.integers(1, 240),
)  # fmt: skip
PAPERS = st.lists(
    st.builds(
        PaperGiven, st.sampled_from(["a", "b", "c"]), st.builds(Titled, TEXTS), st.sampled_from(["core", "may-follow"]),
        st.sampled_from(["", "business-licence"]), TEXTS, WAYS, st.lists(SEENS, max_size=3).map(tuple),
    ),
    max_size=3,
)  # fmt: skip
DOCUMENTS = st.fixed_dictionaries({}, optional={"firm": TEXTS, "code": TEXTS, "staff": st.just([{"name": "李民"}])})


@given(DOCUMENTS, PAPERS)
def test_nothing_that_can_be_handed_in_is_beyond_it(values, papers):
    findings = review([FORM], values, papers, REGISTERED, on=date(9990, 1, 1))

    assert may_go_on(findings) == (
        not FORM.breaches(values) and not any(each.need == "core" and not each.way for each in papers)
    )
    assert all(view.sentence for view in in_words(findings, [FORM], reader=ANONYMOUS))

"""The types of certificates the real district declares."""

from tests.songjiang import whole
from yunjian.certificates.definitions import CertificateType


def declared() -> list[CertificateType]:
    return [each for each in whole().definitions if isinstance(each, CertificateType)]


def test_songjiang_declares_twenty_five_types_or_more_each_with_a_code_of_its_own():
    types = declared()

    assert len(types) >= 25
    assert len({each.code for each in types}) == len(types)
    assert {each.holder for each in types} == {"person", "enterprise"}
    assert {each.validity.rule for each in types} == {"fixed", "until", "open", "long-term"}


def test_every_example_holds_and_says_in_both_languages_what_it_shows():
    for each in declared():
        assert each.check_example() == [], each.key
        assert each.title_en.isascii(), each.key
        assert all(field.title_en for field in each.fields)


def test_every_field_that_by_its_title_is_about_a_person_is_graded():
    telling = ("姓名", "身份证", "住址", "出生日期", "居住地址", "车牌", "法定代表人", "监护人", "性别", "民族")
    public = [
        f"{each.key}.{field.name}"
        for each in declared()
        for field in each.fields
        if field.grade == "PUBLIC" and any(word in field.title for word in telling)
    ]
    assert public == []

"""No phone, identity number or password ever reaches a log line."""

import json
import logging
import sys

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import CHEN, NOON, ZHOU
from tests.district import open_account, small_district
from yunjian.kernel import logs, tracing
from yunjian.kernel.errors import Declined
from yunjian.kernel.logs import JsonLines, Plain, without_personal_data
from yunjian.parties import actions as parties

PHONE, IDENTITY, PASSWORD = "13812345678", "310117199003078811", "Nine-peaks-and-a-c1oud"


def line(message: str, *args: object, formatter: logging.Formatter | None = None, **extra: object) -> str:
    record = logging.LogRecord("yunjian.test", logging.WARNING, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    return (formatter or JsonLines()).format(record)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        (f"电话 {PHONE} 打不通", "电话 [手机号] 打不通"),
        ("138-1234-5678", "[手机号]"),
        ("+86 138 1234 5678", "[手机号]"),
        ("021-57821234", "[电话]"),
        (f"身份证{IDENTITY}不对", "身份证[身份证号]不对"),
        ("31011719900307881X", "[身份证号]"),
        ("password=cloud123&next=/", "password=[密码]&next=/"),
        ("{'password': 'a b c', 'n': 1}", "{'password': [密码], 'n': 1}"),
        ("Authorization: Bearer abc.def", "Authorization: [密码]"),
        ("postgresql://yunjian:s3cret@db/yunjian", "postgresql://yunjian:[密码]@db/yunjian"),
        ("密码：云间2026", "密码：[密码]"),
    ],
)
def test_says_what_was_there_instead(text, instead):
    assert without_personal_data(text) == instead


@pytest.mark.parametrize(
    "text", ["36,864,854.48", "20260302T120000", "2026-03-02", "#1234567890", "a" * 32, "0.13812345678"]
)
def test_leaves_figures_dates_and_digests_alone(text):
    assert without_personal_data(text) == text


@given(st.text(max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_phone_gets_through_whatever_stands_around_it(before, phone, after):
    if before[-1:].isdigit() or before[-1:] == "." or after[:1].isdigit() or after[:1] == ".":
        return
    assert phone not in without_personal_data(before + phone + after)


WORDS = (
    "password PassWd pwd Secret to\u212aen api_key AUTHORIZATION coo\u212aie 口令 密码 138 1234 0 21 310117 19900307"
)
PIECES = st.sampled_from((*WORDS.split(), "=", ": ", "：", "Bearer ", '"', "-", " ", "://", "a:b@"))


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nothing_is_passed_over_because_its_sign_was_not_seen(text):
    everything = text
    for pattern, instead in logs._NUMBERS:
        everything = pattern.sub(instead, everything)
    everything = logs._IN_ADDRESS.sub(r"\1[密码]@", everything)
    assert without_personal_data(text) == logs._AFTER_WORDS.sub(r"\1[密码]", everything)


@pytest.mark.parametrize("formatter", [JsonLines(), Plain()], ids=["json", "plain"])
def test_an_exception_is_told_without_the_data_in_its_words(formatter):
    try:
        raise ValueError(f"{PHONE} {IDENTITY} password={PASSWORD}")
    except ValueError:
        said = line("broken", formatter=formatter, exc_info=sys.exc_info())

    assert "ValueError" in said
    assert not any(secret in said for secret in (PHONE, IDENTITY, PASSWORD))


def test_a_json_line_is_one_line_with_its_trace_and_its_fields():
    with tracing.following("", "test") as trace:
        said = line("两\n行 %s", "字", route="portal:home", status=200)

    assert "\n" not in said
    told = json.loads(said)
    assert told["message"] == "两\n行 字"
    assert (told["trace"], told["route"], told["status"], told["level"]) == (
        trace.trace_id,
        "portal:home",
        200,
        "WARNING",
    )


@pytest.mark.parametrize("evil", ["\n", "\r\n", "\x1b[2K", "\u2028", "\x85", "\x00"])
def test_nobodys_words_pass_for_a_line_of_the_log(evil):
    forged = f"{evil}2026-03-02 12:00:00,000 INFO yunjian.request POST identity:login 302"
    try:
        raise ValueError(f"name {forged}")
    except ValueError:
        said = line("tried %s", forged, formatter=Plain(), exc_info=sys.exc_info())

    first, *rest = said.split("\n")
    assert all(each.startswith("    ") for each in rest)
    assert len(first.splitlines()) == 1
    assert not any(sign in said.replace("\n", "") for sign in "\r\x1b\u2028\x85\x00")


@pytest.mark.django_db
def test_what_was_refused_is_a_warning_that_names_the_account_by_its_number(client, caplog):
    caplog.set_level(logging.INFO)
    account = open_account("zhou", name="周晓云")
    client.force_login(account)
    client.get("/account/people/")
    client.get("/account/")

    refused, let_in = [each for each in caplog.records if each.name == "yunjian.request"]
    assert (refused.levelname, refused.status, refused.route) == ("WARNING", 403, "parties:people")
    assert (let_in.levelname, let_in.status) == ("INFO", 200)
    told = json.loads(JsonLines().format(refused))
    assert told["actor"] == f"account:{account.pk}"
    assert told["at"].endswith("+00:00")
    assert "周晓云" not in str(told)


@pytest.mark.django_db
def test_a_whole_visit_leaves_nothing_personal_in_the_log(client, caplog):
    """Logging in, wrongly and rightly, registering a person, searching for a phone, a page that is not there."""
    caplog.set_level(logging.DEBUG)
    small_district()
    chen = open_account("chen", ("security-administrator", ""), name="陈管理", password=PASSWORD)
    client.post(reverse("identity:login"), {"username": PHONE, "password": PASSWORD})
    client.post(reverse("identity:login"), {"username": "chen", "password": PASSWORD})
    client.force_login(chen)
    client.post(reverse("parties:add_person"), {"name": "王小明", "identity_number": IDENTITY, "phone": PHONE})
    client.get(reverse("portal:search"), {"q": PHONE})
    client.get(f"/nowhere/{PHONE}/")
    with pytest.raises(Declined):
        parties.register_person("王小明", IDENTITY + "0", PHONE, by=ZHOU, at=NOON)
    parties.register_person("王小明", "", PHONE, by=CHEN, at=NOON)

    lines = [formatter.format(record) for formatter in (JsonLines(), Plain()) for record in caplog.records]

    assert any("identity:login" in each for each in lines)
    assert [each for each in lines for secret in (PHONE, IDENTITY, PASSWORD) if secret in each] == []

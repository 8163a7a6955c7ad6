"""The pages on security say what is true: every line is shown or provided, every figure is the code's."""

import dataclasses
import re
from collections import Counter

import pytest
from django.conf import settings

from tools import security
from yunjian.gateway.actions import keys, webhooks
from yunjian.identity.actions import erasing, passkeys, phones, recovery
from yunjian.identity.logic.passwords import GUESSED, LEFT
from yunjian.kernel.backup.making import PARTS
from yunjian.parties.actions import passwords
from yunjian.site.environment import Environment
from yunjian.site.protection import LARGEST_BODY

from . import rules

PAGES = ["asvs", "dengbao"]
# How many requirements ASVS 5.0.0 has at levels 1 and 2, by chapter.
CHAPTERS = {
    "V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7, "V10": 29, "V11": 14,
    "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7,
}  # fmt: skip
# The lines of 8.1.4; the public list has no 16.
DENGBAO = [f"L3-CES1-{number:02}" for number in range(1, 36) if number != 16]


@pytest.mark.parametrize("page", PAGES)
def test_every_line_names_a_test_that_there_is_or_who_provides_it(page):
    assert security.wrong(security.lines(page)) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_current(page):
    assert (security.FOLDER / f"{page}.md").read_text("utf-8") == security.PAGES[page](), "run: make docs"


def test_no_requirement_is_missing():
    found = security.lines("asvs")

    assert Counter(line.id.split(".")[0] for line in found) == CHAPTERS
    assert Counter(line.level for line in found) == {1: 70, 2: 183}
    assert [line.id for line in security.lines("dengbao")][: len(DENGBAO)] == DENGBAO


def test_a_line_that_claims_too_much_is_caught():
    shown = security.Line("V1.1.1", "x", "shown", shown_by=("tests/house/test_security.py::test_nothing_such",))
    empty, mute = security.Line("V1.1.2", "x", "shown"), security.Line("V1.1.3", "x", "not met")
    vague = security.Line("V1.1.4", "x", "provided elsewhere")

    for line, words in ((shown, "there is no test"), (empty, "neither"), (mute, "why"), (vague, "neither")):
        assert words in security.wrong([line])[0]
    assert security.wrong([mute, mute])[0] == "V1.1.3: twice"


def test_what_is_not_met_stays_rare():
    for page in PAGES:
        found = security.lines(page)
        assert sum(line.state == "not met" for line in found) <= max(2, len(found) // 40), page


def test_the_page_of_rules_says_what_the_code_does():
    text = " ".join((security.FOLDER / "rules.md").read_text("utf-8").split())
    default = {field.name: field.default for field in dataclasses.fields(Environment)}
    minutes, days = lambda delta: int(delta.total_seconds() // 60), lambda delta: delta.days

    for sentence in (
        f"{default['lock_after']} failures under one name pause that name for {default['lock_minutes']} minutes",
        f"{default['lock_after_address']} failures from one address",
        f"{phones.MOST_A_DAY} a day, an address asks for {phones.MOST_AN_HOUR} an hour",
        f"lives {minutes(phones.VALID)} minutes and bears {phones.MOST_TRIES} tries",
        f"{minutes(recovery.VALID)} minutes, once",
        f"at least {settings.AUTH_PASSWORD_VALIDATORS[0]['OPTIONS']['min_length']} and",
        f"none of the last {passwords.REMEMBERED}, changed after {default['password_days']} days",
        f"{LEFT} different characters left",
        f"{default['idle_minutes']} minutes without a request",
        f"{default['session_hours']} hours end it",
        f"token ends after {settings.IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN // 60} minutes",
        f"at most {LARGEST_BODY // 2**20} MB, a form {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB",
        f"at most {keys.MOST_KEYS} keys, {webhooks.MOST_WEBHOOKS} webhooks, {passkeys.MOST} passkeys",
        f"{default['api_per_minute']} requests a minute and address",
        f"{settings.DATABASES['default']['OPTIONS']['pool']['max_size']} connections",
        f"{days(erasing.DEVICES)} days",
        ", ".join(GUESSED) + ".",
    ):
        assert sentence in text, sentence


def test_the_page_of_keys_names_every_secret():
    text = (security.FOLDER / "keys.md").read_text("utf-8")
    names = {field.metadata["name"] for field in dataclasses.fields(Environment)}
    secret = {name for name in names if re.search(r"(SECRET|TOKEN)$|(SECRET|BACKUP)_KEY(_FILE)?$|OIDC_KEY_FILE$", name)}

    assert {name for name in secret | {"DATABASE_URL"} if f"`{name}`" not in text} == set()
    assert {part for part in PARTS if part != "files" and part not in text} == set()


def test_the_guide_says_what_a_restore_elsewhere_needs():
    text = (rules.ROOT / "docs" / "operation.md").read_text("utf-8")

    for word in (*PARTS[1:], "YUNJIAN_SECRET_KEY", "YUNJIAN_OIDC_KEY_FILE", "backup key"):
        assert word in text, word


def test_the_threat_model_names_tests_that_there_are():
    text = (security.FOLDER / "threat-model.md").read_text("utf-8")
    files = {path.relative_to(rules.ROOT).as_posix() for path in rules.ROOT.glob("**/tests/**/test_*.py")}
    files |= {path.relative_to(rules.ROOT).as_posix() for path in rules.ROOT.glob("tests/**/test_*.py")}
    named = set(re.findall(r"`([\w/]*test_\w+\.py)`", text))

    assert len(named) > 20
    assert [each for each in named if not any(file.endswith(f"/{each}") or file == each for file in files)] == []

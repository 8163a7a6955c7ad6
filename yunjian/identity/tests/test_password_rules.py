"""What a password may not be: guessed, or breached."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.district import PASSWORD
from yunjian.identity.logic.passwords import GUESSED, is_guessed, stands_in


@pytest.mark.parametrize(
    "password",
    [
        "Yunjian@2026!!", "Songjiang-2026#", "云间Yunjian2026", "P@ssw0rd12345!", "Admin1234567!", "Aaaaaaaaaaa1!",
        "Abcdefghijk1!", "1qaz2wsx3EDC!", "Qwertyuiop123!", "ADMIN-admin-123", "松江Songjiang!1999", "Welcome2026!@#",
    ],
)  # fmt: skip
def test_is_not_made_of_what_is_tried_first(password):
    assert is_guessed(password)
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", [PASSWORD, "River-under-the-0ld-bridge", "x7$K2-9wQ4z8", "雨后Ka-fei4杯", "a" * 3 + "Z9-kéw§pQ"]
)
def test_may_be_anything_else(password):
    assert not is_guessed(password)


def test_of_sixty_four_signs_and_more_of_any_kind_is_taken_as_it_is():
    long = "Wolken über 九峰 " + "river-stone-lamp-" * 8
    assert len(long) > 128
    validate_password(long)


def test_has_three_kinds_of_signs_or_as_many_as_the_installation_says(settings):
    with pytest.raises(ValidationError, match="3种"):
        validate_password("riverunderthebridge")
    settings.PASSWORD_KINDS = 1
    validate_password("riverunderthebridge")


@pytest.mark.parametrize("word", GUESSED)
def test_every_word_of_the_list_counts(word):
    assert is_guessed(f"{word.title()}-2026!")


def digest(word):
    return hashlib.sha1(word.encode()).hexdigest().upper()


def listed(path, words):
    path.write_text("".join(f"{each}:{number}\r\n" for number, each in enumerate(sorted(map(digest, words)))), "ascii")
    return path


@given(words=st.sets(st.text(max_size=8), max_size=40), other=st.text(max_size=8))
def test_is_found_in_a_list_exactly_when_it_stands_there(tmp_path_factory, words, other):
    path = listed(tmp_path_factory.mktemp("list") / "breached", words)

    assert all(stands_in(path, word) for word in words)
    assert stands_in(path, other) == (other in words)


def test_that_was_breached_elsewhere_is_refused(tmp_path, settings):
    settings.BREACHED_PASSWORDS = listed(tmp_path / "breached", {PASSWORD, "other", "more"})

    with pytest.raises(ValidationError, match="泄露"):
        validate_password(PASSWORD)
    validate_password(PASSWORD + "-not")

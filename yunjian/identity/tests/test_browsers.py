"""A browser is named as its owner knows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.identity.logic.browsers import named


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox 140 · Windows 10",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/17.5 Mobile/15E148 Safari/604.1",
            "Mobile Safari 17 · iOS 17 · iPhone",
        ),
        ("curl/8.5.0", "curl 8"),
        ("我的浏览器", "我的浏览器"),
        ("", ""),
    ],
)
def test_by_what_it_says_of_itself(agent, name):
    assert named(agent) == name


@given(st.text(max_size=400))
def test_whatever_it_says(agent):
    assert len(named(agent)) <= 1000

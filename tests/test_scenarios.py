"""The scenarios of social use and the exemptions the real district declares."""

from datetime import date

from tests.songjiang import declared
from yunjian.certificates.definitions import Exemption, Scenario


def test_songjiang_declares_thirty_scenarios_or_more_each_under_a_law_and_ending():
    found = declared()
    scenarios = [each for each in found if isinstance(each, Scenario)]

    assert len(scenarios) >= 30
    assert all(each.kept_days <= 5475 and each.limits.per_holder <= 10 for each in scenarios)
    assert all(each.valid_from == date(2026, 1, 1) and len(each.basis) >= 2 for each in scenarios)
    assert sum(len(each.replaces) for each in found if isinstance(each, Exemption)) >= 25

"""What a district may declare of social use and of papers nobody has to hand in."""

import pytest
from pydantic import ValidationError

from tests.cast import NOON
from yunjian.certificates import queries
from yunjian.kernel.actor import ANONYMOUS

from . import social, stage


def test_a_scenario_that_contradicts_itself_is_refused():
    for wrong in ({"optional": ("home",)}, {"organisations": ("spy",)}, {"required": ()}, {"kept_days": -1}):
        with pytest.raises(ValidationError):
            social.scenario(**wrong)


def test_a_scenario_asks_only_for_what_stands_on_the_certificate():
    others = {("certificates", "permit"): stage.permit()}
    assert social.scenario().check_beside(others) == []
    [sentence] = social.scenario(optional=("salary",)).check_beside(others)
    assert "salary" in sentence


def test_an_example_that_does_not_come_out_is_named():
    told = {
        "organisation": "hotel",
        "refused_kind": "bank",
        "consents": ("home",),
        "values": {},
        "travels": {"home": "1"},
    }
    assert len(social.scenario(example=told).check_example()) == 4


def test_an_exemption_names_a_material_once_and_its_example_comes_out():
    twice = social.exemption().replaces * 2
    assert len(social.exemption(replaces=twice).check_beside({})) == 1
    told = {"item": "school", "material": "photo", "still_needed": "home-proof"}
    assert len(social.exemption(example=told).check_example()) == 2


@pytest.mark.django_db
def test_replaces_says_which_certificate_saves_a_material():
    social.district()
    assert queries.replaces("school", "home-proof", reader=ANONYMOUS, at=NOON) == ("permit",)
    assert queries.replaces("school", "photo", reader=ANONYMOUS, at=NOON) == ()
    assert [row.certificate_title for row in queries.exemptions("residence", reader=ANONYMOUS, at=NOON)] == ["居住证"]
    assert queries.exemptions("nothing", reader=ANONYMOUS, at=NOON) == ()


@pytest.mark.django_db
def test_a_kind_of_organisation_finds_the_scenarios_it_may_ask_under():
    social.district()
    [found] = queries.scenarios(organisation="bank", reader=ANONYMOUS, at=NOON)
    assert (found.key, found.required) == ("open-account", (("holder_name", "姓名"), ("home", "居住地址")))
    assert queries.scenarios(organisation="hotel", reader=ANONYMOUS, at=NOON) == ()

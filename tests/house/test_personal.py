"""Personal data is graded beside its models, kept for a declared time, and never listed past its record."""

import ast

from django.apps import apps
from django.db import models

from tests import songjiang
from yunjian.kernel.personal import BY_ITS_DOMAIN, SENSITIVE, WITH_THE_RECORD, Graded, all_graded, holdings, ungraded
from yunjian.kernel.sealed import SealedJSONField, SealedTextField
from yunjian.parties.definitions import Retention
from yunjian.parties.logic import MASKS

from . import rules


def test_every_field_that_by_its_title_holds_personal_data_is_graded():
    ours = [model for model in apps.get_models() if model.__module__.startswith("yunjian.")]

    assert {model.__name__: missing for model in ours if (missing := ungraded(model))} == {}


def test_sensitive_personal_data_lies_sealed_in_the_database():
    """``kernel.sealed``, or encrypted by its domain as bytes."""
    open_ones = [
        f"{model.__name__}.{name}"
        for model, name, grade in all_graded()
        if grade.data_class == SENSITIVE
        and not isinstance(model._meta.get_field(name), SealedTextField | SealedJSONField | models.BinaryField)
    ]

    assert open_ones == []


def test_an_ungraded_field_is_caught():
    class Guest:
        personal = {"phone": Graded("PERSONAL", "phone", "联系", "people")}

        class _meta:
            @staticmethod
            def get_fields():
                return [models.CharField("住址", name="address"), models.CharField("手机", name="phone")]

    assert ungraded(Guest) == ["address"]


def test_every_grade_has_a_mask_a_purpose_and_a_retention_that_the_district_declares():
    declared = {each.key for each in songjiang.declared() if isinstance(each, Retention)}
    for model, name, grade in all_graded():
        assert model._meta.get_field(name)
        assert grade.data_class in ("PERSONAL", "SENSITIVE"), f"{model.__name__}.{name}"
        assert grade.mask == "whole" or grade.mask in MASKS, f"{model.__name__}.{name}"
        assert grade.purpose
        assert grade.retention in {*declared, WITH_THE_RECORD, BY_ITS_DOMAIN}, f"{model.__name__}.{name}"


def test_every_floor_that_keeps_personal_data_offers_it_to_its_person():
    """``kernel.personal.holding``: what a floor above parties grades, its person sees on the page of their own data."""
    graded = {model._meta.app_label for model, _, grade in all_graded() if grade.retention != WITH_THE_RECORD}
    offering = {each.rows.__module__.split(".")[1] for each in holdings()}

    assert graded - offering == {"parties"}  # shows its own itself


def lists_unrecorded(tree: ast.Module) -> list[int]:
    """Lines that ask for people or their data without the action that records it."""
    return [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and ast.unparse(n.func) in ("queries.people", "parties.people", "queries.own_data")
    ]


def test_no_page_lists_people_past_the_record():
    found = [
        f"{path.relative_to(rules.ROOT)}:{line}"
        for path, tree in rules.modules("portal", "site", *rules.DOMAINS)
        if path.relative_to(rules.PACKAGE).as_posix() != "parties/actions/looks.py"
        for line in lists_unrecorded(tree)
    ]

    assert found == []


def test_a_list_past_the_record_is_caught():
    assert lists_unrecorded(ast.parse("rows = queries.people('', reader=r, at=now)")) == [1]

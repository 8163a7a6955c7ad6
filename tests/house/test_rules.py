"""The house rules hold over the whole package, and each of them catches a sabotage."""

import ast
import textwrap

import pytest
from django.apps import apps
from django.conf import settings

from . import rules


def where(path, line) -> str:
    return f"{path.relative_to(rules.ROOT)}:{line}"


def test_only_actions_write_to_the_database():
    breaches = [
        where(path, line)
        for path, tree in rules.modules("ui", "portal", *rules.DOMAINS)
        if rules.room_of(path) != "actions"
        for line in rules.writes(tree)
    ]

    assert breaches == []


def test_nothing_in_a_domain_asks_the_clock_but_its_doors_to_the_world():
    breaches = [
        where(path, line)
        for path, tree in rules.modules(*rules.DOMAINS)
        if rules.room_of(path) not in ("pages", "api", "jobs", "subscribers", "commands")
        for line in rules.clock_readings(tree)
    ]

    assert breaches == []


def test_no_module_looks_models_up_by_name():
    assert [where(path, line) for path, tree in rules.modules() for line in rules.model_look_ups(tree)] == []


def test_files_and_functions_stay_small():
    long_files = [str(p) for p, _ in rules.modules() if p.read_text("utf-8").count("\n") > 400]
    long_functions = [f"{p}:{name}" for p, tree in rules.modules() for name in rules.long_functions(tree)]

    assert long_files == []
    assert long_functions == []


def test_a_file_holds_at_most_seven_public_actions():
    crowded = {str(p): len(rules.actions_in(tree)) for p, tree in rules.modules() if len(rules.actions_in(tree)) > 7}

    assert crowded == {}


def test_every_action_is_told_who_and_when():
    forgetful = [
        f"{path}:{function.name}"
        for path, tree in rules.modules()
        for function in rules.actions_in(tree)
        if not {"by", "at"} <= rules.keywords_of(function)
    ]

    assert forgetful == []


def test_every_query_is_told_its_reader():
    forgetful = [
        f"{path.relative_to(rules.ROOT)}:{function.name}"
        for path, tree in rules.modules(*rules.DOMAINS)
        if rules.room_of(path) == "queries"
        for function in rules.public_functions(tree)
        if rules.is_offered(path, function.name)
        if "reader" not in rules.keywords_of(function) and function.name != "actor_of"
    ]

    assert forgetful == []


def test_every_module_says_what_it_is_for():
    silent = [str(p) for p, tree in rules.modules() if p.name != "apps.py" and rules.undocumented_modules(tree)]

    assert silent == []


def test_domains_have_no_rooms_but_the_known_ones():
    unknown = [
        str(path.relative_to(rules.ROOT))
        for domain in rules.DOMAINS
        for path in (rules.PACKAGE / domain).iterdir()
        if not path.name.startswith("__") and path.name.removesuffix(".py") not in rules.ROOMS
    ]

    assert unknown == []


def test_foreign_keys_to_other_floors_point_down_and_open_no_way_back():
    keys = [
        (
            model._meta.app_label,
            f"{model.__name__}.{field.name}",
            field.related_model._meta.app_label,
            field.remote_field.related_name or "",
        )
        for model in apps.get_models()
        if model.__module__.startswith("yunjian.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
    ]

    assert rules.foreign_key_breaches(settings.FLOORS, keys) == []


SABOTAGES = [
    (rules.writes, "Project.objects.filter(pk=1).update(title='x')"),
    (rules.writes, "project.save(update_fields=['title'])"),
    (rules.writes, "Project.objects.create(title='x')"),
    (rules.clock_readings, "now = timezone.now()"),
    (rules.model_look_ups, "apps.get_model('budgets', 'Disclosure')"),
    (rules.long_functions, "def f():\n" + "    x = 1\n" * 45),
    (rules.undocumented_modules, "x = 1"),
]


@pytest.mark.parametrize(("rule", "code"), SABOTAGES)
def test_each_rule_catches_a_sabotage(rule, code):
    assert rule(ast.parse(textwrap.dedent(code)))


def test_what_looks_like_a_write_but_is_none_passes():
    harmless = "found.update(more)\nworkbook.save(stream)\ndigest.update(data)\nnames.delete(0)"

    assert rules.writes(ast.parse(harmless)) == []


def test_an_action_without_by_and_at_is_caught():
    [function] = rules.actions_in(ast.parse("@action\ndef grant(pk, *, by): ..."))

    assert not {"by", "at"} <= rules.keywords_of(function)


def test_a_foreign_key_that_points_up_or_back_is_caught():
    up = ("parties", "Post.budget", "budgets", "+")
    back = ("budgets", "Disclosure.unit", "parties", "disclosures")

    assert len(rules.foreign_key_breaches(("kernel", "parties", "budgets"), [up, back])) == 2

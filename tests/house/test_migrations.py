"""Every change of the database can be made while the program before it still runs, or is marked."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from .migrations import breaches


def test_expand_first_and_contract_only_when_marked():
    loader = MigrationLoader(None)
    ours = [each for each in loader.disk_migrations.values() if each.__module__.startswith("yunjian.")]

    found = [breach for migration in ours for breach in breaches(migration)]

    assert ours
    assert found == [], "\n".join([*found, 'expand–contract: see tests/house/migrations.py; or mark: contract = "why"'])


def migration(*operations, contract: str = "") -> migrations.Migration:
    made = migrations.Migration("0099_change", "budgets")
    made.operations = list(operations)
    if contract:
        made.contract = contract
    return made


ROW = migrations.CreateModel("Row", [("id", models.BigAutoField(primary_key=True))])
SABOTAGES = [
    migrations.DeleteModel("Disclosure"),
    migrations.RemoveField("disclosure", "unit"),
    migrations.RenameField("disclosure", "unit", "body"),
    migrations.RenameModel("Disclosure", "Publication"),
    migrations.AlterModelTable("Disclosure", "publications"),
    # A default of Django's is not the database's: the program before it leaves the column out.
    migrations.AddField("disclosure", "colour", models.CharField(max_length=9, default="")),
    migrations.AlterField("disclosure", "unit", models.CharField(max_length=9)),
    migrations.RunSQL("drop table budgets_disclosure"),
    migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("disclosure", "unit")]),
]


@pytest.mark.parametrize("operation", SABOTAGES, ids=lambda each: type(each).__name__)
def test_each_narrowing_is_caught_and_may_be_marked(operation):
    assert list(breaches(migration(operation)))
    assert not list(breaches(migration(operation, contract="no release uses it any more")))


def test_what_the_program_before_can_bear_passes():
    bearable = migration(
        ROW,
        migrations.AddField("row", "colour", models.CharField(max_length=9)),
        migrations.AddField("disclosure", "colour", models.CharField(max_length=9, null=True)),
        migrations.AddField("disclosure", "tone", models.CharField(max_length=9, db_default="")),
    )

    assert not list(breaches(bearable))

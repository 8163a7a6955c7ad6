"""The versions after this one: the same program with a changed application, each in a tree of its own.

The next version calls a column by another name, and follows an act by a job this one does not know. It expands: the old
column stays for hosts that still write it, with a default of the database for those that do not. The one after
contracts: the old column goes, once no host uses it.
"""

import shutil
from pathlib import Path

from .hosts import ROOT

EXPAND = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chaos", "0001_initial")]
    operations = [
        migrations.AddField("act", "tint", models.CharField(max_length=10, null=True)),
        migrations.AlterField("act", "colour", models.CharField(max_length=10, default="plain", db_default="plain")),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("act", "colour")]),
    ]
"""
CONTRACT = '''
from django.db import migrations

BACKFILL = """
    select set_config('yunjian.action', 'chaos.contract', false);
    update chaos_act set tint = colour where tint is null;
"""


class Migration(migrations.Migration):
    contract = "the version before no longer knows the column"
    atomic = False  # rows are not held while the table is waited for
    dependencies = [("chaos", "0002_expand")]
    operations = [migrations.RunSQL(BACKFILL), migrations.RunSQL("alter table chaos_act drop column colour")]
'''
MODELS = {
    'colour = models.CharField(max_length=10, default="plain")  # the next version calls it a tint': (
        "tint = models.CharField(max_length=10, null=True)"
    )
}
ACTS = {
    "Act.objects.create(key=key)": 'Act.objects.create(key=key, tint="fresh")',
    "    enqueue(follow, act=made.pk)\n": "    enqueue(follow, act=made.pk)\n    enqueue(dry, act=made.pk)\n",
    '@subscriber("chaos.act.done")': """@action
def let_dry(pk: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, PLATFORM)
    row = hold(Act.objects.all(), pk)
    row.tint = "dry"
    row.save()
    record(Followed(pk, "tint", False), by=by, at=at)


@job(retries=20)
def dry(act: int) -> None:
    let_dry(act, by=SYSTEM, at=timezone.now())


@subscriber("chaos.act.done")""",
}


def next_version(folder: Path) -> Path:
    """This program with the changed application."""
    (folder / "tests").mkdir(parents=True)
    for package in ("yunjian", "yunjian_verify"):
        (folder / package).symlink_to(ROOT / package)
    shutil.copy(ROOT / "tests" / "__init__.py", folder / "tests")
    app = folder / "tests" / "chaos" / "app"
    shutil.copytree(ROOT / "tests" / "chaos", folder / "tests" / "chaos", ignore=shutil.ignore_patterns("__pycache__"))
    for name, changes in (("models.py", MODELS), ("acts.py", ACTS)):
        text = (app / name).read_text("utf-8")
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        (app / name).write_text(text, "utf-8")
    (app / "migrations" / "0002_expand.py").write_text(EXPAND.lstrip(), "utf-8")
    return folder


def version_after(folder: Path) -> Path:
    """The next version, and the step that takes away what it no longer uses."""
    made = next_version(folder)
    (made / "tests" / "chaos" / "app" / "migrations" / "0003_contract.py").write_text(CONTRACT.lstrip(), "utf-8")
    return made

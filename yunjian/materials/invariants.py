"""What must always be true of materials."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from yunjian.kernel.invariants import invariant

from .models import Copy, Lent, Material, Part, Use, vault

_FRESH = timedelta(days=2)  # a file lies before its row is committed; the sweep takes what no row names after a day


@invariant
def every_kept_material_and_copy_has_its_file() -> Iterator[str]:
    lying = {each.place for each in vault().store.all()}
    alive = Material.objects.filter(envelope__isnull=False).values_list("pk", "place")
    for pk, place in alive.iterator(chunk_size=2000):
        if place not in lying:
            yield f"the file of material {pk} is gone"
    for pk, place in Copy.objects.values_list("material_id", "place").iterator(chunk_size=2000):
        if place not in lying:
            yield f"a copy of material {pk} is gone"


@invariant
def every_file_has_its_row() -> Iterator[str]:
    known = {
        *Material.objects.filter(envelope__isnull=False).values_list("place", flat=True),
        *Copy.objects.values_list("place", flat=True),
        *Part.objects.values_list("place", flat=True),
    }
    now = _now()
    for each in vault().store.all():
        if each.place not in known and now - each.since > _FRESH:
            yield f"the file {each.place} belongs to nothing"


@invariant
def nothing_was_used_outside_its_consent() -> Iterator[str]:
    for pk in Use.objects.filter(at__lt=F("lent__consent__given_at")).values_list("pk", flat=True):
        yield f"use {pk} came before its consent"
    for pk in Use.objects.filter(at__gte=F("lent__consent__ends_at")).values_list("pk", flat=True):
        yield f"use {pk} came after its consent was over"
    for pk in Use.objects.filter(at__gt=F("lent__consent__withdrawn_at")).values_list("pk", flat=True):
        yield f"use {pk} came after its consent was withdrawn"


@invariant
def what_is_lent_belongs_to_who_lent_it() -> Iterator[str]:
    for pk in Lent.objects.exclude(material__holder=F("consent__holder")).values_list("pk", flat=True):
        yield f"loan {pk} is of somebody else's material"


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]

"""What must always be true of certificates."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.invariants import invariant

from . import events
from .logic.draft import Period, digest
from .models import Asking, Batch, Certificate, Contents, Serial

_ASKINGS_A_NIGHT = 5_000
_CHECKED_A_NIGHT = 20_000  # versions whose digest is worked out again, the newest


@invariant
def every_certificate_has_its_versions_without_a_gap() -> Iterator[str]:
    counted = Certificate.objects.annotate(count=Count("versions"), last=Max("versions__number"))
    for row in counted.exclude(count=F("version"), last=F("version")):
        yield f"certificate {row.pk} is at version {row.version}, has {row.count} and the last is {row.last}"


@invariant
def serials_are_drawn_without_a_gap() -> Iterator[str]:
    for drawn in Serial.objects.all():
        count = Certificate.objects.filter(type_code=drawn.type_code, issuer_code=drawn.issuer_code).count()
        if count != drawn.last:
            yield f"{drawn.type_code} {drawn.issuer_code}: {drawn.last} drawn, {count} certificates"


@invariant
def what_a_version_says_is_what_its_digest_binds() -> Iterator[str]:
    rows = Contents.objects.exclude(salt="").select_related("version").order_by("-pk")[:_CHECKED_A_NIGHT]
    for row in rows.iterator(chunk_size=2000):
        version = row.version
        held = Period(version.valid_from, version.valid_before)
        if digest(row.salt, version.identifier, row.holder_name, row.holder_number, row.values, held) != version.digest:
            yield f"version {version.pk} does not say what was issued"


@invariant
def a_batch_has_decided_as_many_rows_as_it_says() -> Iterator[str]:
    counted = Batch.objects.annotate(
        made=Count("rows", filter=Q(rows__state="ISSUED")), turned=Count("rows", filter=Q(rows__state="REFUSED"))
    )
    for row in counted.exclude(made=F("issued"), turned=F("refused")):
        yield f"batch {row.pk} says {row.issued} issued and {row.refused} refused, has {row.made} and {row.turned}"


@invariant
def what_travelled_is_what_the_ledger_says_was_agreed_to() -> Iterator[str]:
    for row in Asking.objects.filter(fetched_at__isnull=False).order_by("-pk")[:_ASKINGS_A_NIGHT]:
        entries = ledger.history(f"certificates.asking:{row.token}", reader=SYSTEM)
        fetched = [each.payload for each in entries if each.kind == events.DisclosureFetched.kind]
        if [(each["consent"], each["disclosure"]) for each in fetched] != [(row.consent, row.disclosure)]:
            yield f"asking {row.pk} was fetched otherwise than the ledger says"

"""What must always be true of cases."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Exists, F, OuterRef, Q

from yunjian.kernel.invariants import invariant
from yunjian.kernel.sealed import NotOurs

from .models import ENDED, FAR, Archive, Case, Seat, Segment, Step


@invariant
def an_ended_case_waits_nowhere_and_its_clock_stands() -> Iterator[str]:
    waiting = Step.objects.open().filter(case=OuterRef("pk"))
    running = Segment.objects.filter(case=OuterRef("pk"), ends_on__isnull=True)
    for pk in Case.objects.filter(Exists(waiting) | Exists(running), state__in=ENDED).values_list("pk", flat=True):
        yield f"case {pk} is over, yet something of it waits or runs"


@invariant
def a_case_that_was_received_and_is_not_over_has_a_clock() -> Iterator[str]:
    running = Segment.objects.filter(case=OuterRef("pk"), ends_on__isnull=True)
    found = Case.objects.exclude(state__in=ENDED).filter(~Exists(running), received_on__isnull=False)
    for pk in found.values_list("pk", flat=True):
        yield f"case {pk} was received and no clock runs or stands"


@invariant
def no_step_is_due_after_its_case() -> Iterator[str]:
    """But one to be made good, whose day is the applicant's."""
    found = Step.objects.open().filter(~Q(due_on=FAR), case__due_on__isnull=False, due_on__gt=F("case__due_on"))
    for pk in found.exclude(case__state="CORRECTING").values_list("pk", flat=True):
        yield f"step {pk} is due after its case"


@invariant
def who_holds_a_step_sits_at_its_desk() -> Iterator[str]:
    """Or did when taking it for somebody absent: then it was handed back or done since."""
    seated = Seat.objects.filter(desk=OuterRef("desk"), account=OuterRef("holder"))
    stood_in = Q(holdings__how="CLAIMED", holdings__holder=F("holder"))
    found = Step.objects.open().filter(~Exists(seated)).exclude(holder="").exclude(stood_in)
    for pk in found.values_list("pk", flat=True):
        yield f"step {pk} is in the hands of somebody who never sat at its desk"


@invariant
def every_closed_record_is_as_it_was_frozen() -> Iterator[str]:
    """The fixity of the packages, each opened and its digest worked out again."""
    for pk, case, digest in Archive.objects.values_list("pk", "case", "digest").iterator():
        try:
            [data] = Archive.objects.filter(pk=pk).values_list("package", flat=True)
        except NotOurs:
            data = b""
        if sha256(data).hexdigest() != digest:
            yield f"the closed record of case {case} is not the one that was frozen"


@invariant
def every_archived_case_has_its_record() -> Iterator[str]:
    there = Archive.objects.filter(case=OuterRef("pk"))
    for pk in Case.objects.filter(~Exists(there), archived_at__isnull=False).values_list("pk", flat=True):
        yield f"case {pk} is archived and its record is not there"

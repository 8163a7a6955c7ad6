"""Changes of one unit's disclosures take turns, so that two of them never leave two editions in force."""

from ..models import Disclosure


def take_turns(disclosure_id: int) -> None:
    """Lock all disclosures of this one's unit, always in the same order."""
    unit = Disclosure.objects.filter(pk=disclosure_id).values("unit")
    rows = Disclosure.objects.select_for_update().filter(unit__in=unit).order_by("pk")
    list(rows.values_list("pk", flat=True))

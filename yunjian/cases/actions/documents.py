"""Documents of a case: each made once, numbered without gap, sealed, delivered to the applicant's pages, received."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from yunjian.certificates import actions as certificates
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined
from yunjian.kernel.typesetting import NoFont
from yunjian.parties import queries as parties

from .. import events, policy
from ..definitions import DocumentNumbers, Region
from ..logic import letters
from ..models import Case, Document, DocumentSeries, Stage
from ..queries.documents import makeable
from ..queries.record import material_rows
from . import _clock
from ._moving import NotNow, case_held, today

NOBODY = "申请人"


class NoNumberRule(Declined):
    """本单位还没有这种文书的编号规则，请区里先在“办件文书编号”里写明机关代字和文种的字。"""


class MadeAlready(Declined):
    """这种文书已经制作过了，一件申请只有一份。"""


class ReceivedAlready(Declined):
    """这份文书已经签收过了。"""


@action
def make_document(case_id: int, kind: str, *, by: Actor, at: datetime) -> int:
    """Write, number and seal a document of the case; the number is drawn under lock, so none is left out."""
    case = case_held(case_id)
    policy.require_stage(by, case, Stage.INTAKE, at)
    if case.documents.filter(kind=kind).exists():
        raise MadeAlready()
    if case.archived_at is not None or kind not in makeable(case, list(case.documents.defer("data"))):
        raise NotNow()
    on = today(at)
    rules = catalogue.all_in_force(DocumentNumbers, on=on)
    numbers = next((each for each in rules if each.number(case.unit_id, kind, on.year, 1)), None)
    if numbers is None:
        raise NoNumberRule()
    DocumentSeries.objects.get_or_create(unit=case.unit_id, kind=kind, year=on.year)
    series = hold(
        DocumentSeries.objects.all(),
        DocumentSeries.objects.values_list("pk", flat=True).get(unit=case.unit_id, kind=kind, year=on.year),
    )
    series.last += 1
    series.save(update_fields=["last"])
    number = numbers.number(case.unit_id, kind, on.year, series.last) or ""
    with override("zh-hans"):
        letter = _written(case, kind, number, at)
    try:
        data = letters.pdf(letter, at=at)
    except NoFont:
        raise certificates.PaperImpossible() from None
    sealed = certificates.seal_letter(data, letters.SEAL, letter.unit, f"{letter.title} {number}", at=at)
    made = Document.objects.create(
        case=case, kind=kind, unit=case.unit_id, number=number, made_by=by.id, made_at=at,
        digest=sealed.digest, signing_key=sealed.key, data=sealed.data,
    )  # fmt: skip
    told = (case.pk, made.pk, kind, case.unit_id, number, sealed.digest, sealed.key)
    ledger.record(events.DocumentMade(*told), by=by, at=at)
    return made.pk


@action
def receive_document(case_id: int, document_id: int, *, by: Actor, at: datetime) -> None:
    """The applicant says that it came; or the window, that it was handed over."""
    case = case_held(case_id)
    policy.require_applicant_or_window(by, case, at)
    document = hold(case.documents.all(), document_id)
    if case.archived_at is not None or document.kind == Document.Kind.TRANSFER:
        raise NotNow()
    if document.received_at is not None:
        raise ReceivedAlready()
    own = policy.is_party(by, case)
    document.received_at, document.receipt_kept_by = at, by.id
    document.received_how = Document.How.ONLINE if own else Document.How.WINDOW
    document.save(update_fields=["received_at", "received_how", "receipt_kept_by"])
    ledger.record(events.DocumentReceived(case.pk, document.pk, document.received_how), by=by, at=at)


def _written(case: Case, kind: str, number: str, at: datetime) -> letters.Letter:
    asked, procedure = getattr(case, "correction", None), _clock.procedure_of(case)
    region = None
    if kind == Document.Kind.TRANSFER and procedure.region:
        region = catalogue.in_force(Region, procedure.region, on=today(at))
    name = parties.name_for_letter(case.applicant, reader=SYSTEM) or NOBODY
    told = letters.Told(
        matter=procedure.title,
        subject=case.subject,
        received_on=case.received_on,
        accepted_on=case.accepted_on,
        due_on=case.due_on,
        missing=tuple(asked.missing) if asked else (),
        answer_by=asked.answer_by if asked else None,
        reasons=case.reasons,
        remedies=case.remedies,
        decided_on=case.decided_on,
        applicant=name,
        region=region.title if region else "",
    )
    rows = [
        (str(Document.Kind(each.kind).label), each.number, letters.day(timezone.localdate(each.received_at)),
         str(Document.How(each.received_how).label))
        for each in case.documents.filter(received_at__isnull=False)
    ]  # fmt: skip
    tables = {
        Document.Kind.DELIVERY: letters.table(rows),
        Document.Kind.TRANSFER: letters.materials(material_rows(case)[1:]),
    }
    return letters.Letter(
        title=str(Document.Kind(kind).label),
        unit=parties.unit_titles(reader=SYSTEM).get(case.unit_id, case.unit_id),
        number=number,
        to=region.window if region else name,
        lines=letters.lines_of(kind, told),
        on=today(at),
        rows=tables.get(Document.Kind(kind), ()),
    )

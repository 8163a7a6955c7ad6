"""Every operation is called through the client, over HTTP, and answers with what the document says."""

import importlib
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import DATA_BUREAU, MENG, NOON, QIAN, SHEN, ZHOU
from tests.district import publish as declare
from tests.guides import FORM, ITEM, THEME, TRADE, publish_guides
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Finding
from yunjian.budgets.tests.publication.made import content
from yunjian.cases.models import Case
from yunjian.cases.tests import world
from yunjian.cases.tests.calendars import years
from yunjian.certificates import actions as social_use
from yunjian.certificates.models import Asking
from yunjian.certificates.tests import social
from yunjian.certificates.tests import stage as certificates
from yunjian.gateway import actions as gateway
from yunjian.gateway.models import Delivery
from yunjian.kernel import sealer
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.api.root import document
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import arranging
from yunjian.materials import jobs
from yunjian.materials.models import Material
from yunjian.materials.tests import files
from yunjian.materials.tests import stage as of_materials
from yunjian.parties import actions as parties

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("client")]


@pytest.fixture
def models(package):
    return importlib.import_module("yunjian_client.generated.models")


@pytest.fixture
def call(operations, here, package):
    """Call an operation and unwrap what it answers."""
    return lambda name, *args, **more: package.answer(getattr(operations, name)(*args, **{"client": here, **more}))


@pytest.fixture
def every(operations, here, package):
    """All rows of a list, two at a time."""
    return lambda name, *args, **more: list(
        package.each(getattr(operations, name), *args, client=here, limit=2, **more)
    )


def publish() -> int:
    draft = budgets.start_draft(DATA_BUREAU, content(), "EMPTY", by=ZHOU, at=NOON)
    budgets.submit_draft(draft, by=ZHOU, at=NOON)
    budgets.review_draft(draft, "", by=QIAN, at=NOON)
    budgets.approve_draft(draft, "", by=MENG, at=NOON)
    made = budgets.publish_draft(draft, by=SHEN, at=NOON)
    budgets.keep_form(made, "pdf", b"%PDF-1.7", "", by=SYSTEM, at=NOON)
    return made


def read_what_is_public(call, every, shown: int) -> None:
    assert [unit.key for unit in every("list_units", q="数据")] == [DATA_BUREAU]
    assert call("read_unit", DATA_BUREAU).title
    assert [row.id for row in every("list_disclosures")] == [shown]
    assert call("read_disclosure", shown).unit == DATA_BUREAU
    assert call("read_original", shown).payload.read()
    tables = call("list_tables", shown)
    assert call("read_table", shown, tables[0].number).title == tables[0].title
    assert isinstance(every("list_lines", shown, tables[0].number), list)
    assert {row.title for row in every("list_notes", shown)} == {"政务云租用", "机房运行维护"}
    assert call("read_note", shown, 1).amount
    assert isinstance(call("list_statements", shown), list)
    assert len(every("list_findings", shown)) == Finding.objects.filter(disclosure=shown).count()
    for name in ("list_years", "list_functions", "list_economy", "list_event_kinds"):
        assert isinstance(call(name), list)
    assert call("search_everything", q="政务云").projects
    [project] = [row for row in every("list_projects", q="政务云") if row.key == "2026-cloud"]
    assert call("read_project", project.id).key == "2026-cloud"
    assert len(call("list_milestones", project.id)) == 2
    [edition] = every("list_editions", kind="projects", key="2026-cloud")
    assert call("read_edition", "projects", "2026-cloud", edition.valid_from).body["title"]
    assert call("read_key").label == "测试"
    sealer.seal()
    signed = checkpoints.sign(at=timezone.now())
    assert call("read_inclusion_proof", 0).size == signed.size
    assert call("read_consistency_proof", old=1, new=signed.size).new == signed.size


def judge_and_decide(call, every, operations, here, package, models, shown: int) -> None:
    fingerprint = every("list_findings", shown)[0].fingerprint
    found = operations.read_finding(shown, fingerprint, client=here)
    said = models.JudgementIn(models.JudgementInVerdict.ACKNOWLEDGED, "下次更正")
    judged = operations.judge_finding(shown, fingerprint, body=said, client=here.seen(found))
    assert package.answer(judged).judgement.words == "下次更正"
    call("withdraw_judgement", shown, fingerprint, client=here.seen(judged))

    first, second = every("list_proposals")
    tagged = operations.read_proposal(first.id, client=here)
    assert call("confirm_proposal", first.id, client=here.seen(tagged)).project
    call("withdraw_confirmation", first.id, client=here.seen(operations.read_proposal(first.id, client=here)))
    tagged = operations.read_proposal(second.id, client=here)
    call("dismiss_proposal", second.id, body=models.ReasonIn("不属于"), client=here.seen(tagged))


def hand_in(call, every, models) -> None:
    types = importlib.import_module("yunjian_client.generated.types")
    file = types.File(io.BytesIO(b"2026\r\n--+++\r\n"), "预算.txt", "text/plain")
    received = call("upload_disclosure", body=models.UploadDisclosureMultiPartBodyParams(DATA_BUREAU, file))
    assert [row.id for row in every("list_uploads")] == [received.id]
    assert call("read_upload", received.id).file_name == "预算.txt"
    assert call("read_uploaded_original", received.id).payload.read() == b"2026\r\n--+++\r\n"
    call("request_reading", received.id)
    call("withdraw_disclosure", received.id)


def be_told(call, every, operations, here, models) -> None:
    wanted = models.WebhookIn("https://203.0.113.7/hooks", ["budgets.disclosure.read"])
    made = call("subscribe", body=wanted)
    assert [each.id for each in call("list_webhooks")] == [made.id]
    tagged = operations.read_webhook(made.id, client=here)
    wanted.kinds = ["budgets.draft.published"]
    assert call("change_webhook", made.id, body=wanted, client=here.seen(tagged)).kinds == wanted.kinds
    assert call("read_webhook_secret", made.id).secret.startswith("whsec_")
    call("rotate_webhook_secret", made.id)
    pinged = call("ping_webhook", made.id).delivery
    assert [row.id for row in every("list_deliveries", made.id)] == [pinged]
    Delivery.objects.update(next_at=None)
    assert call("replay_delivery", made.id, pinged).delivery == pinged
    gateway.disable_webhook(made.id, by=SYSTEM, at=timezone.now())
    call("resume_webhook", made.id)
    call("end_webhook", made.id)


def keep_certificates(call, every, operations, here, models) -> None:
    assert {each.key for each in call("list_certificate_types")} == {"licence", "permit"}
    assert call("read_certificate_type", "licence").fields[0].name == "number"
    [first] = every("list_certificates", type_="licence")
    tagged = operations.read_certificate(first.id, client=here)
    why = models.StepIn("正在核查经营场所")
    suspended = operations.suspend_certificate(first.id, body=why, client=here.seen(tagged))
    resumed = operations.resume_certificate(first.id, body=why, client=here.seen(suspended))
    assert call("verify_certificate", body=models.VerificationIn(first.identifier)).standing == "VALID"
    assert call("read_certificate_contents", first.id).holder_name == "松江数据有限公司"
    ended = models.RevocationIn("企业申请注销", models.RevocationInGround.CANCELLED)
    operations.revoke_certificate(first.id, body=ended, client=here.seen(resumed))
    values = models.IssueInValues.from_dict({"number": "JY2", "principal": "王建国"})
    wanted = models.IssueIn("licence", "91350100M000100Y43", "松江数据有限公司", values)
    assert call("issue_certificate", body=wanted).standing == "VALID"
    assert [row.standing for row in every("list_certificates")] == ["REVOKED", "VALID"]


def keep_once_and_lend(call, every, operations, here, models) -> None:
    file, photo = importlib.import_module("yunjian_client.generated.types").File, files.jpeg()
    assert of_materials.CARD in {each.key for each in call("list_material_types")}
    assert call("read_material_type", of_materials.CARD).title == "居民身份证"
    given = models.HandInMaterialMultiPartBodyParams(of_materials.CARD, file(io.BytesIO(photo), "证.jpg", "image/jpeg"))
    kept = call("hand_in_material", body=given).id
    jobs.check_material(kept)
    jobs.copy_material(kept)
    assert [row.id for row in every("list_materials")] == [kept]
    seen = here.seen(operations.read_material(kept, client=here))
    values = models.MaterialFieldsIn(models.MaterialFieldsInValues.from_dict({"name": "周"}))
    assert call("correct_material_fields", kept, body=values, client=seen).fields_read[0].is_corrected
    assert call("read_material_copy", kept, "page-1").payload.read()
    assert call("read_material_original", kept).payload.read() == photo
    sealer.seal()
    checkpoints.sign(at=timezone.now())
    assert call("read_material_receipt", kept).sha256

    wanted = models.MaterialConsentIn([kept], DATA_BUREAU, "某事", "核对身份")
    consent = call("lend_materials", body=wanted).id
    assert [row.id for row in every("list_material_consents")] == [consent]
    assert [row.material for row in every("list_lent_materials")] == [kept]
    assert call("use_lent_material", consent, kept).copies == ["page-1"]
    assert call("read_lent_copy", consent, kept, "page-1").payload.read()
    assert [use.matter for use in call("list_material_uses", kept)] == ["某事"]
    call("withdraw_material_consent", consent)
    call("delete_material", kept)

    begun = call("begin_material_upload", body=models.MaterialUploadIn(of_materials.LEASE, "租约.pdf", 3_000_000))
    part = file(io.BytesIO(bytes(2_500_000)))
    assert call("send_material_part", begun.token, body=part, offset=0).offset == 2_500_000
    assert call("read_material_upload", begun.token).offset == 2_500_000
    person = parties.register_person("李小民", of_materials.identity_number(7), by=SYSTEM, at=NOON)
    form = models.TakeInMaterialMultiPartBodyParams(
        unit=DATA_BUREAU, name="李小民", number=of_materials.identity_number(7), type_=of_materials.CARD,
        file=file(io.BytesIO(files.jpeg()), "证.jpg", "image/jpeg"),
    )  # fmt: skip
    call("take_in_material", body=form)
    assert Material.objects.filter(holder=f"person:{person}").exists()


def ask_a_holder(call, operations, package, models, address: str) -> None:
    """As a bank, with the key the office gave it."""
    now = timezone.now()
    declare(social.scenario(), social.exemption())
    parties.register_person("李民", certificates.NUMBER, by=SYSTEM, at=NOON)
    certificate = certificates.of_person(valid_through=timezone.localdate(now) + timedelta(days=200))
    social_use.issue_certificate("permit", certificate, by=certificates.GU, at=now)
    with package.Yunjian(address, key=social.token_of(social.bank_of_today()), sleep=lambda seconds: None) as bank:
        assert [each.key for each in call("list_scenarios", client=bank)] == ["open-account"]
        wanted = models.AskIn("open-account", "K1", name="李民", number=certificates.NUMBER)
        made = call("ask_holder", body=wanted, client=bank).id
        asking = Asking.objects.get(token=made)
        holder = certificates.holder_of(asking.certificate_id)
        social_use.consent_to_asking(asking.pk, by=holder, at=timezone.now())
        assert call("read_asking", made, client=bank).state == "READY"
        assert call("fetch_disclosure", made, client=bank).jws
        assert call("read_asking_receipt", made, client=bank).reference == "K1"
        sealer.seal()
        checkpoints.sign(at=timezone.now())
        assert call("read_asking_proof", made, client=bank).agreed.reference == "K1"


def find_what_to_do(call, every, models) -> None:
    publish_guides()
    assert {row.key for row in every("list_guides")} >= {ITEM, THEME, TRADE}
    assert call("read_item", ITEM).papers[0].identity == "application-form"
    assert call("read_theme", THEME).parts[0].key == ITEM
    assert call("read_trade", TRADE).definition["code"] == TRADE
    assert call("read_service_form", FORM).items == [ITEM]
    filled = models.FormFilledIn(models.FormFilledInDocument.from_dict({"name": "云山记账有限公司"}))
    assert "code" in {each.place for each in call("check_service_form", FORM, body=filled).findings}


def follow_a_case(call, every, by: Actor) -> None:
    """One of the officer's own."""
    way = world.plain()
    declare(*years(), way)
    with arranging():
        case = Case.objects.create(
            procedure=way.key, edition=way.valid_from, unit_id=way.unit, applicant=by.id, opened_by=by.id,
            subject="店招", opened_at=NOON,
        )  # fmt: skip
    assert [row.id for row in every("list_cases")] == [case.pk]
    assert call("read_case", case.pk).state == "DRAFT"


def test_the_whole_document_is_covered(call, every, operations, here, package, models, live_server, officer):
    [shown] = [row.id for row in every("list_disclosures")]
    read_what_is_public(call, every, shown)
    judge_and_decide(call, every, operations, here, package, models, shown)
    hand_in(call, every, models)
    be_told(call, every, operations, here, models)
    keep_certificates(call, every, operations, here, models)
    keep_once_and_lend(call, every, operations, here, models)
    ask_a_holder(call, operations, package, models, live_server.url)
    find_what_to_do(call, every, models)
    follow_a_case(call, every, officer)

    edition = publish()
    assert [row.id for row in every("list_publications", own=True)] == [edition]
    assert len(call("list_versions", edition)) == 2
    assert call("read_changes", edition).after == edition
    assert "document.pdf" in {each.name for each in call("read_publication", edition).files}
    assert call("read_package", edition)["resources"]
    table = importlib.import_module("yunjian_client.generated.models.list_records_name").ListRecordsName
    assert call("list_records", edition, table.EXPENDITURE)[0]["amount"]
    form = importlib.import_module("yunjian_client.generated.models.read_form_form").ReadFormForm
    assert call("read_form", edition, form.PDF).payload.read() == b"%PDF-1.7"

    known = {each["operationId"] for methods in document()["paths"].values() for each in methods.values()}
    assert operations.called == known, "an operation nobody calls through the client: call it above"

"""The ground the attacks are tried on: a small district where everybody has something that others must not touch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.api import SCOPES
from tests.cast import DATA_BUREAU, SERVICE_CENTRE
from tests.district import open_account, publish
from yunjian.budgets import actions as budgets
from yunjian.budgets.models import Disclosure, Draft, Finding, ProjectNote
from yunjian.budgets.tests.papers import findings, paper
from yunjian.budgets.tests.publication.made import content
from yunjian.cases.models import Case, Deputyship, Document, Draw, Inspection, ParentCase
from yunjian.certificates import actions as certificates
from yunjian.certificates.logic.authorizing import Pushed
from yunjian.certificates.models import Asking, Batch, Certificate, Organisation, Question, UnusualUse
from yunjian.certificates.tests import social
from yunjian.certificates.tests import stage as of_certificates
from yunjian.gateway import actions as gateway
from yunjian.gateway.models import Delivery, Key, Webhook
from yunjian.identity import actions as identity
from yunjian.identity.models import Device
from yunjian.identity.tests.test_factors import SECRET, code
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.addresses import networks
from yunjian.kernel.testing import arranging
from yunjian.materials import actions as materials
from yunjian.materials import queries as of_materials
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.models import Consent, Material, Upload, vault
from yunjian.materials.tests import files
from yunjian.materials.tests import stage as drawer
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Delegation, ErasureRequest, Grant, Mandate, Person
from yunjian.parties.queries import actor_of
from yunjian.projects.models import Project, Proposal
from yunjian.projects.tests import stage
from yunjian.services.models import Application, DraftFile, GeneratedText, ItemDraft, PersonalGuide
from yunjian.services.tests.counter import ITEM

from .applied import applied
from .worked_on import worked_on

IDENTITY_NUMBER = "310117199001011235"
USCC = "91350100M000100Y43"
OFFICES = {
    "clerk": (("clerk", DATA_BUREAU),),
    "certificate officer": (("certificate-officer", DATA_BUREAU),),
    "social-use officer": (("social-use-officer", DATA_BUREAU),),
    "social-use approver": (("social-use-approver", DATA_BUREAU),),
    "privacy officer": (("privacy-officer", ""),),
    "case window": (("case-window", SERVICE_CENTRE),),
    "case reviewer": (("case-reviewer", SERVICE_CENTRE),),
    "case archivist": (("case-archivist", SERVICE_CENTRE),),
    "case inspector": (("case-inspector", SERVICE_CENTRE),),
    "case adviser": (("case-reviewer", DATA_BUREAU),),
    "case approver": (("case-approver", SERVICE_CENTRE),),
    "case head": (("case-head", SERVICE_CENTRE),),
    "item officer": (("item-officer", DATA_BUREAU),),
    "item reviewer": (("item-reviewer", DATA_BUREAU),),
    "item publisher": (("item-publisher", ""),),
    "officer": (("budget-officer", DATA_BUREAU),),
    "other officer": (("budget-officer", SERVICE_CENTRE),),
    "reviewer": (("budget-reviewer", DATA_BUREAU),),
    "approver": (("budget-approver", DATA_BUREAU),),
    "leader": (("leader", ""),),
    "system administrator": (("system-administrator", ""),),
    "security administrator": (("security-administrator", ""),),
    "audit administrator": (("audit-administrator", ""),),
}
Say = Callable[[str], str]


@dataclass
class Ground:
    """Who is there, and what each name in an address may stand for."""

    accounts: dict[str, Account] = field(default_factory=dict)
    token: str = ""  # a key of the officer with every scope

    def actor(self, who: str) -> Actor:
        return actor_of(self.accounts[who])

    def client(self, who: str, **more: Any) -> Client:
        """A browser of theirs; ``visitor`` has no account."""
        client = Client(**{"raise_request_exception": False, **more})
        if who != "visitor":
            client.force_login(self.accounts[who])
        return client

    def everybody(self) -> list[str]:
        return ["visitor", *self.accounts]


def plain(text: str) -> str:
    return text


def laid_out(say: Say = plain) -> Ground:
    """Everything there is to take, made by the acts that make it; ``say`` may change every text on its way in."""
    ground = Ground()
    first, second = ({"condition": say(words), "share": "50"} for words in ("合同签订后", "服务期满6个月后"))
    promised = ({"promise": say("运行稳定性"), "at_least": "99.9", "unit": "%"},)
    declared = {"title": say("政务云租用项目"), "purpose": say("租用政务云资源。"), "category": say("政务云")}
    stage.district(stage.definition(milestones=(first, second), service_levels=promised, **declared))
    _people(ground, say)
    _papers(ground, say)
    _certificates(ground, say)
    _social_use(ground, say)
    _materials(ground, say)
    worked_on(ground, say)
    applied(ground, say)
    _doors(ground, say)
    _jobs()
    return ground


def _people(ground: Ground, say: Say) -> None:
    now = timezone.now()
    for who, name, number in (("citizen", "李民", ""), ("victim", "王小明", IDENTITY_NUMBER)):
        person = parties.register_person(say(name), number, "13800000000", by=SYSTEM, at=now)
        account = parties.open_account(who, say(name), None, person_id=person, by=SYSTEM, at=now)
        ground.accounts[who] = Account.objects.get(pk=account)
    for who, grants in OFFICES.items():
        ground.accounts[who] = open_account(who.replace(" ", "-"), *grants, name=say(f"{who}甲"))
    clerk = Account.objects.get(username="clerk")
    person = parties.register_person(say("窗口王"), by=SYSTEM, at=now)
    parties.appoint(person, DATA_BUREAU, say("窗口主任"), by=SYSTEM, at=now)
    parties.register_enterprise(say("松江数据有限公司"), USCC, "021-57810000", by=SYSTEM, at=now)
    citizen, victim = ground.actor("citizen"), ground.actor("victim")
    of_person = ("KIN", say("王小明"), IDENTITY_NUMBER)
    of_enterprise = ("AGENT", say("松江数据有限公司"), USCC)
    wanted = parties.ask_for_mandate(*of_enterprise, ["*"], by=citizen, at=now)
    parties.prove_mandate(wanted, say("委托书原件"), by=actor_of(clerk), at=now)
    parties.ask_for_mandate("LEGAL", *of_enterprise[1:], ["*"], by=citizen, at=now)
    parties.ask_for_mandate(*of_person, ["*"], by=citizen, at=now)
    parties.ask_for_erasure(_person(ground, "victim"), say("不再办事"), by=victim, at=now)
    grant = Grant.objects.get(account=ground.accounts["officer"])
    parties.delegate_role(
        f"grant:{grant.pk}", "reviewer", starts_at=now, ends_at=now + timedelta(days=3), reason=say("出差"),
        by=ground.actor("officer"), at=now,
    )  # fmt: skip
    tied = ground.accounts["officer"].pk
    identity.enrol_totp(tied, SECRET, code(now), by=Actor(f"account:{tied}"), at=now)
    for who in ("officer", "victim"):
        session = SessionStore()
        session.create()
        identity.sign_in(
            ground.accounts[who].pk, session_key=session.session_key or "", methods=("password",), address="192.0.2.7",
            browser=say("Telephone"), by=Actor(f"account:{ground.accounts[who].pk}"), at=now,
        )  # fmt: skip


def _person(ground: Ground, who: str) -> int:
    return ground.accounts[who].person_id  # type: ignore[attr-defined]


def _papers(ground: Ground, say: Say) -> None:
    """A disclosure with findings and proposals, one handed in and not read, one not readable, three drafts."""
    now, zhou = timezone.now(), ground.actor("officer")
    read = paper(2026, projects=((say("政务云租用"), "60"), (say("机房运行维护"), "40")))
    chapters = tuple(replace(each, title=say(each.title), text=say(each.text)) for each in read.chapters)
    notes = tuple(replace(each, implementer=say("数据局实施")) for each in read.projects)
    told = replace(read, chapters=chapters, tables=tuple(_said(each, say) for each in read.tables), projects=notes)
    found = [replace(each, values={name: say(word) for name, word in each.values.items()}) for each in findings()]
    disclosure = stage.proposed(paper=told, found=found)[0].disclosure
    fingerprint = Finding.objects.filter(disclosure=disclosure).first().fingerprint
    budgets.judge_finding(disclosure, fingerprint, "ACKNOWLEDGED", say("下次更正"), by=zhou, at=now)
    budgets.receive_disclosure(DATA_BUREAU, say("草稿") + ".txt", "秘密的草稿".encode(), by=zhou, at=now)
    unreadable = budgets.receive_disclosure(DATA_BUREAU, say("坏") + ".txt", "空话".encode(), by=zhou, at=now)
    budgets.mark_unreadable(unreadable, say("读不出来。"), by=SYSTEM, at=now)
    budgets.record_approval(
        DATA_BUREAU, 2027, "BUDGET", timezone.localdate(now), say("松财〔2027〕1号"), by=zhou, at=now
    )
    for year in (2027, 2028):
        made = content(year=year, duties=say("负责全区数据工作。"))
        own = tuple(replace(each, title=say(each.title), overview=say(each.overview)) for each in made.projects)
        draft = budgets.start_draft(DATA_BUREAU, replace(made, projects=own), "EMPTY", by=zhou, at=now)
    budgets.submit_draft(draft, by=zhou, at=now)


def _said(table: Any, say: Say) -> Any:
    """A table whose title, columns and labels are said."""
    sections = tuple(
        replace(
            section,
            columns=tuple(replace(each, title=say(each.title)) for each in section.columns),
            rows=tuple(replace(each, label=say(each.label)) for each in section.rows),
        )
        for section in table.sections
    )
    return replace(table, title=say(table.title), sections=sections)


def _certificates(ground: Ground, say: Say) -> None:
    """A permit of the victim's, opened by the office, and a licence that was revoked."""
    now, officer = timezone.now(), ground.actor("certificate officer")
    publish(of_certificates.licence(), of_certificates.permit())
    values = {"home": say("文诚路500弄3号")}
    through = timezone.localdate(now) + timedelta(days=90)
    draft = of_certificates.of_person(name=say("王小明"), values=values, valid_through=through)
    permit = certificates.issue_certificate("permit", draft, by=officer, at=now)
    certificates.reveal_certificate(permit.id, "HANDLE", say("核对居住地址"), by=officer, at=now)
    said = {"number": say("JY1"), "principal": say("王建国"), "trade": "catering"}
    wanted = of_certificates.of_enterprise(name=say("松江数据有限公司"), values=said)
    licence = certificates.issue_certificate("licence", wanted, by=officer, at=now)
    said = [{"number": say("1234"), "name": say("某公司"), "field:principal": say("赵某")}]
    batch = certificates.receive_batch("licence", say("证照") + ".csv", "0" * 64, said, by=officer, at=now)
    certificates.continue_batch(batch, by=SYSTEM, at=now)
    certificates.revoke_certificate(licence.id, "CANCELLED", say("申请注销"), by=officer, at=now)
    offered = certificates.offer_to_wallet(permit.id, by=ground.actor("victim"), at=now)
    pushed = Pushed(say("wallet.example"), "cn.example.wallet:/", "c" * 43, "", offered.issuer_state, "", ("permit",))
    certificates.push_request(pushed, by=ANONYMOUS, at=now)
    asked = certificates.ask_wallet("licence", "entry", by=officer, at=now)
    with arranging():  # what a wallet showed, without a wallet
        shown = {"number": say("JY1"), "trade": "catering"}
        Question.objects.filter(pk=asked.id).update(state="SHOWN", certificate=licence.id, shown=shown, answered_at=now)


def _social_use(ground: Ground, say: Say) -> None:
    """A bank that asked the victim and was given the permit's fields, one not approved yet, and an unusual day."""
    now, victim = timezone.now(), ground.actor("victim")
    today = timezone.localdate(now)
    publish(social.scenario(), social.exemption())
    term = {"start": today, "through": today + timedelta(days=365)}
    said = {
        "name": say("松江银行"),
        "contact": say("赵"),
        "phone": say("电话")[:30],
        "agreement": say("协议一号"),
    }
    bank = certificates.register_organisation(social.agreed(**term, **said), by=social.TANG, at=now)
    certificates.approve_organisation(bank, by=social.SONG, at=now)
    certificates.register_organisation(social.agreed(1, **term), by=social.TANG, at=now)
    for reference in ("业务一", "业务二"):
        wanted = social.wanted(say(reference), name=say("王小明"), number=IDENTITY_NUMBER)
        asked = certificates.ask(wanted, by=social.key_of(bank), at=now)
    certificates.consent_to_asking(asked.pk, by=victim, at=now)
    certificates.fetch_disclosure(asked.token, base=social.BASE, by=social.key_of(bank), at=now)
    with arranging():  # a day that was unusual, without thousands of askings
        unusual = [UnusualUse(organisation_id=bank, scenario="open-account", day=today - timedelta(days=day),
                              kind="NIGHT", measured=60, usual=20, found_at=now) for day in (1, 2)]  # fmt: skip
        settled, _open = UnusualUse.objects.bulk_create(unusual)
    certificates.settle_unusual_use(settled.pk, say("已电话核实"), by=social.TANG, at=now)
    certificates.review_organisation(
        bank, say("年度检查合格"), through=today + timedelta(days=90), by=social.TANG, at=now
    )


def _materials(ground: Ground, say: Say) -> None:
    """What the victim handed in: a paper lent to an office and used, one refused, and two uploads on their way."""
    now, victim, clerk = timezone.now(), ground.actor("victim"), ground.actor("clerk")
    publish(*drawer.types())
    holder = f"person:{_person(ground, 'victim')}"
    card = drawer.checked(holder, by=victim, at=now, name=say("身份证") + ".jpg")
    place, size = vault().add([files.jpeg()], of_materials.envelope_of(card, reader=SYSTEM))
    page = materials.CopyMade("page-1", "image/jpeg", size, place)
    materials.keep_copies(card, [page], by=SYSTEM, at=now)
    materials.correct_fields(card, {"name": say("王小明"), "address": say("文诚路500弄3号")}, by=victim, at=now)
    refused = drawer.kept(holder, by=victim, at=now, name=say("扫描件") + ".jpg")
    materials.refuse_material(refused, say("文件打不开"), "CLEAN", by=SYSTEM, at=now)
    consent = materials.lend([card], DATA_BUREAU, say("办件一号"), say("核对住址"), by=victim, at=now)
    materials.use(consent, card, by=clerk, at=now)
    for _time in range(2):
        begun = materials.begin_upload(holder, drawer.LEASE, say("租赁合同") + ".pdf", 3, by=victim, at=now)
    materials.receive_part(begun, 0, "0" * 32, 3, by=victim, at=now)
    upload = Upload.objects.get(token=begun).pk
    materials.refuse_upload(upload, say("内容不完整"), by=SYSTEM, at=now)


def _doors(ground: Ground, say: Say) -> None:
    """A key, a webhook with a notice, and another system that signs people in here."""
    now, zhou = timezone.now(), ground.actor("officer")
    _, ground.token = gateway.make_key(say("程序"), SCOPES, per_minute=6000, by=zhou, at=now)
    webhook = gateway.subscribe_webhook("https://203.0.113.7/", ["budgets.disclosure.read"], by=zhou, at=now)
    gateway.ping_webhook(webhook, by=zhou, at=now)
    identity.register_client(say("办公系统"), ["https://oa.example.org/back"],
                             by=ground.actor("security administrator"), at=now)  # fmt: skip


def _jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, args, attempts)"
            " values ('budgets.read', 'default', 'failed', '{}', 3)"
        )


def ids() -> dict[str, list[Any]]:
    """What each name in an address may stand for, of everything there is."""
    from allauth.idp.oidc.models import Client as System
    from allauth.mfa.models import Authenticator
    from procrastinate.contrib.django.models import ProcrastinateJob

    def keys(model: Any, column: str = "pk") -> list[Any]:
        return list(model.objects.values_list(column, flat=True))

    return {
        "person_id": keys(Person), "account_id": keys(Account), "grant_id": keys(Grant),
        "delegation_id": keys(Delegation), "mandate_id": keys(Mandate), "request_id": keys(ErasureRequest),
        "disclosure_id": keys(Disclosure),
        "publication_id": keys(Disclosure), "note_id": keys(ProjectNote), "fingerprint": keys(Finding, "fingerprint"),
        "certificate_id": keys(Certificate), "batch_id": keys(Batch), "type_key": ["licence"],
        "change": ["suspend", "amend", "revoke", "renew"],
        "organisation_id": keys(Organisation), "asking_id": keys(Asking), "asking": keys(Asking, "token"),
        "scenario": ["open-account"], "finding_id": keys(UnusualUse),
        "material_id": keys(Material), "consent_id": keys(Consent), "piece": ["page-1"],
        "sending": keys(Upload, "token"), "token": keys(Upload, "token"), "tile": ["0/000.p/1"], "index": [0],
        "case_id": keys(Case), "deputyship_id": keys(Deputyship), "draw_id": keys(Draw),
        "inspection_id": keys(Inspection), "parent_id": keys(ParentCase), "document_id": keys(Document),
        "file_id": keys(DraftFile), "application_id": keys(Application), "guide": keys(PersonalGuide, "token"),
        "text_id": keys(GeneratedText), "item": [ITEM], "theme": ["none"], "trade": ["none"],
        "act": ["accept", "decide", "add_note", "withdraw"],
        "question_id": keys(Question), "reference": ["guessed"], "edition": ["2025-01-01"],
        "project_id": keys(Project), "proposal_id": keys(Proposal), "draft_id": [*keys(Draft), *keys(ItemDraft)],
        "job_id": [
            job.pk for job in ProcrastinateJob.objects.filter(status="failed")],
        "key_id": keys(Key), "webhook_id": keys(Webhook), "delivery_id": keys(Delivery),
        "factor_id": keys(Authenticator), "device_id": keys(Device), "client_id": keys(System),
        "unit": [DATA_BUREAU], "period": ["2026"], "number": [1, 3], "code": ["201-41-01"], "form": ["csv", "docx"],
        "part": ["texts"], "step": ["submit", "withdraw", "approve", "return", "publish", "discard"],
        "name": ["figures"], "kind": ["units"], "key": [DATA_BUREAU], "valid_from": ["2025-01-01"],
        "operation": ["list_units", "judge_finding"], "schema": ["UnitOut"], "provider_id": ["government"],
    }  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back; actions take it for the transaction of a test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ground(db: None, settings: Any, tmp_path: Path) -> Ground:
    """Everything there is to take; passwords cost nothing, and no limit is reached by those who try everything."""
    ready(settings, tmp_path)
    return laid_out()


def ready(settings: Any, folder: Path) -> None:
    settings.DATA_FOLDER = folder
    settings.MATERIALS_FOLDER = folder / "materials"
    settings.MATERIALS_KEYS = new_key()
    settings.MATERIALS_STORE = "disk"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.OUTSIDE_NETWORKS = networks(["203.0.113.0/24"])
    settings.API_PER_MINUTE = 1_000_000
    settings.IS_DEMONSTRATION = True

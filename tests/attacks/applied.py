"""What people apply for on the attacked ground: a guide kept, applications, one thing of several, drafts of items."""

from typing import Any

from django.utils import timezone

from tests.cast import DATA_BUREAU, SERVICE_CENTRE, TODAY
from tests.district import publish
from yunjian.cases import actions as cases
from yunjian.cases.definitions import ChildPlan, RegionExample
from yunjian.cases.models import Document, DocumentSeries
from yunjian.cases.tests import across
from yunjian.cases.tests.world import PLAIN
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import arranging
from yunjian.services import actions as services
from yunjian.services.definitions import Item
from yunjian.services.logic.reading import catalogue_of
from yunjian.services.models import Filing, GeneratedText, ItemDraft, PreReview
from yunjian.services.tests import counter
from yunjian.services.tests.test_import import ROW


def applied(ground: Any, say: Any) -> None:
    """Everything of services the victim and the offices have, made by the acts that make it."""
    _one_thing(ground, say)
    _applications(ground, say)
    _across_regions(ground, say)
    _generated(ground, say)
    _drafts_of_items(ground, say)


def _one_thing(ground: Any, say: Any) -> None:
    now, victim = timezone.now(), ground.actor("victim")
    owner = _owner(ground)
    parts = (ChildPlan(key="sign", procedure=PLAIN, subject=say("挂店招")),)
    cases.open_parent(say("开一家奶茶店"), owner, parts, by=victim, at=now)
    told = cases.open_case(PLAIN, owner, say("换店招"), particulars={"place": say("中山路")}, by=victim, at=now)
    cases.submit(told, by=victim, at=now)
    cases.receive(told, by=ground.actor("case window"), at=now)
    with arranging():  # a document, without a rule of numbers and a seal
        DocumentSeries.objects.create(unit=SERVICE_CENTRE, kind="ACCEPTANCE", year=TODAY.year, last=1)
        Document.objects.create(
            case_id=told, kind="ACCEPTANCE", unit=SERVICE_CENTRE, number="沪松政许受〔2026〕1号", made_by=victim.id,
            made_at=now, digest="0" * 64, signing_key="key", data=b"%PDF-1.7",
        )  # fmt: skip


def _applications(ground: Any, say: Any) -> None:
    """A draft, and one handed in that was looked over, whose applicant wants a person."""
    now, victim = timezone.now(), ground.actor("victim")
    hostile = {"title": say("设置店招"), "procedure": PLAIN, "example": {"fits": "unknown", "papers": ("pledge",)}}
    promised = {"key": "pledge", "title": say("安全说明"), "title_en": "Safety", "promise": say("我承诺牢固")}
    publish(counter.item(materials=(promised,), results=(), **hostile),
            counter.form(title=say("店招申请表"), stands_for=None))  # fmt: skip
    services.keep_guide("items", counter.ITEM, {"leased": "yes"}, by=victim, at=now)
    draft = services.begin_application(counter.ITEM, _owner(ground), by=victim, at=now)
    services.save_application(draft, 0, values={"shop": say("云上")}, by=victim, at=now)
    done = services.begin_application(counter.ITEM, _owner(ground), by=victim, at=now)
    values = {"shop": say("云上奶茶"), "phone": "13900001111"}
    revision = services.save_application(done, 0, values=values, answers={"size": "4"}, by=victim, at=now)
    revision = services.give_paper(done, revision, "pledge", "PROMISE", by=victim, at=now)
    services.hand_in_application(done, revision, by=victim, at=now)
    services.pre_review(Filing.objects.get().pk, by=SYSTEM, at=now)
    with arranging():  # what was found, without a photo to read
        PreReview.objects.update(findings=[_found(say)])
    services.ask_for_person(done, say("想请人看看"), by=victim, at=now)


def _found(say: Any) -> dict[str, Any]:
    """A finding as it is kept: what the form says is not what a register says."""
    said = {
        "title": say("店名"),
        "said": say("别的店"),
        "register": [say("登记簿"), say("Register")],
        "known": say("云上"),
    }
    return {"kind": "DIFFERS_FROM_REGISTER", "of": "field", "key": "shop", "rule": "register", "values": said,
            "blocks": False}  # fmt: skip


def _across_regions(ground: Any, say: Any) -> None:
    """One another region refused, and one its window took in for us; what they call it is their words."""
    now, today, window = timezone.now(), timezone.localdate(), ground.actor("case window")
    theirs = across.region(
        title=say("嘉兴市"), takes_in=(PLAIN,), example=RegionExample(procedure=PLAIN, takes_in=True)
    )
    publish(theirs, across.decided_there(), at=now)
    for stage in ("INTAKE", "DELIVER"):
        cases.seat(window.id, SERVICE_CENTRE, across.THERE, stage, by=ground.actor("case head"), at=now)
    sent, taken = (
        cases.open_case(matter, _owner(ground), say("换店招"), by=window, at=now) for matter in (across.THERE, PLAIN)
    )
    for each in (sent, taken):
        cases.submit(each, by=window, at=now)
        cases.receive(each, by=window, at=now)
    cases.forward(sent, "POST", say("SF1234567890"), by=window, at=now)
    refused = {"number": say("嘉市监登"), "accepted_on": today, "words_of_it": say("属于禁止类")}
    cases.answer_elsewhere(sent, "REFUSED", today, **refused, by=window, at=now)
    number, list_number = say("嘉代收"), say("交接单")
    cases.note_taken_in(taken, across.JIAXING, number, "SYSTEM", today, tracking=list_number, by=window, at=now)


def _generated(ground: Any, say: Any) -> None:
    """What a hostile model wrote."""
    now = timezone.now()
    written = {"asked_at": now, "settled_at": now, "state": "WRITTEN", "language": "zh-hans"}
    case, asked_by = Filing.objects.get().application.case_id, ground.actor("case window").id
    explained = {"item": counter.ITEM, "edition": catalogue.in_force(Item, counter.ITEM, on=TODAY).valid_from}
    with arranging():
        for about in ({"purpose": "EXPLANATION", **explained},
                      {"purpose": "DRAFT", "case_id": case, "act": "notify_correction"}):  # fmt: skip
            said = {"text": say("需要营业执照"), "model": say("模型")}
            GeneratedText.objects.create(asked_by=asked_by, **about, **said, **written)


def _drafts_of_items(ground: Any, say: Any) -> None:
    now, officer = timezone.now(), ground.actor("item officer")
    rows = [
        {**ROW, "task_name": say(each), "task_code": say("坏码"), "promise_day": say("很快")}
        for each in ("取水口标识", "另一事项")
    ]
    found = catalogue_of(rows, {ROW["dept_name"]: DATA_BUREAU}, timezone.localdate(now))
    services.draft_items(DATA_BUREAU, say("目录") + ".csv", "a" * 64, found, by=officer, at=now)
    first = ItemDraft.objects.order_by("pk").values_list("pk", flat=True)[0]
    services.send_back_draft(first, say("请写全"), by=ground.actor("item reviewer"), at=now)


def _owner(ground: Any) -> str:
    return f"person:{ground.accounts['victim'].person_id}"

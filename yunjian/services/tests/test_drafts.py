"""The life of an item: drafted from a file, checked by another, published by another, immutable, retired."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU, LI, NOON, SERVICE_CENTRE, TODAY
from tests.district import open_account, small_district
from tests.roles import actor
from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.services import actions, queries
from yunjian.services.definitions import Item
from yunjian.services.logic.reading import catalogue_of
from yunjian.services.models import ItemDraft
from yunjian.ui.listing import Ask

from .test_import import ROW, as_csv

NING = actor("account:900301", "宁编制", ("item-officer", DATA_BUREAU))
HUA = actor("account:900302", "华审核", ("item-reviewer", DATA_BUREAU))
FU = actor("account:900303", "付发布", ("item-publisher", ""))
ALONE = actor(
    "account:900304",
    "包揽",
    *((role, DATA_BUREAU) for role in ("item-officer", "item-reviewer")),
    ("item-publisher", ""),
)
OTHER = actor("account:900305", "别处", ("item-officer", SERVICE_CENTRE))
UNITS = {"区水务局": DATA_BUREAU, "别的局": SERVICE_CENTRE}
AGAIN = {**ROW, "task_name": "另一事项", "task_code": "坏码"}


@pytest.fixture(autouse=True)
def district(db):
    small_district()


def read(*rows):
    return catalogue_of(rows, UNITS, TODAY)


def drafted(*rows, by=NING):
    """The drafts of a file."""
    file = actions.draft_items(DATA_BUREAU, "目录.csv", "a" * 64, read(*(rows or (ROW,))), by=by, at=NOON)
    return list(ItemDraft.objects.filter(file=file).order_by("row").values_list("pk", flat=True))


def published(*rows, begins_on=TODAY):
    drafts = drafted(*rows)
    actions.check_drafts(drafts, by=HUA, at=NOON)
    actions.publish_drafts(drafts, begins_on=begins_on, by=FU, at=NOON)
    return ItemDraft.objects.get(pk=drafts[0])


def test_draft_items_keeps_good_rows_says_the_bad_and_is_recorded():
    wrong = {**ROW, "task_name": ""}
    others = {**ROW, "task_name": "别家的", "dept_name": "别的局"}
    file = actions.draft_items(DATA_BUREAU, "目录.csv", "a" * 64, read(ROW, AGAIN, wrong, others), by=NING, at=NOON)
    view = queries.draft_file(file, reader=NING)

    assert (view.rows, view.drafted, view.left_out, view.flagged) == (4, 2, 2, 1)
    assert [(each.row, each.is_error) for each in view.flaws] == [(3, False), (4, True), (5, True)]
    assert [each.item["task_code"] for each in ItemDraft.objects.order_by("row")] == [ROW["task_code"], "坏码"]
    assert recorded()[-1].payload["left_out"] == 2
    assert not queries.guides_slice(Ask({}), after=None, limit=9, at=NOON, reader=ANONYMOUS).rows


def test_draft_items_is_declined_when_nothing_is_new():
    published()

    with pytest.raises(actions.NothingDrafted):
        drafted()
    with pytest.raises(actions.NothingDrafted):
        drafted({**ROW, "task_name": ""})


def test_a_newer_file_takes_the_place_of_an_open_draft():
    [earlier] = drafted()
    drafted({**ROW, "accept_condition": "改了"})

    assert ItemDraft.objects.get(pk=earlier).state == "WITHDRAWN"
    assert ItemDraft.objects.filter(state="DRAFTED").count() == 1


def test_check_drafts_is_recorded_and_declined_to_who_drafted_and_twice():
    drafts = drafted(by=ALONE)
    with pytest.raises(actions.OwnDraft):
        actions.check_drafts(drafts, by=ALONE, at=NOON)
    with pytest.raises(actions.NothingChosen):
        actions.check_drafts([], by=HUA, at=NOON)
    actions.check_drafts(drafts, by=HUA, at=NOON)

    assert recorded()[-1].kind == "services.draft.checked"
    assert ItemDraft.objects.get().state == "CHECKED"
    with pytest.raises(actions.DraftEnded):
        actions.check_drafts(drafts, by=HUA, at=NOON)
    with pytest.raises(actions.OwnDraft):
        actions.publish_drafts(drafts, begins_on=TODAY, by=ALONE, at=NOON)


def test_publish_drafts_makes_a_dated_edition_and_is_recorded():
    row = published(begins_on=TODAY + timedelta(days=3))

    assert recorded()[-1].kind == "services.draft.published"
    assert (row.state, row.ended_by) == ("PUBLISHED", FU.id)
    item = catalogue.edition(Item, row.key, TODAY + timedelta(days=3))
    assert item.title == ROW["task_name"]
    with pytest.raises(catalogue.NotInForce):
        catalogue.in_force(Item, row.key, on=TODAY)


def test_publish_drafts_is_declined_before_a_check_and_for_a_day_that_is_over():
    drafts = drafted()
    with pytest.raises(actions.NotChecked):
        actions.publish_drafts(drafts, begins_on=TODAY, by=FU, at=NOON)
    with pytest.raises(actions.BeginsTooEarly):
        actions.publish_drafts(drafts, begins_on=TODAY - timedelta(days=1), by=FU, at=NOON)

    assert ItemDraft.objects.get().state == "DRAFTED"


def test_a_published_edition_cannot_be_changed_but_followed_and_the_earlier_one_stays():
    row = published()
    changed = {**ROW, "promise_day": "5", "accept_condition": "改了"}
    drafts = drafted(changed)
    actions.check_drafts(drafts, by=HUA, at=NOON)
    with pytest.raises(catalogue.EditionChanged):
        actions.publish_drafts(drafts, begins_on=TODAY, by=FU, at=NOON)
    later = TODAY + timedelta(days=1)
    actions.publish_drafts(drafts, begins_on=later, by=FU, at=NOON)

    # What a case began under stays what it was: cases name the edition of their procedure.
    assert catalogue.edition(Procedure, row.key, TODAY).promised_days == 10
    assert catalogue.in_force(Procedure, row.key, on=later).promised_days == 5


def test_send_back_draft_says_why_and_is_recorded():
    [draft] = drafted()
    with pytest.raises(actions.ReasonMissing):
        actions.send_back_draft(draft, " ", by=HUA, at=NOON)
    actions.send_back_draft(draft, "缺材料", by=HUA, at=NOON)

    assert recorded()[-1].kind == "services.draft.sent-back"
    assert queries.draft(draft, at=NOON, reader=NING).words == "缺材料"


def test_withdraw_draft_is_recorded_and_declined_once_it_is_published():
    [draft] = drafted()
    actions.withdraw_draft(draft, by=NING, at=NOON)
    assert recorded()[-1].kind == "services.draft.withdrawn"
    with pytest.raises(actions.DraftEnded):
        actions.withdraw_draft(draft, by=NING, at=NOON)


def test_draft_retirement_ends_an_item_on_its_day_and_is_recorded():
    key, ends_on = published().key, TODAY + timedelta(days=30)
    draft = actions.draft_retirement(key, "依据已经废止", ends_on=ends_on, by=NING, at=NOON)
    assert recorded()[-1].kind == "services.draft.retirement"
    assert queries.draft(draft, at=NOON, reader=HUA).changes == ("个人、企业和其他组织：取消，不再办理",)
    with pytest.raises(actions.DraftOpen):
        actions.draft_retirement(key, "再来", ends_on=ends_on, by=NING, at=NOON)
    actions.check_drafts([draft], by=HUA, at=NOON)
    actions.publish_drafts([draft], begins_on=TODAY, by=FU, at=NOON)

    assert catalogue.in_force(Item, key, on=ends_on - timedelta(days=1)).status == "in-use"
    assert catalogue.in_force(Item, key, on=ends_on).status == "cancelled"
    after = NOON + timedelta(days=31)
    assert not queries.guides(Ask({}), at=after, reader=ANONYMOUS).rows
    with pytest.raises(actions.CancelledAlready):
        actions.draft_retirement(key, "再来", ends_on=ends_on + timedelta(days=9), by=NING, at=after)


@pytest.mark.parametrize(
    ("reason", "days", "refusal"), [("", 9, actions.ReasonMissing), ("废止", 0, actions.EndsTooEarly)]
)
def test_draft_retirement_is_declined_without_reason_or_time(reason, days, refusal):
    key = published().key
    with pytest.raises(refusal):
        actions.draft_retirement(key, reason, ends_on=TODAY + timedelta(days=days), by=NING, at=NOON)


def test_a_retirement_whose_day_is_over_is_not_published():
    key = published().key
    draft = actions.draft_retirement(key, "废止", ends_on=TODAY + timedelta(days=1), by=NING, at=NOON)
    actions.check_drafts([draft], by=HUA, at=NOON)
    late = NOON + timedelta(days=2)

    with pytest.raises(actions.DayIsOver):
        actions.publish_drafts([draft], begins_on=late.date(), by=FU, at=late)


@pytest.mark.parametrize("stranger", [LI, OTHER])
def test_a_stranger_cannot_do_anything_with_drafts(stranger):
    key = published().key
    [draft] = drafted(AGAIN)
    for do in (
        lambda: actions.draft_items(DATA_BUREAU, "x", "b" * 64, read(ROW), by=stranger, at=NOON),
        lambda: actions.draft_retirement(key, "废止", ends_on=TODAY + timedelta(days=9), by=stranger, at=NOON),
        lambda: actions.withdraw_draft(draft, by=stranger, at=NOON),
        lambda: actions.check_drafts([draft], by=stranger, at=NOON),
        lambda: actions.send_back_draft(draft, "不", by=stranger, at=NOON),
        lambda: actions.publish_drafts([draft], begins_on=TODAY, by=stranger, at=NOON),
        lambda: queries.retirable(key, at=NOON, reader=stranger),
    ):
        with pytest.raises(Forbidden):
            do()
    with pytest.raises(NotFound):
        queries.draft(draft, at=NOON, reader=stranger)


def staff(name, role, unit=DATA_BUREAU):
    client = Client()
    client.force_login(open_account(name, (role, unit), name=name))
    return client


def test_on_the_pages_a_file_goes_all_the_way_to_the_guide():
    officer, reviewer, publisher = (
        staff("ning", "item-officer"),
        staff("hua", "item-reviewer"),
        staff("fu", "item-publisher", ""),
    )
    row = {**ROW, "dept_name": "上海市松江区数据局", "catalog_code": "2222222222222"}
    bad = officer.post("/services/catalogue/hand-in/", {"unit": DATA_BUREAU, "file": SimpleUploadedFile("a.csv", b"")})
    assert bad.status_code == 422
    file = SimpleUploadedFile("目录.csv", as_csv(row, {**row, "task_name": ""}))
    answer = officer.post("/services/catalogue/hand-in/", {"unit": DATA_BUREAU, "file": file})
    page = officer.get(answer["Location"]).content.decode()
    assert "2222222222222" in page
    assert "不能空着" in page
    [draft] = ItemDraft.objects.values_list("pk", flat=True)
    assert "基本编码应当是 12 位数字" in officer.get(f"/services/catalogue/{draft}/").content.decode()
    assert officer.post(f"/services/catalogue/{draft}/act/", {"act": "check"}).status_code == 403
    reviewer.post("/services/catalogue/bulk/", {"act": "check", "row": [draft]})
    assert (
        publisher.post(f"/services/catalogue/{draft}/act/", {"act": "publish", "begins_on": "soon"}).status_code == 422
    )
    day = timezone.localdate(ItemDraft.objects.get().drafted_at)
    publisher.post("/services/catalogue/bulk/", {"act": "publish", "row": [draft], "begins_on": str(day)})

    key = ItemDraft.objects.get(state="PUBLISHED").key
    assert ROW["task_name"] in Client().get(f"/services/items/{key}/").content.decode()
    retire = f"/services/catalogue/retire/{key}/"
    assert officer.get(retire).status_code == 200
    assert officer.post(retire, {"ends_on": str(day), "reason": "废止"}).status_code == 422
    asked = officer.post(retire, {"ends_on": str(day + timedelta(days=5)), "reason": "废止"})
    assert "取消，不再办理" in officer.get(asked["Location"]).content.decode()
    assert reviewer.get("/services/catalogue/?state=CHECKED").status_code == 200
    assert Client().get("/services/catalogue/").status_code == 302

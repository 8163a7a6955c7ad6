"""The pages: the one to-do list, a case and its acts, many rows at once, desks, one's own cases, figures."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import SERVICE_CENTRE
from tests.district import open_account
from yunjian.cases import actions, queries
from yunjian.cases.models import Deputyship, Note, Seat, Step
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from .world import (
    ENQUIRY,
    FANG,
    GU,
    HE_DECIDES,
    JIANG,
    LIN,
    LUO,
    MON,
    SIGN,
    TANG,
    XU,
    accepted,
    draft,
    of,
    received,
    reviewed,
    submitted,
    the,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")


def do(who, case: int, act: str, *, on: int = 0, **given):
    return of(who).post(f"/cases/{case}/{act}/", {"on": on, **given})


@pytest.fixture
def li():
    """李, with an account of his own and a case."""
    now = timezone.now()
    person = parties.register_person("李民", "310117199001011235", "13800000000", by=SYSTEM, at=now)
    return Account.objects.get(pk=parties.open_account("li", "李民", None, person_id=person, by=SYSTEM, at=now))


# The list


def test_the_list_is_empty_in_words_and_then_shows_what_waits():
    assert "现在没有等着您办的" in of(LIN).get("/cases/").text
    case = received()
    page = of(LIN).get("/cases/").text

    assert f'href="/cases/{case}/"' in page
    assert "换一块店招" in page
    assert "已超期" in page
    assert f'href="/cases/{case}/"' not in of(JIANG).get("/cases/").text


def test_the_list_is_narrowed_sorted_and_says_what_it_did_not_understand():
    first, second = received(), received(ENQUIRY)
    client = of(LIN)

    assert f'href="/cases/{second}/"' not in client.get("/cases/", {"procedure": SIGN}).text
    assert "没有符合条件" in client.get("/cases/", {"text": "没有这个"}).text
    assert "没有使用" in client.get("/cases/", {"procedure": "nowhere", "sort": "nothing", "page": "x"}).text
    page = client.get("/cases/", {"sort": "-case"}).text
    assert page.index(f'href="/cases/{second}/"') < page.index(f'href="/cases/{first}/"')


def test_the_list_is_found_by_the_name_of_the_applicant():
    code = "91350100M000100Y43"
    firm = parties.register_enterprise("松江数据有限公司", code, by=SYSTEM, at=MON)
    case = actions.open_case(SIGN, f"enterprise:{firm}", "另一块", by=LIN, at=MON)
    actions.submit(case, by=LIN, at=MON)
    submitted()
    page = of(LIN).get("/cases/", {"text": "松江数据"}).text

    assert "松江数据有限公司" in page
    assert "换一块店招" not in page


def test_the_export_holds_what_the_list_holds():
    case, _ = received(), received(ENQUIRY)
    sheet = b"".join(of(LIN).get("/cases/export/", {"procedure": SIGN}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))

    assert [row["编号"] for row in rows] == [str(case)]
    assert rows[0]["申请事由"] == "换一块店招"


def test_many_rows_at_once_each_say_what_became_of_them():
    good, other = received(), submitted()
    rows = [f"{waiting(case)[0]}-{case}" for case in (good, other)]
    page = of(LIN).post("/cases/bulk/", {"act": "accept", "row": [*rows, "x", "1-²"]})

    assert page.status_code == 200
    assert "2 件中办成 1 件" in page.text
    assert "现在的状态不能这样办" in page.text
    assert (the(good).state, the(other).state) == ("ACCEPTED", "SUBMITTED")


@pytest.mark.parametrize("given", [{}, {"act": "decide", "row": "1-1"}, {"act": "claim", "row": "abc"}])
def test_many_rows_at_once_need_rows_and_an_act(given):
    answer = of(LIN).post("/cases/bulk/", given)

    assert answer.status_code == 422
    assert "先勾选再办理" in answer.text


def test_claiming_many_at_once():
    cases = [accepted(), accepted()]
    of(JIANG).post("/cases/bulk/", {"act": "claim", "row": [f"{waiting(each)[0]}-{each}" for each in cases]})

    assert set(Step.objects.open().values_list("holder", flat=True)) == {JIANG.id}


# A case


def test_a_case_shows_its_state_its_clock_and_only_the_acts_one_may_do():
    case = received()
    window, reviewer = of(LIN).get(f"/cases/{case}/").text, of(JIANG).get(f"/cases/{case}/").text

    assert "单位正在答复是否受理" in window
    assert "个工作日" in window
    for act in ("accept", "notify_correction", "refuse_acceptance", "withdraw"):
        assert f"/cases/{case}/{act}/" in window
        assert f"/cases/{case}/{act}/" not in reviewer
    assert f"/cases/{case}/deliver/" not in window
    assert f"/cases/{case}/settle_at_once/" not in window


def test_a_case_goes_its_whole_way_through_the_pages():
    case = draft()
    for act in ("submit", "pass_pre_review", "receive", "accept"):
        assert do(LIN, case, act).status_code == 302, act
    [check] = waiting(case)
    do(JIANG, case, "claim", on=check)
    do(JIANG, case, "consult", on=check, unit="data-bureau", words="可以吗")
    do(XU, case, "answer_consultation", on=the(case).consultations.get().pk, words="可以")
    do(JIANG, case, "add_note", on=check, words="电话问过")
    do(JIANG, case, "review_step", on=check, favourable="yes")
    for who in (JIANG, XU, JIANG, TANG):
        unit = "data-bureau" if who is XU else SERVICE_CENTRE
        step = Step.objects.open().filter(case=case, desk__unit=unit).exclude(reviews__given_by=who.id).first().pk
        assert do(who, case, "review_step", on=step, favourable="yes", opinion="好").status_code == 302
    assert do(HE_DECIDES, case, "decide", granted="yes").status_code == 302
    do(LIN, case, "certify")
    do(LIN, case, "deliver")
    page = of(LIN).get(f"/cases/{case}/").text

    assert the(case).state == "DONE"
    assert "已经办结" in page
    assert "电话问过" in page
    assert "可以吗" in page
    assert "唐审查" in page


def test_a_refusal_stands_at_its_form_and_nothing_changed():
    case = received()
    before = len(recorded())
    answer = do(LIN, case, "notify_correction", missing="  ", causes=["missing"])
    silent = do(LIN, case, "refuse_acceptance", causes=["elsewhere"])
    early = do(LIN, case, "deliver")
    strange = do(JIANG, case, "accept")

    assert [each.status_code for each in (answer, silent, early, strange)] == [422] * 4
    assert "现在的状态不能这样办" in early.text
    assert the(case).state == "RECEIVED"
    assert len(recorded()) == before


def test_a_correction_says_all_that_is_missing():
    case = received(at=timezone.now())
    do(LIN, case, "notify_correction", missing="租赁合同\n\n 身份证 ", causes=["missing"])
    page = of(GU).get(f"/cases/{case}/").text

    assert the(case).correction.missing == ["租赁合同", "身份证"]
    assert "租赁合同" in page
    assert do(LIN, case, "hand_in_correction").status_code == 302


def test_a_hearing_stops_the_clock_and_the_page_says_so():
    case = accepted()
    [step] = waiting(case)
    assert do(JIANG, case, "start_special", on=step, kind="BIDDING", told_days=3).status_code == 422
    assert do(JIANG, case, "start_special", on=step, kind="HEARING", told_days=3).status_code == 302
    assert "现在停着（听证）" in of(JIANG).get(f"/cases/{case}/").text
    assert do(JIANG, case, "resume", on=step).status_code == 302


def test_an_act_on_a_step_of_another_case_is_not_done():
    case, other = accepted(), accepted()
    answer = do(JIANG, case, "add_note", on=waiting(other)[0], words="记错了")

    assert answer.status_code == 404
    assert not Note.objects.exists()


def test_a_step_is_handed_over_by_choosing_a_colleague():
    case = accepted()
    [step] = waiting(case)
    do(JIANG, case, "claim", on=step)
    assert "唐审查" in of(JIANG).get(f"/cases/{case}/hand_over/?on={step}").text
    assert do(JIANG, case, "hand_over", on=step, to=LIN.id).status_code == 422
    do(JIANG, case, "hand_over", on=step, to=TANG.id)
    assert Step.objects.get(pk=step).holder == TANG.id
    do(LUO, case, "reassign", on=step, to=JIANG.id)
    assert Step.objects.get(pk=step).holder == JIANG.id


def test_who_keeps_away_is_led_back_to_the_list():
    case = accepted()
    answer = do(JIANG, case, "declare_conflict", on=waiting(case)[0], words="亲属")

    assert answer.status_code == 302
    assert f'href="/cases/{case}/"' not in of(JIANG).get("/cases/").text


def test_strangers_find_nothing(li):
    case = accepted()
    before = len(recorded())
    stranger = Client()
    stranger.force_login(li)
    for client, status in ((Client(), 302), (stranger, 403)):
        for address in ("", "accept/", "claim/"):
            assert client.get(f"/cases/{case}/{address}").status_code == status
        assert client.post(f"/cases/{case}/accept/").status_code == status
        for address in ("", "export/", "desks/", "figures/", "figures/export/"):
            assert client.get(f"/cases/{address}").status_code == status
        assert client.post("/cases/bulk/", {"act": "accept"}).status_code == status
    assert of(LIN).get(f"/cases/{case}/dance/").status_code == 404
    assert of(LIN).get("/cases/999999/").status_code == 404
    assert len(recorded()) == before


# One's own


def test_a_citizen_applies_and_sees_where_it_is_in_plain_words(li):
    client = Client()
    client.force_login(li)
    assert "还没有申请过" in client.get("/cases/mine/").text
    wrong = client.post("/cases/new/", {"procedure": SIGN, "subject": "", "applicant": f"person:{li.person_id}"})
    assert wrong.status_code == 422
    made = client.post("/cases/new/", {"procedure": SIGN, "subject": "店招", "applicant": f"person:{li.person_id}"})
    case = int(made.headers["Location"].split("/")[2])
    client.post(f"/cases/{case}/submit/")
    actions.receive(case, by=LIN, at=timezone.now())
    actions.accept(case, by=LIN, at=timezone.now())
    do(JIANG, case, "add_note", on=waiting(case)[0], words="内部的话")
    page = client.get(f"/cases/{case}/").text

    assert "正在审查" in page
    assert f"/cases/{case}/withdraw/" in page
    assert f"/cases/{case}/accept/" not in page
    assert "内部的话" not in page
    assert "江审查" not in page
    assert "店招" in client.get("/cases/mine/").text
    assert client.post(f"/cases/{case}/withdraw/").status_code == 302
    assert the(case).state == "WITHDRAWN"


def test_nobody_applies_for_somebody_else(li):
    client = Client()
    client.force_login(li)
    answer = client.post("/cases/new/", {"procedure": SIGN, "subject": "店招", "applicant": "person:999"})

    assert answer.status_code == 422
    assert queries.own_cases(at=MON, reader=actor_of(li)).total == 0


def test_the_window_opens_a_case_for_whom_it_knows_by_name_and_number(li):
    said = {"procedure": SIGN, "subject": "店招", "name": "李民", "number": "310117199001011235"}
    unknown = of(LIN).post("/cases/new/", {**said, "name": "王五"})
    made = of(LIN).post("/cases/new/", said)

    assert unknown.status_code == 422
    assert "没有写清是谁申请" in unknown.text
    assert the(int(made.headers["Location"].split("/")[2])).applicant == f"person:{li.person_id}"


# Desks and deputies


def test_the_leader_seats_people_and_takes_them_off(li):
    given = {"account": FANG.id, "unit": SERVICE_CENTRE, "procedure": SIGN, "stage": "INTAKE"}
    assert of(LUO).post("/cases/desks/seat/", given).status_code == 302
    assert "方代班" in of(LUO).get("/cases/desks/").text
    again = of(LUO).post("/cases/desks/seat/", given)
    assert again.status_code == 422
    assert "已经在这个岗位上" in again.text
    of(LUO).post("/cases/desks/unseat/", given)
    assert not Seat.objects.filter(account=FANG.id, ends_at__isnull=True).exists()
    of(LUO).post("/cases/desks/unseat/", {"account": LIN.id, "unit": SERVICE_CENTRE})
    assert not Seat.objects.filter(account=LIN.id, ends_at__isnull=True).exists()
    assert of(JIANG).post("/cases/desks/seat/", given).status_code == 422
    assert "不在这个岗位上" in of(LUO).post("/cases/desks/unseat/", given, follow=True).text


def test_somebody_away_names_a_deputy_and_ends_it():
    days = {"starts_on": "2099-03-02", "ends_on": "2099-03-06", "at_unit": SERVICE_CENTRE}
    wrong = of(LIN).post("/cases/desks/deputy/", {**days, "absent": LIN.id, "deputy": XU.id})
    made = of(LIN).post("/cases/desks/deputy/", {**days, "absent": LIN.id, "deputy": FANG.id})
    pk = Deputyship.objects.get().pk

    assert (wrong.status_code, made.status_code) == (422, 302)
    assert "方代班" in of(FANG).get("/cases/desks/").text
    assert of(JIANG).post(f"/cases/desks/deputy/{pk}/release/").status_code == 403
    of(LIN).post(f"/cases/desks/deputy/{pk}/release/")
    assert "现在没有代班" in of(LIN).get("/cases/desks/").text


# Figures


def test_the_figures_are_those_of_the_lists_and_the_export_holds_the_same():
    received(), reviewed(), submitted(ENQUIRY)
    page = of(LUO).get("/cases/figures/")
    sheet = b"".join(of(LUO).get("/cases/figures/export/").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))

    assert page.context["total"]["opened"] == sum(int(row["登记"]) for row in rows) == 3
    assert page.context["total"]["waiting"] == sum(
        queries.counts(at=timezone.now(), reader=who).total for who in (LIN, HE_DECIDES)
    )
    book = load_workbook(io.BytesIO(b"".join(of(LUO).get("/cases/figures/export/?form=xlsx").streaming_content)))
    head, *lines = book.active.iter_rows(values_only=True)
    assert sum(line[head.index("登记")] for line in lines) == 3
    assert "核对" in page.text
    assert [row.done for row in queries.times(reader=LUO) if row.key == "check"] == [1]


def test_somebody_without_a_desk_sees_an_empty_list():
    open_account("newcomer", ("case-window", SERVICE_CENTRE))
    client = Client()
    client.force_login(Account.objects.get(username="newcomer"))
    submitted()

    assert "现在没有等着您办的" in client.get("/cases/").text

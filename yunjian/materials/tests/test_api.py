"""By a program: one's own drawer by one's own key, the window and the office by theirs, nobody else's by any."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api import Caller, account, key_of
from tests.cast import DATA_BUREAU, NOON
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import arranging, recorded, seal_and_deliver
from yunjian.materials import actions, jobs, queries
from yunjian.materials.models import Material, Part, Upload, vault
from yunjian.parties.models import Mandate
from yunjian_verify.receipt import read_receipt

from . import files
from .stage import CARD, LEASE, LICENCE, checked, identity_number

pytestmark = pytest.mark.django_db
OWN = ("materials:keep", "materials:lend", "materials:read")


def hand_in(caller: Caller, data: bytes, type: str = CARD, **more):
    return caller.upload("/materials", {"type": type, "file": SimpleUploadedFile("证.jpg", data), **more})


def problem(answer) -> tuple[int, str]:
    said = json.loads(answer.content)
    return answer.status_code, said["code"]


def test_hands_in_once_reads_and_deletes_what_is_ones_own(stage):
    li, photo = key_of(stage.li, *OWN), files.jpeg()
    first = hand_in(li, photo, issued_on="2026-03-01")
    again = hand_in(li, photo)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first["Location"] == again["Location"] == f"/api/v1/materials/{first.json()['id']}"
    [entry] = recorded("materials.material.kept")
    assert (entry.actor.partition(":")[0], entry.payload["holder"], entry.payload["way"]) == (
        "key", stage.holders["li"], "PROGRAM",
    )  # fmt: skip
    assert entry.payload["acting_for"] == stage.holders["li"]
    jobs.check_material(first.json()["id"])
    jobs.copy_material(first.json()["id"])
    path = f"/materials/{first.json()['id']}"
    assert [row["id"] for row in li.get("/materials", {"state": "CHECKED"}).json()["items"]] == [first.json()["id"]]
    whole = li.get(path)
    assert (whole.json()["copies"], whole.json()["issued_on"]) == (["page-1"], "2026-03-01")
    assert b"".join(li.get(f"{path}/copies/page-1").streaming_content).startswith(b"\xff\xd8\xff")
    original = li.get(f"{path}/original")
    assert b"".join(original.streaming_content) == photo
    assert original["Content-Disposition"].startswith("attachment;")
    assert recorded("materials.material.opened")[0].payload["material"] == first.json()["id"]
    assert li.delete(path).json() == {"kept_until": None}
    assert li.get(path).status_code == 404


def test_the_receipt_is_given_once_it_is_signed_and_that_is_recorded(stage):
    pk, li = checked(stage.holders["li"], by=stage.li), key_of(stage.li, *OWN)
    assert problem(li.get(f"/materials/{pk}/receipt")) == (409, "not-yet-signed")
    seal_and_deliver()
    checkpoints.sign(at=timezone.now())

    assert read_receipt(li.get(f"/materials/{pk}/receipt").content).verify().material == pk
    assert len(recorded("materials.receipt.taken")) == 1


def test_what_was_read_is_corrected_against_the_version_that_was_seen(stage):
    pk, li = checked(stage.holders["li"], by=stage.li), key_of(stage.li, *OWN)
    path, said = f"/materials/{pk}/fields", {"values": {"name": "李小民"}}
    tag = li.get(f"/materials/{pk}")["ETag"]

    assert problem(li.put(path, said)) == (428, "tag-missing")
    done = li.put(path, said, **{"If-Match": tag})
    assert [each["value"] for each in done.json()["fields_read"] if each["is_corrected"]] == ["李小民"]
    assert problem(li.put(path, said, **{"If-Match": tag})) == (412, "changed-meanwhile")
    now = {"If-Match": done["ETag"]}
    assert problem(li.put(path, {"values": {"nothing": "x"}}, **now)) == (422, "materials-field-unknown")


def test_a_large_file_goes_part_by_part_and_on_where_it_was(stage):
    li, paper = key_of(stage.li, *OWN), files.pdf(2)
    wanted = {"type": LEASE, "name": "../租约.pdf", "size": len(paper)}
    begun = li.post("/material-uploads", wanted)
    path = begun["Location"]

    def part(offset: int, data: bytes, by: Caller = li):
        address = f"{path}?offset={offset}"
        return by.client.generic("PATCH", address, data, "application/octet-stream", headers=by.headers)

    assert part(0, paper[:300]).json() == {"offset": 300}
    assert problem(part(0, paper[:300])) == (409, "materials-part-misplaced")
    assert problem(part(900, paper[900:])) == (409, "materials-part-misplaced")
    assert problem(part(300, b"", li))[0] == 409
    assert part(300, paper[300:], key_of(stage.wang, *OWN)).status_code == 404
    assert li.get(path).json()["offset"] == 300
    assert part(300, paper[300:]).json() == {"offset": len(paper)}
    jobs.put_together(Upload.objects.get().pk)
    settled = li.get(path).json()
    assert (settled["state"], settled["file_name"]) == ("KEPT", "租约.pdf")
    assert b"".join(queries.to_check(settled["material"], reader=SYSTEM).open()) == paper
    assert Material.objects.get().way == "PROGRAM"
    assert not Part.objects.exists()
    assert len(list(vault().store.all())) <= 3  # the parts that were joined go with the next sweep, refused ones went


def test_lends_for_one_matter_sees_who_looked_and_withdraws(stage):
    pk, li = checked(stage.holders["li"], by=stage.li), key_of(stage.li, *OWN)
    place, size = vault().add([b"\xff\xd8\xff"], queries.envelope_of(pk, reader=SYSTEM))
    actions.keep_copies(pk, [actions.CopyMade("page-1", "image/jpeg", size, place)], by=SYSTEM, at=NOON)
    clerk = key_of(stage.clerk, "materials:use")
    wanted = {"materials": [pk], "unit": DATA_BUREAU, "matter": "开店一件事", "purpose": "核对身份", "days": 30}
    made = li.post("/material-consents", wanted).json()
    assert made["materials"] == [{"material": pk, "type_title": "居民身份证"}]

    [lent] = clerk.get("/lent-materials", {"matter": "开店"}).json()["items"]
    assert (lent["consent"], lent["holder_name"]) == (made["id"], "李**")
    path = f"/lent-materials/{made['id']}/{pk}"
    assert clerk.get(f"{path}/copies/page-1").status_code == 404  # not before the use is on record
    assert clerk.post(f"{path}/uses").json()["copies"] == ["page-1"]
    assert b"".join(clerk.get(f"{path}/copies/page-1").streaming_content) == b"\xff\xd8\xff"
    assert recorded("materials.material.used")[0].payload["matter"] == "开店一件事"
    assert [use["matter"] for use in li.get(f"/materials/{pk}/uses").json()] == ["开店一件事"]
    other = key_of(stage.other_clerk, "materials:use")
    assert other.get("/lent-materials").json()["items"] == []
    assert other.post(f"{path}/uses").status_code == 404

    assert li.delete(f"/material-consents/{made['id']}").status_code == 204
    assert [each["state"] for each in li.get("/material-consents").json()["items"]] == ["WITHDRAWN"]
    assert problem(clerk.post(f"{path}/uses")) == (403, "materials-consent-over")
    assert clerk.get(f"{path}/copies/page-1").status_code == 404


def test_an_agents_program_acts_for_the_firm_as_long_as_the_mandate_lasts(stage):
    firm = key_of(stage.agent, *OWN)
    made = hand_in(firm, files.jpeg(), LICENCE)

    assert Material.objects.get().holder == stage.holders["firm"]
    [entry] = recorded("materials.material.kept")
    assert (entry.payload["acting_for"], entry.payload["under"]) == (
        stage.holders["firm"], [f"mandate:{stage.mandate}"],
    )  # fmt: skip
    own = key_of(stage.wang, *OWN)
    assert own.get(f"/materials/{made.json()['id']}").status_code == 404
    with arranging():
        Mandate.objects.filter(pk=stage.mandate).update(ends_at=NOON)
    assert problem(firm.get("/materials")) == (401, "key-unknown")


def test_no_scope_no_stranger_no_unit_and_no_session_opens_a_drawer(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    before = len(recorded())
    narrow = key_of(stage.li, "materials:use")
    assert problem(narrow.get("/materials")) == (403, "scope-missing")
    assert problem(narrow.get("/lent-materials"))[0] == 403
    reads = key_of(stage.li, "materials:read")
    assert problem(hand_in(reads, files.jpeg())) == (403, "scope-missing")
    for stranger in (stage.wang, stage.clerk, stage.agent, account("chen", ("security-administrator", ""))):
        caller = key_of(stranger, *OWN)
        for method, rest in (("GET", ""), ("GET", "/receipt"), ("GET", "/original"), ("GET", "/uses"),
                             ("GET", "/copies/page-1"), ("DELETE", "")):  # fmt: skip
            assert caller.send(method, f"/materials/{pk}{rest}").status_code in (403, 404)
    unit = key_of(account("qian", ("security-administrator", "")), *OWN, unit=DATA_BUREAU)
    assert problem(unit.get(f"/materials/{pk}"))[0] in (403, 404)
    assert Caller().get("/materials").status_code == 401
    assert [each.kind for each in recorded()[before:] if each.kind.startswith("materials.")] == []


def test_nobody_learns_that_another_holds_the_same_file(stage):
    """Neither another holder nor the window: answers are alike for a file that is known and one that is not."""
    photo = files.jpeg()
    checked(stage.holders["li"], photo, by=stage.li)
    wang = key_of(stage.wang, *OWN)
    same, other = hand_in(wang, photo), hand_in(wang, files.jpeg())
    assert (same.status_code, other.status_code) == (201, 201)
    assert {name for name in same.json() if same.json()[name] != other.json()[name]} <= {"id", "kept_at", "size"}

    clerk = key_of(stage.clerk, "materials:take-in")
    answers = []
    for data in (photo, files.jpeg()):
        form = {"unit": DATA_BUREAU, "name": "李小民", "number": identity_number(1), "type": CARD}
        answers.append(clerk.upload("/taken-in-materials", {**form, "file": SimpleUploadedFile("a.jpg", data)}))
    assert [(each.status_code, each.content) for each in answers] == [(202, b"")] * 2
    assert {frozenset(each.headers) for each in answers} == {frozenset(answers[0].headers)}
    wrong = {"unit": DATA_BUREAU, "name": "李大民", "number": identity_number(1), "type": CARD}
    refused = clerk.upload("/taken-in-materials", {**wrong, "file": SimpleUploadedFile("a.jpg", photo)})
    assert problem(refused) == (422, "materials-holder-unknown")


@pytest.mark.parametrize(
    ("data", "type", "code"),
    [
        (b"<svg onload='alert(1)'/>", CARD, "materials-unfit"),
        (b"", CARD, "materials-unfit"),
        (files.office("docx"), CARD, "materials-format-not-accepted"),
        (files.jpeg(), "no-such-type", "materials-type-unknown"),
        (files.jpeg(), "drawings", "materials-not-for-this-holder"),
    ],
)
def test_a_refusal_says_the_sentence_of_the_pages_and_leaves_nothing(stage, settings, data, type, code):
    answer = hand_in(key_of(stage.li, *OWN), data, type)

    assert problem(answer) == (422, code)
    assert json.loads(answer.content)["detail"].count("。")
    assert [path for path in settings.MATERIALS_FOLDER.rglob("*") if path.is_file()] == []


def test_the_kinds_are_everybodys(stage):
    listed = Caller().get("/material-types").json()

    assert LEASE in [each["key"] for each in listed]
    assert Caller().get(f"/material-types/{LEASE}").json()["holders"]
    assert Caller().get("/material-types/none").status_code == 404

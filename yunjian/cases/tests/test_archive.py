"""A closed record is one package: whole, found again, and checked without the district (RFC 8493)."""

import io
import json
import zipfile
from datetime import date

import bagit
import pytest
from django.db import connection

from tests.cast import LI
from yunjian.cases import actions, queries
from yunjian.cases.models import Archive
from yunjian.kernel import sealer
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.invariants import broken
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.sealed import reseal
from yunjian.kernel.testing import arranging, recorded
from yunjian_verify import bag, kinds
from yunjian_verify.merkle import Wrong

from .world import BAI, ENQUIRY, LIN, LUO, MON, of, received, the

pytestmark = pytest.mark.usefixtures("desks")


@pytest.fixture
def closed() -> int:
    case = received(ENQUIRY)
    actions.settle_at_once(case, True, "", by=LIN, at=MON)
    actions.archive(case, by=BAI, at=MON)
    return case


@pytest.fixture
def proven(closed, tmp_path):
    """The package with its proof, as it lies on somebody's disk."""
    sealer.seal()
    checkpoints.sign(at=MON)
    path = tmp_path / "case.zip"
    path.write_bytes(queries.package(closed, reader=BAI).data)
    return path


def altered(path, **changes) -> None:
    """The same ZIP with other contents of some files; None takes one away."""
    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in held.items():
            new = changes.get(name.rpartition("/")[2].partition(".")[0], data)
            if new is not None:
                file.writestr(name, new)


def test_holds_the_whole_record_and_the_ledger_names_its_manifest(closed):
    package = queries.package(closed, reader=BAI)
    with zipfile.ZipFile(io.BytesIO(package.data)) as file:
        files = {name.partition("/")[2]: file.read(name) for name in file.namelist()}
    said = json.loads(files["data/case.json"])

    assert (said["subject"], said["state"], said["granted"]) == ("换一块店招", "DONE", True)
    assert json.loads(files["data/procedure.json"])["key"] == ENQUIRY
    kinds_of = [json.loads(line)["kind"] for line in files["data/ledger.jsonl"].splitlines()]
    assert (kinds_of[0], kinds_of.count("cases.case.moved")) == ("cases.case.opened", 3)
    assert b"material:1" in files["data/materials.csv"]
    row = Archive.objects.get()
    assert recorded("cases.case.archived")[-1].payload["manifest"] == row.manifest
    assert (row.keep_until, the(closed).archived_at) == (date(2057, 1, 1), MON)
    assert not package.proven


def test_another_implementation_finds_it_valid(proven, tmp_path):
    with zipfile.ZipFile(proven) as file:
        file.extractall(tmp_path / "out")
    [folder] = (tmp_path / "out").iterdir()

    assert bagit.Bag(str(folder)).is_valid()
    assert bag.verify_bag(folder).manifest == Archive.objects.get().manifest


def test_is_checked_offline_by_ledger_and_key(proven):
    keys = kinds.Trust(checkpoints.log_keys())
    found = kinds.verify(proven, keys)

    assert kinds.kind_of(proven) == "archive"
    assert found.status == kinds.PROVEN, found.zh
    assert "2026-03-02 01:00 UTC" in found.zh
    assert kinds.verify(proven, kinds.Trust()).status == kinds.OPEN


@pytest.mark.parametrize(
    "changes",
    [{"case": b"{}"}, {"case": None}, {"salt": b""}, {"manifest-sha256": b""}, {"bag-info": b"Payload-Oxum: 1.1\n"},
     {"bagit": b"BagIt-Version: 0.9\n"}, {"tagmanifest-sha256": None}],
    ids=str,
)  # fmt: skip
def test_every_change_shows(proven, changes):
    altered(proven, **changes)
    assert kinds.verify(proven, kinds.Trust(checkpoints.log_keys())).status == kinds.WRONG


def test_a_bag_made_anew_is_not_the_one_that_was_archived(proven, tmp_path):
    from yunjian.cases.logic.bag import package, with_proof

    with zipfile.ZipFile(proven) as file:
        proof = file.read(next(name for name in file.namelist() if name.endswith(bag.PROOF))).decode()
    subject = recorded("cases.case.archived")[-1].subject
    forged = package("case-1", {"case.json": b"{}"}, {"External-Identifier": subject}, on=date(2026, 3, 2))
    path = tmp_path / "forged.zip"
    path.write_bytes(with_proof(forged.data, proof))

    with pytest.raises(Wrong, match="another manifest"):
        bag.verify_bag(path).verify()
    assert kinds.verify(path, kinds.Trust(checkpoints.log_keys())).status == kinds.WRONG


@pytest.mark.parametrize("name", ["../x", "data/../../x", "/etc/x", "data\\x"])
def test_a_path_that_leads_out_is_refused(name, tmp_path):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a/bagit.txt", bag.DECLARATION)
        file.writestr(f"a/{name}", b"")
    assert kinds.verify(path, kinds.Trust()).status == kinds.WRONG


def test_is_found_and_taken_along_by_the_archivist_only(closed):
    assert "下载" in of(BAI).get("/cases/archives/").text
    assert "没有符合条件" in of(BAI).get("/cases/archives/?text=999").text
    answer = of(BAI).get(f"/cases/{closed}/package/")
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content) == bytes(Archive.objects.get().package)
    for who in (LIN, LUO):
        assert of(who).get("/cases/archives/").status_code == 403
        assert of(who).get(f"/cases/{closed}/package/").status_code == 403
    with pytest.raises(Forbidden):
        queries.package(closed, reader=LI)


def test_the_kept_package_is_checked_where_it_lies(closed):
    assert not [each for each in broken() if "closed_record" in each.invariant]
    with connection.cursor() as cursor:  # past the trigger, as only the database's owner can
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cases_archive disable trigger user")
        cursor.execute("update cases_archive set package = package || '\\x00'")
        cursor.execute("alter table cases_archive enable trigger user")
    assert [each.invariant for each in broken() if "closed_record" in each.invariant]


def test_lies_sealed_in_the_database_and_is_sealed_anew_under_another_key(closed, settings):
    before = queries.package(closed, reader=BAI).data

    def lies() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("select package from cases_archive")
            return bytes(cursor.fetchone()[0])

    first = lies()
    assert first.startswith(b"siv1:")
    assert b"case.json" not in first
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    assert queries.package(closed, reader=BAI).data == before
    with arranging():
        assert reseal(label="cases")[1] == 0
    assert lies() != first
    settings.SECRET_KEY_FALLBACKS = []
    assert queries.package(closed, reader=BAI).data == before

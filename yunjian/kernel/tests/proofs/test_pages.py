"""The ledger's public address, and the auditor's month."""

import io
import itertools
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import NOON, ZHOU
from tests.district import open_account, small_district
from yunjian.kernel import tiles
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.proofs import checkpoints, commands, proving
from yunjian.kernel.proofs.actions import export_ledger
from yunjian.kernel.proofs.exporting import NoSuchRange, NothingSigned
from yunjian.kernel.testing import recorded
from yunjian_verify import kinds
from yunjian_verify.command import main as verify
from yunjian_verify.folder import entries_in
from yunjian_verify.merkle import leaf_hash
from yunjian_verify.note import read_vkey
from yunjian_verify.tiles import tiles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    small_district()
    account = open_account("auditor", ("audit-administrator", ""))
    client.force_login(account)
    return client


def told(command, *given) -> tuple[int, str]:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        return command(*given), said.getvalue()


def test_checkpoint_and_tiles_are_served_as_the_specification_says(client, many):
    assert client.get("/tlog/checkpoint").status_code == 404
    signed = many(300)
    answer = client.get("/tlog/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == checkpoints.note_of(signed)

    for tile in tiles_of(signed.size):
        answer = client.get(f"/tlog/{tile.path}")
        assert (answer.status_code, len(answer.content)) == (200, 32 * tile.width), tile.path
        assert "immutable" in answer.headers["Cache-Control"]
    leaves = tiles.leaves_kept(0, 256)
    assert client.get("/tlog/tile/0/000").content == b"".join(leaves)


@pytest.mark.parametrize(
    "path",
    ["0/001", "0/000.p/0", "0/000.p/256", "9/000", "0/00", "0/x000/000", "64/000", "-1/000", "0/000/", "../x", "0/009"],
)
def test_a_tile_that_there_is_not_is_not_found(client, grow, path):
    grow(3)
    assert client.get(f"/tlog/tile/{path}").status_code == 404


def test_entries_are_served_to_the_auditor_only(client, grow, auditor):
    signed = grow(3)
    path = f"/tlog/tile/entries/000.p/{signed.size}"
    answer = auditor.get(path)
    assert [leaf_hash(entry) for entry in entries_in(answer.content)] == tiles.leaves_kept(0, signed.size)
    assert "no-store" in answer.headers["Cache-Control"]

    auditor.logout()
    assert auditor.get(path).status_code == 403


def test_a_visitor_brings_a_proof_and_is_told_what_it_shows(client, grow):
    grow(3)
    page = client.get("/ledger/").text
    assert str(checkpoints.log_keys()[0]).replace("+", "&#43;") in page or str(checkpoints.log_keys()[0]) in page

    def told_of(text: str) -> str:
        return client.post("/ledger/", {"file": SimpleUploadedFile("p.tlog-proof", text.encode())}).text

    mine, others = proving.proof_file(1, reader=ZHOU), proving.proof_file(1, reader=SYSTEM)
    assert "此后没有改过" in told_of(mine)
    assert "kernel.bell.rung" in told_of(others)
    assert "kernel.bell.rung" not in told_of(client.get("/ledger/entries/1.tlog-proof").text)
    assert "证明不成立" in told_of(mine.replace("index 1", "index 2"))
    assert "这不是证明文件" in told_of("nothing")
    leaf = proving.inclusion(1, reader=ZHOU).leaf.hex()
    assert "正是它" in client.post("/ledger/", {"index": 1, "leaf": leaf}).text
    assert "不是它" in client.post("/ledger/", {"index": 0, "leaf": leaf}).text
    assert client.post("/ledger/", {}).status_code == 422
    assert client.post("/ledger/", {"index": 1, "leaf": "xyz"}).status_code == 422


def test_the_api_gives_the_same_proofs(client, many):
    signed = many(300)
    answer = client.get("/api/v1/ledger/entries/7/proof").json()
    proof = proving.inclusion(7, reader=ZHOU)
    assert answer == {
        "index": 7, "size": signed.size, "leaf": proof.leaf.hex(), "hashes": [each.hex() for each in proof.hashes],
    }  # fmt: skip
    grown = client.get("/api/v1/ledger/consistency", {"old": 5, "new": signed.size}).json()
    assert grown["hashes"] == [each.hex() for each in proving.consistency(5, signed.size, reader=ZHOU)]
    assert client.get("/api/v1/ledger/entries/9999/proof").status_code == 404
    assert client.get("/api/v1/ledger/entries/7/proof?size=9999").status_code == 422
    assert client.get("/api/v1/ledger/entries/7/proof?size=3").status_code == 409
    assert client.get("/api/v1/ledger/consistency?old=9&new=3").status_code == 422


def test_an_auditor_takes_last_month_home_and_verifies_it_offline(auditor, many, tmp_path):
    signed = many(300, at=timezone.now())
    month = f"{timezone.localdate():%Y-%m}"
    answer = auditor.post("/ledger/export/", {"month": month})
    file, trust = tmp_path / "ledger.txt", tmp_path / "keys.txt"
    file.write_bytes(b"".join(answer.streaming_content))
    trust.write_text("".join(f"{key}\n" for key in checkpoints.log_keys()))

    status, said = told(verify, [str(file), "--key", str(trust)])
    assert (status, f"共 {signed.size} 条记录齐全" in said) == (0, True), said
    status, said = told(verify, [str(file), "--key", str(trust), "--en"])
    assert "unchanged" in said
    assert told(verify, [str(file)])[0] == kinds.OPEN
    assert [entry.payload for entry in recorded("kernel.ledger.exported")] == [{"start": 0, "end": signed.size}]

    whole = file.read_bytes()
    for wrong in (
        whole.replace(b'"kernel.bell:7"', b'"kernel.bell:8"'),
        whole.replace(b"start 0", b"start 1"),
        whole.replace(b"end 3", b"end 4", 1),
        whole[:-40],
        whole.replace(b"\n\nend", b"\nend"),
    ):
        file.write_bytes(wrong)
        assert told(verify, [str(file), "--key", str(trust)])[0] == kinds.WRONG


def test_a_month_without_entries_and_a_month_that_is_none_are_told(auditor, grow):
    grow(1)
    assert "没有封存并签名的记录" in auditor.post("/ledger/export/", {"month": "2020-01"}).text
    assert "要写成" in auditor.post("/ledger/export/", {"month": "2020-13"}).text
    assert recorded("kernel.ledger.exported") == []


def test_export_ledger_is_declined_and_closed_to_strangers(grow):
    with pytest.raises(NothingSigned):
        export_ledger(0, 1, by=SYSTEM, at=NOON)
    grow(2)
    with pytest.raises(NoSuchRange):
        export_ledger(0, 99, by=SYSTEM, at=NOON)
    with pytest.raises(Forbidden):
        export_ledger(0, 1, by=ZHOU, at=NOON)
    assert recorded("kernel.ledger.exported") == []


def test_ranges_follow_on_one_another(many, tmp_path):
    signed = many(300)
    trust = kinds.Trust(tuple(read_vkey(str(key)) for key in checkpoints.log_keys()))
    ends = [0, 100, 256, 257, signed.size]
    from yunjian_verify.ranges import verify_range

    found = []
    for start, end in itertools.pairwise(ends):
        path = tmp_path / f"{start}.txt"
        status, _ = told(commands.export_range, start, end, path)
        assert status == 0
        assert kinds.verify(path, trust).status == kinds.PROVEN
        with path.open("rb") as file:
            found.append(verify_range(file))
    assert all(a.root_at_end == b.root_at_start for a, b in itertools.pairwise(found))


def test_the_commands_check_and_write_the_ledger(many, place):
    signed = many(300)
    status, said = told(commands.check)
    assert (status, "账本完整" in said) == (0, True), said
    folder, key = place / "tlog", str(checkpoints.log_keys()[0])
    assert told(commands.export, folder, True)[0] == 0
    status, said = told(verify, [str(folder), "--key", key])
    assert (status, "2 个记录包" in said) == (0, True), said
    assert told(commands.print_keys)[1].strip() == key
    assert told(commands.export_range, 5, 2, place / "x")[0] == 1
    assert signed.at == datetime(2026, 3, 2, 4, 1, tzinfo=UTC) or signed.size

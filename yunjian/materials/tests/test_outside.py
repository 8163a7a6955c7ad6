"""The scanner and the store keep their contracts, whichever they are."""

import io
import os

import pytest

from yunjian.materials.jobs.scanning import Clamd, NoScanner, Scanned, ScannerTrouble, scanner
from yunjian.materials.logic.storing import Bucket, Folder, Store, StoreTrouble, new_place

from .clamd import LIMIT, stand_in
from .files import EICAR

# The scanner: the stand-in always, a real clamd where YUNJIAN_TEST_CLAMD names one


@pytest.fixture(params=["stand-in", "clamd"])
def clamd(request):
    real = os.environ.get("YUNJIAN_TEST_CLAMD")
    if request.param == "clamd":
        if not real:
            pytest.skip("no clamd here: set YUNJIAN_TEST_CLAMD to try the real one")
        yield Clamd(real)
        return
    with stand_in() as address:
        yield Clamd(address)


def test_a_scanner_finds_the_test_virus_also_across_pieces_and_nothing_in_what_is_clean(clamd):
    assert clamd.scan([b"clean", b" paper"]) == Scanned.CLEAN
    assert clamd.scan([]) == Scanned.CLEAN
    assert clamd.scan([EICAR[:20], EICAR[20:]]) == Scanned.INFECTED
    assert clamd.check().ok


def test_a_scanner_says_when_a_file_is_too_large_for_it():
    with stand_in() as address:
        assert Clamd(address).scan([bytes(LIMIT)] * 3) == Scanned.TOO_LARGE


def test_a_scanner_that_does_not_answer_is_a_trouble_and_no_verdict():
    gone = Clamd("tcp:127.0.0.1:1")
    with pytest.raises(ScannerTrouble):
        gone.scan([b"x"])
    assert not gone.check().ok
    assert not Clamd("unix:/nowhere/clamd.ctl").check().ok


def test_without_a_scanner_every_material_says_so(settings):
    settings.CLAMD = ""
    assert isinstance(scanner(), NoScanner)
    assert scanner().scan([EICAR]) == Scanned.ABSENT
    assert "没有查毒" in scanner().check().sentence


# The store: a folder, and a bucket of a service that speaks S3


@pytest.fixture(scope="module")
def service():
    """moto's server, the stand-in for S3."""
    server = pytest.importorskip("moto.server", reason="moto is not installed: S3 was not tried")
    running = server.ThreadedMotoServer(port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "materials")
    endpoint = request.getfixturevalue("service")
    made = Bucket(endpoint=endpoint, bucket=f"b{new_place()}", region="us-east-1", key="k", secret="s")
    made._client.create_bucket(Bucket=made.bucket)
    return made


def taken(store: Store, place: str) -> bytes:
    with store.get(place) as source:
        return source.read()


def test_a_store_gives_back_what_was_put_lists_it_and_lets_it_go(store):
    place, large = new_place(), new_place()
    assert store.put(place, [b"one ", b"two"]) == 7
    assert store.put(large, (bytes(1 << 20) for _ in range(9))) == 9 << 20

    assert taken(store, place) == b"one two"
    assert len(taken(store, large)) == 9 << 20
    assert {each.place: each.size for each in store.all()} == {place: 7, large: 9 << 20}
    store.delete(place)
    store.delete(place)
    assert [each.place for each in store.all()] == [large]
    with pytest.raises(StoreTrouble):
        taken(store, place)
    store.reach()


def test_a_store_keeps_nothing_of_what_broke_off(store):
    def breaking():
        yield bytes(1 << 20)
        raise ValueError("the line broke")

    place = new_place()
    with pytest.raises(ValueError, match="broke"):
        store.put(place, breaking())
    assert list(store.all()) == []


def test_a_folder_lets_nobody_climb_out_of_it(tmp_path):
    folder = Folder(tmp_path)
    for place in ("../" + "a" * 29, "/etc/passwd", "a" * 31, "a" * 32 + "/../x", ""):
        with pytest.raises(StoreTrouble):
            folder.put(place, [b"x"])
    assert list(tmp_path.iterdir()) == []
    folder.put("a" * 32, io.BytesIO(b"x"))
    assert (tmp_path / "aa" / ("a" * 32)).stat().st_mode & 0o777 == 0o600

"""500 MB in parts: interrupted, resumed, put together; memory stays bounded; and what goes wrong on the way."""

import errno
import gc
import hashlib
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from yunjian.kernel.actor import SYSTEM
from yunjian.materials import jobs, queries
from yunjian.materials.logic.storing import Folder, StoreTrouble
from yunjian.materials.models import Material, Upload, vault
from yunjian.parties.queries import ACTING

from . import files
from .stage import LEASE, types

pytestmark = pytest.mark.django_db
PART, WHOLE = 8 << 20, 500 << 20
BOUND = 160  # MB that the process may grow by while half a gigabyte passes through it


def resident() -> float:
    """MB this process has in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


class Watch(threading.Thread):
    """The most memory the process had while something ran."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.before, self.most, self.over = resident(), 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.most = max(self.most, resident())

    @property
    def grown(self) -> float:
        return self.most - self.before


def content(size: int) -> Iterator[bytes]:
    """A paper of this size, the same each time: its beginning is a PDF's."""
    yield b"%PDF-1.7\n"
    left = size - 9
    for number in itertools.count():
        block = number.to_bytes(8, "big") * (1 << 17)  # 1 MB
        yield block[:left]
        left -= len(block)
        if left <= 0:
            return


def parts(size: int) -> Iterator[bytes]:
    kept = bytearray()
    for piece in content(size):
        kept += piece
        while len(kept) >= PART:
            yield bytes(kept[:PART])
            del kept[:PART]
    if kept:
        yield bytes(kept)


def patch(client, location: str, offset: int, data: bytes):
    return client.patch(
        location, data, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


@pytest.mark.heavy
def test_comes_in_parts_is_interrupted_resumed_and_the_same(stage, client, settings):
    drawings = next(each for each in types() if each.megabytes == 500)
    client.force_login(stage.accounts["wang"])
    session = client.session
    session[ACTING] = stage.mandate
    session.save()
    wanted = hashlib.sha256()
    begun = client.post("/materials/uploads/", {"type": drawings.key, "name": "图纸.pdf", "size": WHOLE})
    assert begun.status_code == 201, begun.content
    location, offset, watch = begun["Location"], 0, Watch()
    watch.start()
    for number, part in enumerate(parts(WHOLE)):
        wanted.update(part)
        if number == 20:  # the line breaks in the middle of a part: what arrived stays, the rest follows
            assert int(patch(client, location, offset, part[:1000])["Upload-Offset"]) == offset + 1000
            assert patch(client, location, offset, part).status_code == 409
            offset = int(client.head(location)["Upload-Offset"])
            part = part[1000:]
        answer = patch(client, location, offset, part)
        assert answer.status_code == 204, answer.content
        offset = int(answer["Upload-Offset"])
        if number % 8 == 0:
            gc.collect()  # the test's own client leaves each request and its 8 MB in a circle
    assert Upload.objects.get().state == "COMPLETE"
    jobs.put_together(Upload.objects.get().pk)
    pk = Material.objects.get().pk
    found, size = hashlib.sha256(), 0
    for piece in queries.to_check(pk, reader=SYSTEM).open():
        found.update(piece)
        size += len(piece)
    watch.over.set()
    watch.join()

    assert (size, found.hexdigest()) == (WHOLE, wanted.hexdigest())
    assert queries.receipt(pk, reader=stage.agent).sha256 == wanted.hexdigest()
    print(f"the process grew by {watch.grown:.0f} MB at most while 500 MB came in parts of 8 MB")
    assert watch.grown < BOUND


class Full:
    """A disk that takes so many pieces and then is full."""

    def __init__(self, pieces: int):
        self.left = pieces

    def at(self, content):
        for piece in content:
            if self.left == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            self.left -= 1
            yield piece


def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path):
    """The store says so, nothing that looks like a file stays, and the place may be used once there is room."""
    folder = Folder(tmp_path)
    with pytest.raises(StoreTrouble, match="No space left"):
        folder.put("a" * 32, Full(2).at([b"x" * 99] * 5))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert folder.put("a" * 32, [b"x"]) == 1


def test_a_part_that_finds_the_disk_full_is_sent_again_later(stage, client, monkeypatch):
    client.force_login(stage.accounts["li"])
    paper = files.pdf(3)
    location = client.post("/materials/uploads/", {"type": LEASE, "name": "x.pdf", "size": len(paper)})["Location"]
    put = Folder.put
    monkeypatch.setattr(Folder, "put", lambda self, place, content: put(self, place, Full(1).at(content)))
    answer = patch(client, location, 0, paper)
    assert answer.status_code == 507
    assert "请稍后再试" in answer.json()["sentence"]

    monkeypatch.undo()
    assert client.head(location)["Upload-Offset"] == "0"
    assert patch(client, location, 0, paper).status_code == 204


def test_a_part_twice_or_out_of_order_changes_nothing(stage, client):
    client.force_login(stage.accounts["li"])
    paper = files.pdf(3)
    location = client.post("/materials/uploads/", {"type": LEASE, "name": "x.pdf", "size": len(paper)})["Location"]
    assert patch(client, location, 0, paper[:200]).status_code == 204
    lying = len(list(vault().store.all()))
    for offset, data in ((0, paper[:200]), (100, paper[100:200]), (300, paper[300:]), (200, paper)):
        answer = patch(client, location, offset, data)
        assert answer.status_code == 409
        assert "请从已收到的地方继续" in answer.json()["sentence"]
    assert (client.head(location)["Upload-Offset"], len(list(vault().store.all()))) == ("200", lying)
    assert patch(client, location, 200, paper[200:]).status_code == 204

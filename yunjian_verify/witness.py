"""A witness by C2SP tlog-witness: it remembers the last tree of each log it saw, and cosigns only what continues it.

It is for a second party, so it needs nothing of the platform: a folder for its key and what it remembers, the keys of
the logs it watches, and a port. What it cosigned is on the disk before it answers.
"""

import argparse
import fcntl
import os
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from .checkpoint import Checkpoint, number_from, read_checkpoint
from .folder import read_bounded
from .keys import VerificationKey
from .merkle import EMPTY_ROOT, LONGEST, Wrong, verify_consistency
from .note import MOST_BYTES, Note, NoteKey, cosigned, hash_from, read_vkeys

SECONDS = 10  # a connection has for saying what it wants
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: str
    kind: str = "text/plain; charset=utf-8"


class Witness:
    """The memory and the key of one witness. Only one process may have a folder."""

    def __init__(self, folder: Path, name: str, logs: Iterable[NoteKey]):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder, self.logs = folder, tuple(logs)
        self._alone = (folder / "lock").open("w")
        try:
            fcntl.flock(self._alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._alone.close()
            raise
        self._private = self._read_or_make_key()
        public = self._private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.key = NoteKey(name, VerificationKey(public), is_witness=True)
        self._turn = threading.Lock()

    def close(self) -> None:
        self._alone.close()

    def last(self, origin: str) -> Checkpoint | None:
        """The last checkpoint cosigned of this log."""
        path = self._path(origin)
        return read_checkpoint(read_bounded(path, MOST_BYTES)) if path.exists() else None

    def add_checkpoint(self, body: bytes, *, at: int) -> Answer:
        """Judge a request; cosign when the tree only grew."""
        try:
            old, proof, found = _request(body)
        except Wrong as wrong:
            return Answer(400, f"{wrong}\n")
        known = [key for key in self.logs if key.name == found.origin and not key.is_witness]
        if not known:
            return Answer(404, f"The log {found.origin} is not watched here.\n")
        try:
            signers = found.signers(known)
        except Wrong as wrong:
            return Answer(403, f"{wrong}\n")
        if not signers:
            return Answer(403, "No signature of the log's known keys.\n")
        if old > found.size:
            return Answer(400, "The old size is greater than the checkpoint's.\n")
        with self._turn:
            return self._judged(old, proof, found, at)

    def _judged(self, old: int, proof: list[bytes], found: Checkpoint, at: int) -> Answer:
        last = self.last(found.origin)
        size, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
        if old != size:
            return Answer(409, f"{size}\n", SIZE_TYPE)
        if old == found.size and root != found.root:
            return Answer(409, f"History was rewritten: at {old} entries the tree had another root.\n")
        try:
            verify_consistency(old, found.size, proof, root, found.root)
        except Wrong as wrong:
            return Answer(422, f"The tree does not continue the one of {old} entries seen before: {wrong}.\n")
        self._remember(found)
        message = cosigned(found.note.text, at)
        return Answer(200, self.key.signature(at.to_bytes(8, "big") + self._private.sign(message)).line)

    def _remember(self, found: Checkpoint) -> None:
        """On the disk, whole, before anything is signed."""
        path = self._path(found.origin)
        beside = path.with_suffix(".next")
        mine = tuple(line for line in found.note.signatures if any(key.made(line) for key in self.logs))
        with beside.open("w") as file:
            file.write(str(Note(found.note.text, mine)))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _path(self, origin: str) -> Path:
        return self.folder / f"{sha256(origin.encode()).hexdigest()[:32]}.checkpoint"

    def _read_or_make_key(self) -> Ed25519PrivateKey:
        path = self.folder / "witness-key.pem"
        if not path.exists():
            made = Ed25519PrivateKey.generate()
            beside = path.with_suffix(".next")
            descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        found = load_pem_private_key(path.read_bytes(), None)
        if not isinstance(found, Ed25519PrivateKey):
            raise Wrong(f"{path} is no Ed25519 key")
        return found


def _request(body: bytes) -> tuple[int, list[bytes], Checkpoint]:
    """The old size, the consistency proof and the checkpoint of an ``add-checkpoint`` request."""
    head, found, note = body.partition(b"\n\n")
    first, *lines = head.decode("ascii", "replace").split("\n")
    if not found or not first.startswith("old ") or len(lines) > LONGEST - 1:
        raise Wrong("The request is not as add-checkpoint wants it")
    return number_from(first.removeprefix("old ")), [hash_from(line) for line in lines], read_checkpoint(note)


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server for the witness, not running yet."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SECONDS
        server_version, sys_version = "yunjian-witness", ""

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._answer(Answer(404, "Only /add-checkpoint is answered here.\n"))
            elif not length.isdecimal() or int(length) > MOST_BYTES:
                self.close_connection = True
                self._answer(Answer(413, "The request is too large, or does not say how large it is.\n"))
            else:
                body = self.rfile.read(int(length))
                answer = witness.add_checkpoint(body, at=int(time.time()))
                if answer.status != 200:
                    print(f"{answer.status} {answer.body.strip()}", file=sys.stderr, flush=True)
                self._answer(answer)

        def do_GET(self) -> None:
            seen = [witness.last(key.name) for key in {key.name: key for key in witness.logs}.values()]
            lines = [f"{found.origin} {found.size} {found.root.hex()}\n" for found in seen if found]
            self._answer(Answer(200, f"{witness.key}\n{''.join(lines)}"))

        def _answer(self, answer: Answer) -> None:
            body = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    ThreadingHTTPServer.daemon_threads = True
    return ThreadingHTTPServer((host, port), Door)


def main(words: Sequence[str]) -> int:
    """Run a witness until it is stopped."""
    parser = argparse.ArgumentParser(prog="yunjian witness", description="见证方：核对账本只增不改，并副签检查点。")
    parser.add_argument("folder", type=Path, help="存放密钥和记忆的文件夹")
    parser.add_argument("--name", required=True, help="见证方的名称，如 witness.example.gov.cn")
    parser.add_argument("--log", action="append", required=True, type=Path, help="写有账本公钥的文件，可多次")
    parser.add_argument("--listen", default="127.0.0.1:8790", help="监听的地址和端口")
    given = parser.parse_args(words)
    host, _, port = given.listen.rpartition(":")
    try:
        logs = [key for path in given.log for key in read_vkeys(read_bounded(path, MOST_BYTES).decode())]
        witness = Witness(given.folder, given.name, logs)
        server = serve(witness, host, int(port))
    except (Wrong, ValueError, OSError) as trouble:
        print(f"见证方没有启动 / the witness did not start: {trouble}", file=sys.stderr)
        return 1
    print(f"见证方公钥 / key of this witness:\n{witness.key}\n正在监听 / listening on {given.listen}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        witness.close()
    return 0

"""Where sealed files lie: a folder, or a bucket of an S3 service. What is put appears whole or not at all."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

_PLACE = re.compile(r"[0-9a-f]{32}")


class StoreTrouble(Exception):
    """The store did not take or give a file; the message says why."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file as it lies in the store."""

    place: str
    size: int
    since: datetime


class Store(Protocol):
    """What every place to keep files does. A place says nothing of what lies there."""

    def put(self, place: str, content: Iterable[bytes]) -> int: ...

    def get(self, place: str) -> AbstractContextManager[BinaryIO]: ...

    def delete(self, place: str) -> None: ...

    def all(self) -> Iterator[Lying]: ...

    def reach(self) -> None: ...


def new_place() -> str:
    """A place nobody can guess and that tells nothing."""
    return secrets.token_hex(16)


class Folder:
    """A folder of this computer, or of a network drive all hosts see."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, place: str, content: Iterable[bytes]) -> int:
        path = self._path(place)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        size = 0
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
                for piece in content:
                    size += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            _settle(path.parent)
        except OSError as trouble:
            raise StoreTrouble(f"{type(trouble).__name__}: {trouble.strerror}") from None
        finally:
            part.unlink(missing_ok=True)
        return size

    @contextlib.contextmanager
    def get(self, place: str) -> Iterator[BinaryIO]:
        try:
            file = self._path(place).open("rb")
        except OSError as trouble:
            raise StoreTrouble(f"{place}: {trouble.strerror}") from None
        with file:
            yield file

    def delete(self, place: str) -> None:
        self._path(place).unlink(missing_ok=True)

    def all(self) -> Iterator[Lying]:
        for path in sorted(self.folder.glob("??/*")):
            with contextlib.suppress(FileNotFoundError):
                told = path.stat()
                if _PLACE.fullmatch(path.name[:32]):
                    yield Lying(path.name, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    def reach(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise StoreTrouble(f"{self.folder}")

    def _path(self, place: str) -> Path:
        if not _PLACE.fullmatch(place[:32]) or "/" in place or "." in place[:32]:
            raise StoreTrouble(f"no place: {place!r}")
        return self.folder / place[:2] / place


def _settle(folder: Path) -> None:
    """Have the folder's own entry written, so that the file is there after the power failed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Pieces:
    """An iterator as the file boto3 reads from."""

    def __init__(self, content: Iterable[bytes]):
        self._content = iter(content)
        self._kept = bytearray()
        self.size = 0

    def read(self, length: int = -1) -> bytes:
        while length < 0 or len(self._kept) < length:
            piece = next(self._content, None)
            if piece is None:
                break
            self._kept += piece
        given = bytes(self._kept if length < 0 else self._kept[:length])
        del self._kept[: len(given)]
        self.size += len(given)
        return given


class Bucket:
    """A bucket of a service that speaks S3. Needs the extra ``yunjian[s3]``."""

    def __init__(self, *, endpoint: str, bucket: str, region: str, key: str, secret: str):
        try:
            import boto3
            from boto3.s3.transfer import TransferConfig
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            raise StoreTrouble("没有安装 S3 组件。请执行 pip install 'yunjian[s3]'。") from None
        self.bucket = bucket
        self._troubles: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
        self._transfer = TransferConfig(multipart_chunksize=8 << 20, max_concurrency=2, use_threads=False)
        session = boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
        settings = Config(connect_timeout=10, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"})
        self._client: Any = session.client("s3", endpoint_url=endpoint or None, config=settings)

    def put(self, place: str, content: Iterable[bytes]) -> int:
        pieces = _Pieces(content)
        with self._told():
            self._client.upload_fileobj(pieces, self.bucket, place, Config=self._transfer)
        return pieces.size

    @contextlib.contextmanager
    def get(self, place: str) -> Iterator[BinaryIO]:
        with self._told():
            found = self._client.get_object(Bucket=self.bucket, Key=place)
        with contextlib.closing(found["Body"]) as body:
            yield cast(BinaryIO, body)

    def delete(self, place: str) -> None:
        with self._told():
            self._client.delete_object(Bucket=self.bucket, Key=place)

    def all(self) -> Iterator[Lying]:
        with self._told():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                for each in page.get("Contents", ()):
                    yield Lying(each["Key"], each["Size"], each["LastModified"])

    def reach(self) -> None:
        with self._told():
            self._client.head_bucket(Bucket=self.bucket)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._troubles as trouble:
            raise StoreTrouble(f"{type(trouble).__name__}: {trouble}"[:300]) from None

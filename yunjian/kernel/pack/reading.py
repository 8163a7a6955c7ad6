"""A folder becomes a Pack, or the list of everything that is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ..definitions import Definition
from .checking import check_together
from .contents import Located, Manifest, Pack, Reading
from .document import Node, read_documents
from .mistake import Mistake, NotAPack, PackMistakes
from .wording import mistakes_of

MANIFEST = "district.yaml"
DOCUMENTS = "documents"  # files the definitions point at, in any format
MOST_FILES = 20_000


def read(folder: Path, kinds: Sequence[type[Definition]]) -> Pack:
    """The pack in a folder; PackMistakes with all of them when there is any."""
    reading = examine(folder, kinds)
    if reading.pack is None:
        raise PackMistakes(reading.mistakes)
    return reading.pack


def examine(folder: Path, kinds: Sequence[type[Definition]]) -> Reading:
    """Read everything, judge everything; NotAPack when the folder is no district's at all."""
    if not folder.is_dir():
        raise NotAPack(f"{folder} 不是一个文件夹。")
    reader = _Reader(folder, {kind.kind: kind for kind in kinds})
    reader.read()
    mistakes = [*reader.mistakes, *check_together(reader.located, reader.spoiled, folder)]
    ordered = tuple(sorted(set(mistakes)))
    if ordered or reader.manifest is None:
        return Reading(None, ordered, reader.files)
    definitions = sorted((each.definition for each in reader.located), key=_order)
    return Reading(Pack(reader.manifest.key, reader.manifest, tuple(definitions), folder), (), reader.files)


def _order(definition: Definition) -> tuple[str, str, date]:
    return definition.kind, definition.key, definition.valid_from


class _Reader:
    """Goes through the folder, keeping definitions and mistakes."""

    def __init__(self, folder: Path, kinds: dict[str, type[Definition]]):
        self.folder = folder
        self.kinds = kinds
        self.mistakes: list[Mistake] = []
        self.located: list[Located] = []
        self.spoiled: set[tuple[str, str]] = set()  # named by a file that could not be read whole
        self.manifest: Manifest | None = None
        self.files = 0

    def add(self, file: str, line: int, path: str, code: str, sentence: str) -> None:
        self.mistakes.append(Mistake(file, line, path, code, sentence))

    def read(self) -> None:
        places = sorted(self.folder.iterdir())
        if not any(place.name == MANIFEST or place.name in self.kinds for place in places):
            raise NotAPack(f"{self.folder} 里没有 {MANIFEST}，也没有定义文件夹。")
        if not (self.folder / MANIFEST).exists():
            self.add(MANIFEST, 0, "", "no-manifest", f"缺少 {MANIFEST}，请写明 key、title 和 division。")
        for place in places:
            if place.name.startswith("."):
                continue
            if place.is_symlink():
                self.add(place.name, 0, "", "link", "定义包中不能有符号链接，请放入文件本身。")
            elif place.is_dir():
                self._folder(place)
            elif place.name == MANIFEST:
                self._manifest(place)
            elif place.suffix.lower() != ".md":
                self.add(place.name, 0, "", "unknown-file", f"不认识这个文件，顶层只放 {MANIFEST} 和 .md 说明。")

    def _manifest(self, place: Path) -> None:
        documents = self._documents(place)
        if documents is None:
            return
        if len(documents) != 1:
            self.add(MANIFEST, 1, "", "no-manifest", f"{MANIFEST} 里应当正好有一份内容。")
            return
        try:
            self.manifest = Manifest.model_validate(documents[0].value)
        except ValidationError as error:
            self.mistakes += mistakes_of(error, Manifest, documents[0], MANIFEST)

    def _folder(self, place: Path) -> None:
        if place.name == DOCUMENTS:
            return
        if place.name not in self.kinds:
            known = "、".join(sorted([*self.kinds, DOCUMENTS]))
            self.add(f"{place.name}/", 0, "", "unknown-folder", f"不认识这个文件夹，可以有的是：{known}。")
            return
        for file in self._files(place):
            self._definitions(file, self.kinds[place.name])

    def _files(self, place: Path) -> Iterator[Path]:
        for file in sorted(place.iterdir()):
            name = file.relative_to(self.folder).as_posix()
            if file.name.startswith(".") or file.suffix.lower() == ".md":
                continue
            if file.is_symlink() or not file.is_file() or file.suffix != ".yaml":
                self.add(name, 0, "", "unknown-file", "这里只放 .yaml 文件，一个文件写一项。")
                continue
            self.files += 1
            if self.files > MOST_FILES:
                self.add(name, 0, "", "too-large", f"定义包超过 {MOST_FILES:,} 个文件，后面的没有读。")
                return
            yield file

    def _definitions(self, place: Path, kind: type[Definition]) -> None:
        file = place.relative_to(self.folder).as_posix()
        documents = self._documents(place)
        if documents is None:
            self.spoiled.add((kind.kind, place.stem))
            return
        if not documents:
            self.add(file, 1, "", "empty", f"文件是空的，应当写一项{kind.noun}。")
        for node in documents:
            try:
                self.located.append(Located(kind.model_validate(node.value), file, node))
            except ValidationError as error:
                self.mistakes += mistakes_of(error, kind, node, file)
                written = node.value.get("key") if isinstance(node.value, dict) else None
                self.spoiled |= {(kind.kind, place.stem), (kind.kind, str(written))}

    def _documents(self, place: Path) -> list[Node] | None:
        """The documents of a file, or None when it could not be read."""
        file = place.relative_to(self.folder).as_posix()
        try:
            data = place.read_bytes()
        except OSError as error:
            self.add(file, 0, "", "unreadable", f"打不开这个文件：{error.strerror}。")
            return None
        documents, mistakes = read_documents(data, file)
        self.mistakes += mistakes
        return None if mistakes else documents

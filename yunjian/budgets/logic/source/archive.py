"""The zip archive an Office file is: opened only within bounds, its XML parsed without entities or network."""

import io
import re
import zipfile
import zlib

from lxml import etree

from ..disclosure import Unreadable
from .limits import Limits

_DECLARES = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)"
)
_MOST_PARTS = 5000
_DAMAGED = "文件已损坏或没有下载完整：{}。请重新从原处取得文件，或用 Office、WPS 打开后另存再上传。"


def parser() -> etree.XMLParser:
    """A parser that resolves nothing: no entities, no DTD, no network, no trees beyond libxml2's own bounds."""
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )


class Archive:
    """The parts of an Office file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(_DAMAGED.format("压缩包的目录读不出来")) from error
        self._sizes = {info.filename: info for info in self._zip.infolist()}
        self._check(limits)

    def _check(self, limits: Limits) -> None:
        """Refuse before anything is unpacked what would unpack to too much."""
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS:
            raise Unreadable(f"文件里有{len(parts)}个部件，不像 Word 或 Excel 文件。请另存为新文件后上传。")
        if any(part.flag_bits & 0x1 for part in parts):
            raise Unreadable("文件加了密码。请去掉密码后重新上传。")
        total = sum(part.file_size for part in parts)
        if total > limits.unpacked:
            raise Unreadable(
                f"文件解压后有{total / 1048576:.0f}MB，最多{limits.unpacked // 1048576}MB，可能是压缩炸弹。"
                "请删去多余的工作表或图片，另存为新文件后上传。"
            )
        for part in parts:
            if part.file_size > 1 << 20 and part.file_size > limits.ratio * max(part.compress_size, 1):
                raise Unreadable(
                    f"文件的部件“{part.filename[-60:]}”压缩了{part.file_size // max(part.compress_size, 1)}倍，"
                    "可能是压缩炸弹，没有打开。请另存为新文件后上传。"
                )

    @property
    def names(self) -> list[str]:
        return list(self._sizes)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none."""
        info = self._sizes.get(name)
        if info is None:
            return None
        try:
            content = self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Unreadable(_DAMAGED.format(f"部件“{name}”解不开")) from error
        if (b"<!" in content or b"\x00" in content) and _DECLARES.search(content):
            raise Unreadable(f"文件的部件“{name}”带有 XML 实体定义，可能是攻击文件，没有打开。请另存为新文件后上传。")
        return content

    def tree(self, name: str) -> etree._Element | None:
        """A part as XML, or None where there is none."""
        content = self.part(name)
        if content is None:
            return None
        try:
            return etree.fromstring(content, parser())
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            raise Unreadable(_DAMAGED.format(f"部件“{name}”第{line}行不是完整的 XML")) from error

    def relations(self, name: str) -> dict[str, str]:
        """The targets of a part's relations by id, as names of parts."""
        folder, _, file = name.rpartition("/")
        tree = self.tree(f"{folder}/_rels/{file}.rels")
        found: dict[str, str] = {}
        for relation in tree if tree is not None else ():
            target = relation.get("Target") or ""
            found[relation.get("Id") or ""] = (
                target.lstrip("/") if target.startswith("/") else _resolved(folder, target)
            )
        return found


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, which differs between the two editions of the standard."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    value = element.get(name)
    if value is not None:
        return value
    return next((v for key, v in element.attrib.items() if key.endswith(f"}}{name}")), None)


def _resolved(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)

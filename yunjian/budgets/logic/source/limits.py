"""How much of a file is read before it is refused."""

from dataclasses import dataclass

from ..disclosure import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; ``seconds`` and ``megabytes`` are kept by the child process that reads it."""

    size: int = 50 * 1024 * 1024
    pages: int = 400
    lines: int = 200_000
    cells: int = 150_000
    columns: int = 200
    unpacked: int = 200 * 1024 * 1024
    ratio: int = 200  # unpacked to packed, of one part of an archive over a megabyte
    seconds: int = 60
    megabytes: int = 1024

    def check_columns(self, count: int, where: str) -> None:
        """Refuse a table wider than any budget table can be."""
        if count > self.columns:
            raise Unreadable(f"{where}的表格有{count}列，最多读{self.columns}列。请删去多余的空列后重新上传。")

    def check_cells(self, count: int) -> None:
        if count > self.cells:
            raise Unreadable(f"文件里的表格超过{self.cells}个单元格，不像一份预决算公开文件。请只上传公开的表格。")

    def check_lines(self, count: int) -> None:
        if count > self.lines:
            raise Unreadable(f"文件有{count}行，最多读{self.lines}行。请只上传一份预决算公开文件。")


DEFAULT = Limits()

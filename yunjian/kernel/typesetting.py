"""Text set on paper by typst: which font prints Chinese here, and a template with the words that come in as data."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import typst

# Families that print Chinese, the ones with feet first; what the system has is asked of typst.
FAMILIES = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "FangSong", "SimSun", "STSong", "Songti SC",
    "AR PL UMing CN", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "SimHei",
)  # fmt: skip


class NoFont(Exception):
    """服务器上没有中文字体，排不出 PDF。请安装一种（如 Debian 的 fonts-noto-cjk、fonts-wqy-zenhei），再生成一次。"""

    def __str__(self) -> str:
        return type(self).__doc__ or ""


@cache
def _installed() -> tuple[str, ...]:
    return tuple(typst.Fonts().families())


def chinese_font(installed: Iterable[str] | None = None) -> str:
    """The family to print with; NoFont where the system has none."""
    present = set(_installed() if installed is None else installed)
    found = next((family for family in FAMILIES if family in present), None)
    if found is None:
        raise NoFont()
    return found


def tagged_pdf(
    template: bytes, told: Mapping[str, Any], *, at: int | None, installed: Iterable[str] | None = None
) -> bytes:
    """A tagged PDF (PDF/UA-1) of the template; the same words at the same second give the same bytes."""
    made = typst.compile(
        template,
        format="pdf",
        sys_inputs={"told": json.dumps({**told, "font": chinese_font(installed)}, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=at,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made

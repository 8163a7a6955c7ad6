"""The colours of the design system."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parents[1] / "static" / "ui"
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
BACKGROUNDS = ("paper", "ground")
TEXTS = [
    *((text, back) for text in ("ink", "ink-soft", "accent", "error") for back in BACKGROUNDS),
    *((kind, f"{kind}-tint") for kind in ("error", "warning", "ok", "note", "accent")),
    *(("ink", back) for back in ("error-tint", "warning-tint", "ok-tint", "note-tint", "accent-tint", "mark")),
    *(("accent-strong", back) for back in (*BACKGROUNDS, "accent-tint")),
    *(("accent", back) for back in ("error-tint", "warning-tint", "mark")),
    *(("paper", f"series-{n}") for n in range(1, 9)),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
GRAPHICS = [
    *((f"series-{n}", back) for n in range(1, 9) for back in BACKGROUNDS),
    *((edge, back) for edge in ("line-strong", "focus") for back in BACKGROUNDS),
]


def schemes() -> dict[str, dict[str, str]]:
    light, dark = (STYLES / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return {"light": dict(TOKEN.findall(light)), "dark": {**dict(TOKEN.findall(light)), **dict(TOKEN.findall(dark))}}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stand_out_from_what_is_behind_them(scheme):
    tokens = schemes()[scheme]
    least = [(pair, 4.5) for pair in TEXTS] + [(pair, 3.0) for pair in GRAPHICS]
    weak = {
        f"{front} on {back}": round(contrast(tokens[front], tokens[back]), 2)
        for (front, back), ratio in least
        if contrast(tokens[front], tokens[back]) < ratio
    }
    assert not weak


# Red-, green- and blue-blindness, after Machado, Oliveira and Fernandes (2009), in linear RGB.
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def seen(colour: str, matrix) -> tuple[float, float, float]:
    """The colour as somebody with the blindness sees it, in CIELAB."""
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in matrix)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_of_neighbouring_series_stay_apart_for_colour_blind_eyes(scheme, blindness):
    tokens = schemes()[scheme]
    series = [seen(tokens[f"series-{n}"], BLINDNESS[blindness]) for n in range(1, 9)]
    close = [
        (n + 1, round(sum((a - b) ** 2 for a, b in zip(series[n], series[n + 1], strict=True)) ** 0.5, 1))
        for n in range(7)
        if sum((a - b) ** 2 for a, b in zip(series[n], series[n + 1], strict=True)) ** 0.5 < 12
    ]
    assert not close


def test_are_named_in_one_place_only():
    raw = {
        path.name: RAW_COLOUR.findall(path.read_text())
        for path in STYLES.glob("*.css")
        if path.name not in ("tokens.css", "print.css")
    }
    assert not {name: found for name, found in raw.items() if found}


def test_stand_in_sheets_that_can_be_read_at_once():
    assert {path.name for path in STYLES.glob("*.css") if len(path.read_text().splitlines()) > 400} == set()

"""Papers drawn as people send them: scanned askew, stamped over, photographed from the side, small, dark."""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

# Fonts of Debian's packages, those that are installed; and the same ones bolder and leaning.
_DEBIAN = Path("/usr/share/fonts")
_FACES = (
    ("truetype/wqy/wqy-zenhei.ttc", 0),
    ("truetype/wqy/wqy-zenhei.ttc", 1),
    ("truetype/wqy/wqy-microhei.ttc", 0),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("truetype/arphic/uming.ttc", 0),
    ("truetype/arphic/ukai.ttc", 0),
)
WIDTH, HEIGHT = 1100, 1500
INK, RED, DESK = (28, 28, 34), (205, 38, 44), (106, 92, 78)


def fonts() -> list[tuple[str, int]]:
    """The Chinese faces of this machine."""
    return [(str(_DEBIAN / path), face) for path, face in _FACES if (_DEBIAN / path).exists()]


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper was written and sent."""

    face: int = 0
    bold: bool = False
    lean: float = 0.0
    askew: float = 0.0  # degrees
    noise: int = 0
    stamp: bool = False
    aside: float = 0.0  # how far the corners wander, as a photo from the side; 0: a scan
    light: float = 0.0  # how dark the far corner is
    blur: float = 0.0
    shrunk: float = 1.0
    quality: int = 88


CLEAN = Look()


def legible(random: Random) -> Look:
    """Somebody's scan or photo that an eye reads without trouble."""
    photo = random.random() < 0.5
    return Look(
        face=random.randrange(99), bold=random.random() < 0.3, lean=random.choice((0.0, 0.0, 0.12)),
        askew=random.uniform(-4, 4), noise=random.choice((0, 8, 18)), stamp=random.random() < 0.5,
        aside=random.uniform(0.02, 0.07) if photo else 0.0, light=random.uniform(0.1, 0.5) if photo else 0.0,
        blur=random.choice((0.0, 0.0, 0.8, 1.2)), shrunk=random.choice((1.0, 1.0, 0.7)),
        quality=random.choice((88, 75, 60)),
    )  # fmt: skip


def illegible(random: Random) -> Look:
    """A photo on which an eye reads nothing: out of focus, or a thumbnail of one."""
    if random.random() < 0.5:
        return Look(face=random.randrange(99), blur=random.uniform(11, 15), askew=random.uniform(-3, 3), light=0.4)
    return Look(face=random.randrange(99), shrunk=random.uniform(0.08, 0.11), noise=12, quality=40)


def photo(title: str, lines: tuple[str, ...], look: Look, random: Random) -> bytes:
    """The paper as a JPEG."""
    sheet = _written(title, lines, look)
    if look.stamp:
        sheet = _stamped(sheet, look, random)
    if look.askew:
        sheet = sheet.rotate(look.askew, Image.Resampling.BICUBIC, fillcolor="white")
    if look.aside:
        sheet = _from_the_side(sheet, look.aside, random)
    if look.light:
        sheet = _unevenly_lit(sheet, look.light, random)
    if look.noise:
        sheet = ImageChops.add(sheet, _grain(sheet.size, look.noise, random), 1, -128)
    if look.blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(look.blur))
    if look.shrunk != 1.0:
        sheet = sheet.resize((int(sheet.width * look.shrunk), int(sheet.height * look.shrunk)))
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=look.quality)
    return stream.getvalue()


def _grain(size: tuple[int, int], spread: int, random: Random) -> Image.Image:
    """Noise around the middle grey, of this spread; the same for everybody."""
    even = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    return even.point(lambda level: int(128 + (level - 128) * spread / 74)).convert("RGB")


def _font(look: Look, size: int) -> ImageFont.FreeTypeFont:
    path, face = fonts()[look.face % len(fonts())]
    return ImageFont.truetype(path, size, index=face)


def _written(title: str, lines: tuple[str, ...], look: Look) -> Image.Image:
    sheet = Image.new("RGB", (WIDTH, HEIGHT), (253, 252, 248))
    pen, stroke = ImageDraw.Draw(sheet), 1 if look.bold else 0
    pen.rectangle((36, 36, WIDTH - 36, HEIGHT - 36), outline=(150, 150, 150), width=2)
    if title:
        pen.text((WIDTH / 2, 150), title, INK, _font(look, 66), anchor="mm", stroke_width=stroke)
    for number, line in enumerate(lines):
        pen.text((110, 280 + 96 * number), line, INK, _font(look, 38), stroke_width=stroke)
    if look.lean:
        sheet = sheet.transform(
            sheet.size, Image.Transform.AFFINE, (1, look.lean, -look.lean * HEIGHT / 2, 0, 1, 0),
            Image.Resampling.BICUBIC, fillcolor=(253, 252, 248),
        )  # fmt: skip
    return sheet


def _stamped(sheet: Image.Image, look: Look, random: Random) -> Image.Image:
    """A round red seal with a star, over the text."""
    size, seal = 330, Image.new("RGBA", (330, 330), (0, 0, 0, 0))
    pen, middle = ImageDraw.Draw(seal), 165
    pen.ellipse((6, 6, size - 6, size - 6), outline=(*RED, 200), width=9)
    star = [
        (middle + (52 if n % 2 == 0 else 21) * math.sin(n * math.pi / 5),
         middle - (52 if n % 2 == 0 else 21) * math.cos(n * math.pi / 5))
        for n in range(10)
    ]  # fmt: skip
    pen.polygon(star, fill=(*RED, 200))
    pen.text((middle, 252), "测试专用章", (*RED, 200), _font(look, 34), anchor="mm")
    seal = seal.rotate(random.uniform(-20, 20), Image.Resampling.BICUBIC)
    place = (random.randint(380, 690), random.randint(330, 900))
    stamped = sheet.convert("RGBA")
    stamped.alpha_composite(seal, place)
    return stamped.convert("RGB")


def _from_the_side(sheet: Image.Image, aside: float, random: Random) -> Image.Image:
    """On a desk, each corner somewhere else."""
    around = 90
    desk = Image.new("RGB", (sheet.width + 2 * around, sheet.height + 2 * around), DESK)
    desk.paste(sheet, (around, around))
    far, wide = aside * desk.width, (desk.width, desk.height)

    def off() -> float:
        return random.uniform(-far, far * 0.3)

    corners = (off(), off(), off(), wide[1] - off(), wide[0] - off(), wide[1] - off(), wide[0] - off(), off())
    return desk.transform(wide, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=DESK)


def _unevenly_lit(sheet: Image.Image, light: float, random: Random) -> Image.Image:
    shade = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270))).resize(sheet.size)
    lit = shade.point(lambda level: int(255 * (1 - light * level / 255)))
    return ImageChops.multiply(sheet, Image.merge("RGB", (lit, lit, lit)))

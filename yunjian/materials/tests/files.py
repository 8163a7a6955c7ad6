"""Files as people hand them in, and as attackers do, made in memory."""

import io
import struct
import zipfile
import zlib
from functools import cache
from itertools import count

import pikepdf
from PIL import Image

_serial = count(1)
PLACE_TAKEN = b"Songjiang-31.03N-121.23E"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def jpeg(width: int = 60, height: int = 40, *, orientation: int = 1, told: bool = False) -> bytes:
    """A photo, another one each time; with what a camera writes into it when ``told``."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height // 2))
    image.putpixel((width - 1, height - 1), (next(_serial) % 251, 10, 200))
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    if told:
        exif[0x010E] = PLACE_TAKEN.decode()
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (31.0, 1.0, 48.0)
    more = {"xmp": b"<x:xmpmeta>" + PLACE_TAKEN + b"</x:xmpmeta>", "comment": PLACE_TAKEN} if told else {}
    image.save(stream, "JPEG", exif=exif, quality=90, **more)
    return stream.getvalue() + next(_serial).to_bytes(4)


def picture(kind: str, size: tuple[int, int] = (50, 30), frames: int = 1) -> bytes:
    """A PNG, WebP or TIFF."""
    stream, images = io.BytesIO(), [Image.new("RGB", size, ("blue", "green")[n % 2]) for n in range(frames)]
    more = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(stream, kind, **more)
    return stream.getvalue()


LETTERS = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"  # Debian: fonts-wqy-zenhei, as for the browser


def written(*lines: str, turned: int = 1) -> bytes:
    """A photo of a paper with these lines; ``turned`` as the camera held it, by EXIF."""
    from PIL import ImageDraw, ImageFont

    image = Image.new("RGB", (1200, 140 + 100 * len(lines)), "white")
    pen, letters = ImageDraw.Draw(image), ImageFont.truetype(LETTERS, 40)
    for number, line in enumerate(lines):
        pen.text((60, 60 + 100 * number), line, fill="black", font=letters)
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = turned
    (image.rotate(90, expand=True) if turned == 6 else image).save(stream, "JPEG", exif=exif, quality=90)
    return stream.getvalue()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A pixel bomb: a few kilobytes that say they are billions of points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1000) * 2000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def pdf(pages: int = 1, text: str = "Yunjian material") -> bytes:
    """A PDF with a line of text."""
    paper = pikepdf.new()
    for number in range(pages):
        paper.add_blank_page(page_size=(595, 842))
        page = paper.pages[number]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = paper.make_stream(f"BT /F1 24 Tf 72 700 Td ({text} {next(_serial)}) Tj ET".encode())
    return _saved(paper)


def acting_pdf() -> bytes:
    """A PDF with a script, a launch, a form, a link and a file inside."""
    with pikepdf.open(io.BytesIO(pdf())) as paper:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('EVIL-SCRIPT')"))
        paper.Root.OpenAction = script
        paper.Root.AA = pikepdf.Dictionary(WC=script)
        paper.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), script]))
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("http://evil.example/EVIL-LINK")),
        )  # fmt: skip
        launch = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Screen, Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("EVIL-PROGRAM.exe")),
        )  # fmt: skip
        paper.pages[0].Annots = paper.make_indirect(pikepdf.Array([link, launch]))
        paper.pages[0].AA = pikepdf.Dictionary(O=script)
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("f"), AA=pikepdf.Dictionary(K=script))
        paper.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([paper.make_indirect(field)]), XFA="<xdp/>")
        paper.attachments["EVIL-FILE.txt"] = b"EVIL-INSIDE"
        paper.docinfo["/Author"] = "EVIL-AUTHOR"
        return _saved(paper)


def locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as paper:
        stream = io.BytesIO()
        paper.save(stream, encryption=pikepdf.Encryption(owner="owner", user="user"))
        return stream.getvalue()


def _saved(paper: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    """The parts that make an archive Word, Excel or OFD, and more of them."""
    own = {
        "docx": {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"},
        "xlsx": {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"},
        "ofd": {"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"},
    }[kind]
    return archive({**own, "serial": str(next(_serial)).encode(), **more})


@cache
def bomb(kind: str) -> bytes:
    """200 MB of nothing in 200 kB."""
    where = {"docx": "word/media/x", "xlsx": "xl/worksheets/sheet1.xml", "ofd": "Doc_0/Res/x"}[kind]
    return office(kind, **{where: bytes(200 << 20)})

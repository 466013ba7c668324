"""PDFs that are too large, endless, locked or broken, and how each has to end."""

import io
import random
import zlib
from functools import partial

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.integration.decoding.good import CATALOGUE, FONT, INK, document, page, pages, stream
from tests.integration.decoding.hostile import PAPER, Hostile

SHORT_SECONDS = 2
FLATE_TWICE = b"/Filter [/FlateDecode /FlateDecode]"
ANY = (PAPER, "damaged", "memory", "time", "crashed")


def bombs():
    yield Hostile("pdf-flate-twice-1-gb", "pdf", flate_twice, "memory", "damaged", PAPER)
    yield Hostile("pdf-flate-picture-1-gb", "pdf", lambda: picture(30000, 30000, 8), *ANY)
    yield Hostile("pdf-picture-30000-squared", "pdf", lambda: picture(30000, 30000, 1), PAPER)
    yield Hostile("pdf-forms-10-to-the-8", "pdf", nested_forms, "time", "memory", cpu=SHORT_SECONDS)
    yield Hostile("pdf-form-draws-itself", "pdf", form_of_itself, PAPER, "damaged")
    yield Hostile(
        "pdf-endless-line", "pdf", lambda: page(content=b"9 9 l S " * 2_000_000), *ANY, cpu=4
    )
    yield Hostile("pdf-million-saves", "pdf", lambda: page(content=b"q " * 1_000_000), *ANY, cpu=4)
    yield Hostile("pdf-million-letters", "pdf", million_letters, *ANY, cpu=6)
    yield Hostile("pdf-10000-pages", "pdf", lambda: pages(10_000), "pages")
    yield Hostile("pdf-21-pages", "pdf", lambda: pages(21), "pages")
    yield Hostile("pdf-20-pages", "pdf", lambda: pages(20), PAPER)
    yield Hostile("pdf-deep-arrays", "pdf", lambda: page(page_more=b"/A " + b"[" * 100_000), *ANY)
    yield Hostile("pdf-deep-dictionaries", "pdf", lambda: page(page_more=b"/A <<" * 50_000), *ANY)
    yield Hostile("pdf-tiles", "pdf", tiles, *ANY, cpu=SHORT_SECONDS)
    yield Hostile("pdf-shading", "pdf", shading, "time", cpu=SHORT_SECONDS)


def flate_twice():
    twice = zlib.compress(zlib.compress(bytes(1_000_000_000), 9), 9)
    return page(more=[stream(twice, FLATE_TWICE)]).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")


def picture(width, height, depth):
    packer = zlib.compressobj(1)
    row = bytes((width * depth + 7) // 8)
    data = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    about = (
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /Filter /FlateDecode"
        b" /Width %d /Height %d /BitsPerComponent %d" % (width, height, depth)
    )
    return page(
        content=b"400 0 0 400 40 40 cm /X6 Do",
        resources=b"/XObject << /X6 6 0 R >>",
        more=[stream(data, about)],
    )


def form(content, inner):
    about = b"/Type /XObject /Subtype /Form /BBox [0 0 500 500]"
    if inner:
        about += b" /Resources << /XObject << /X%d %d 0 R >> >>" % (inner, inner)
    return stream(content, about)


def nested_forms():
    """Eight forms, each of which draws the next ten times; the last one draws ten lines."""
    inside = [form(b"/X%d Do " % (number + 1) * 10, number + 1) for number in range(6, 14)]
    last = form(b"0 0 m 400 400 l S " * 10, 0)
    return page(content=b"/X6 Do", resources=b"/XObject << /X6 6 0 R >>", more=[*inside, last])


def form_of_itself():
    return page(
        content=INK + b" /X6 Do",
        resources=b"/XObject << /X6 6 0 R >>",
        more=[form(b"/X6 Do 0 0 m 9 9 l S", 6)],
    )


def million_letters():
    return page(content=b"BT /F1 1 Tf 40 700 Td (" + b"a1 " * 333_333 + b") Tj ET")


def tiles():
    about = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1]"
    step = b" /XStep 0.01 /YStep 0.01 /Resources << >>"
    return page(
        content=b"/Pattern cs /P6 scn 0 0 595 842 re f",
        resources=b"/Pattern << /P6 6 0 R >>",
        more=[stream(b"0 0 1 1 re f", about + step)],
    )


def shading():
    return page(
        content=b"/S6 sh " * 2000,
        resources=b"/Shading << /S6 6 0 R >>",
        more=[
            (
                b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 595 842]"
                b" /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >>"
            )
        ],
    )


def odd():
    for name, box, ends in (
        ("giant", b"0 0 2000000 2000000", PAPER),
        ("very-wide", b"0 0 2000000 10", PAPER),
        ("very-high", b"0 0 0.01 100000", PAPER),
        ("backwards", b"595 842 0 0", PAPER),
        ("empty", b"0 0 0 0", PAPER),
        ("negative", b"-9000 -9000 -8000 -8000", PAPER),
        ("beyond-numbers", b"0 0 9e99 9e99", PAPER),
        ("of-words", b"/a /b /c /d", PAPER),
        ("missing", b"", PAPER),
        ("tiny", b"0 0 0.0001 0.0001", PAPER),
    ):
        yield Hostile(f"pdf-box-{name}", "pdf", partial(page, box), ends, "damaged")
    yield Hostile("pdf-locked", "pdf", lambda: locked("segredo"), "encrypted")
    yield Hostile("pdf-unknown-lock", "pdf", unknown_lock, "encrypted", "damaged")
    yield Hostile("pdf-locked-for-changes-only", "pdf", lambda: locked(""), PAPER)
    for turn in (90, 180, 270, 45, -90, 99999):
        more = b"/Rotate %d" % turn
        yield Hostile(f"pdf-turned-{turn}", "pdf", partial(page, page_more=more), PAPER)
    yield Hostile("pdf-unit-1000", "pdf", lambda: page(page_more=b"/UserUnit 1000"), PAPER)
    yield Hostile(
        "pdf-runs-script", "pdf", lambda: acting(b"/S /JavaScript /JS (while(1);)"), PAPER
    )
    yield Hostile("pdf-starts-program", "pdf", lambda: acting(b"/S /Launch /F (calc.exe)"), PAPER)
    yield Hostile(
        "pdf-opens-address", "pdf", lambda: acting(b"/S /URI /URI (http://a.example)"), PAPER
    )
    yield Hostile("pdf-attachment", "pdf", lambda: page(more=[stream(b"MZ" * 99)]), PAPER)
    yield Hostile("pdf-no-text-no-font", "pdf", lambda: page(content=b""), PAPER)


def locked(password):
    file = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="outra", canModify=0, strength=128)
    canvas = Canvas(file, encrypt=lock)
    canvas.drawString(50, 700, "Valor pago R$ 1.234,56 ao recebedor Padaria Inventada")
    canvas.save()
    return file.getvalue()


def unknown_lock():
    return page().replace(b"/Root 1 0 R", b"/Encrypt << /Filter /Nobody /V 9 >> /Root 1 0 R")


def acting(action):
    return page().replace(CATALOGUE, CATALOGUE[:-2] + b"/OpenAction << %s >> >>" % action)


def broken():
    for share in (1, 10, 30, 60, 90, 99):
        yield Hostile(f"pdf-cut-at-{share}-percent", "pdf", partial(cut, share), *ANY)
    for seed in range(20):
        yield Hostile(f"pdf-mutated-{seed}", "pdf", partial(mutated, seed), *ANY)
    leaf_of_itself = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4 >>"
    for name, content in (
        ("no-pages", document([CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"])),
        ("tree-is-a-circle", document([CATALOGUE, leaf_of_itself])),
        ("counts-too-many", page().replace(b"/Count 1", b"/Count 9")),
        ("counts-less-than-none", page().replace(b"/Count 1", b"/Count -9")),
        ("counts-billions", page().replace(b"/Count 1", b"/Count 2147483647")),
        ("catalogue-is-missing", document([FONT])),
        ("catalogue-is-itself", document([b"1 0 R"])),
        ("length-is-itself", page().replace(b"/Length ", b"/Length 4 0 R /Was ")),
        ("table-is-a-circle", page().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9")),
        ("only-a-header", b"%PDF-1.7\n"),
        ("header-and-zeros", b"%PDF-1.7\n" + bytes(100_000)),
        ("header-twice", b"%PDF-1.7\n" + page()),
    ):
        ends = (*ANY, "pages")
        yield Hostile(f"pdf-{name}", "pdf", partial(bytes, content), *ends)


def cut(share):
    data = pages(3)
    return data[: max(9, len(data) * share // 100)]


def mutated(seed):
    chance = random.Random(seed)  # noqa: S311 - the same mutations every time
    data = bytearray(page())
    for _ in range(1 + seed * 2):
        data[chance.randrange(9, len(data))] = chance.randrange(256)
    return bytes(data)

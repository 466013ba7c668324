"""Files that are not what their names say, or that are two things at once."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import partial

from tests.integration.decoding.good import jpeg, page, png, receipt, saved, webp
from tests.integration.decoding.hostile import PAPER, Hostile

MOVIE = b"\0\0\0\x18ftyp%s\0\0\0\0mif1heic"
WRONG = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><title>x</title><script>alert(1)</script>",
    "xml-entities": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "windows-program": b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0" + bytes(200),
    "linux-program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "shell-script": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET['c']); ?>",
    "json": b'{"amount": 1}',
    "text": b"Valor pago R$ 1.234,56",
    "postscript": b"%!PS-Adobe-3.0\n(%pipe%id) (r) file",
    "eicar-like": b"X5O!P%@AP - not the real one",
    "rtf": rb"{\rtf1 hello}",
    "zeros": bytes(5000),
    "one-byte": b"\xff",
    "mp4": MOVIE % b"isom",
    "avif": MOVIE % b"avif",
}
NAMES = (
    "", ".", "exe", "php", "svg", "gif", "tiff", "jpg\0", "jpg.exe", "../../etc/passwd", "j" * 5000,
    "jpg ", "con", "\u202egpj", "p\u0440g",
)  # fmt: skip


def wrong_types():
    for name, data in WRONG.items():
        for extension in ("jpg", "pdf"):
            yield Hostile(f"{name}-named-{extension}", extension, partial(bytes, data), "type")
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "AVIF"):
        yield Hostile(
            f"{kind}-named-png", "png", partial(saved, receipt(), kind), "type"
        )  # fmt: skip
    yield Hostile("zip-named-pdf", "pdf", zipped, "type")
    yield Hostile("zip-named-webp", "webp", zipped, "type")
    yield Hostile("nothing-named-jpg", "jpg", lambda: b"", "empty")
    yield Hostile("nothing-named-pdf", "pdf", lambda: b"", "empty")
    makers: dict[str, Callable[..., bytes]] = {"jpg": jpeg, "png": png, "webp": webp, "pdf": page}
    for kind, make in makers.items():
        for other in makers:
            if other != kind:
                yield Hostile(f"{kind}-named-{other}", other, make, "mismatch")
    for number, name in enumerate(NAMES):
        yield Hostile(f"jpeg-with-odd-name-{number}", name, jpeg, "type")


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("receipt.jpg", jpeg())
    return file.getvalue()


def two_at_once():
    html = b"<html><script>alert(1)</script>"
    yield Hostile("jpeg-then-html", "jpg", lambda: jpeg() + html, PAPER)
    yield Hostile("jpeg-then-zip", "jpg", lambda: jpeg() + zipped(), PAPER)
    yield Hostile("png-then-pdf", "png", lambda: png() + page(), PAPER)
    yield Hostile("png-then-html", "png", lambda: png() + html, PAPER)
    yield Hostile("pdf-then-zip", "pdf", lambda: page() + zipped(), PAPER)
    yield Hostile("html-then-pdf", "pdf", lambda: html + page(), "type")
    yield Hostile("blank-then-pdf", "pdf", lambda: b"\n" + page(), "type")
    yield Hostile("zip-then-pdf", "pdf", lambda: zipped() + page(), "type")
    yield Hostile("gif-then-script", "jpg", lambda: b"GIF89a/*" + html, "type")
    for extension, ends in (("jpg", "damaged"), ("pdf", "mismatch")):
        yield Hostile(
            f"jpeg-start-then-pdf-named-{extension}", extension,
            lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + page(), ends,
        )  # fmt: skip
    yield Hostile("webp-is-a-wave", "webp", lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(50), "type")
    yield Hostile("png-start-then-jpeg", "png", lambda: png()[:8] + jpeg(), "damaged", "mismatch")
    yield Hostile("heic-without-picture", "heic", lambda: MOVIE % b"heic" + bytes(99), "damaged")


def random_bytes():
    starts = {
        "jpg": b"\xff\xd8\xff\xe0", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\0\0\1\0WEBP",
        "heic": MOVIE % b"heic", "pdf": b"%PDF-1.7\n",
    }  # fmt: skip
    for extension, start in starts.items():
        for seed in range(3):
            yield Hostile(
                f"noise-named-{extension}-{seed}", extension, partial(noise, seed), "type"
            )
            yield Hostile(
                f"noise-that-starts-as-{extension}-{seed}", extension,
                partial(noise, seed, start), "damaged", "mismatch",
            )  # fmt: skip


def noise(seed, start=b""):
    return start + random.Random(seed).randbytes(20_000)  # noqa: S311 - the same noise every time

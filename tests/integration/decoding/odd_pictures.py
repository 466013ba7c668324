"""Pictures that are too large, broken, or unusual, and how each has to end."""

import random
import struct
import zlib
from functools import partial

from PIL import Image

from tests.integration.decoding.good import (
    chunk,
    deep_png,
    jpeg,
    noted_png,
    png,
    png_of,
    receipt,
    saved,
    webp,
)
from tests.integration.decoding.hostile import PAPER, Hostile

HUGE_ZEROS = 200_000_000
EXIF = b"Exif\x00\x00"


def bombs():
    yield Hostile("png-50000-squared-1-bit", "png", lambda: png_of(50000, 50000, 1, 0), "pixels")
    yield Hostile("png-13000-squared-grey", "png", lambda: png_of(13000, 13000, 8, 0), "pixels")
    yield Hostile("png-9000-squared-colour", "png", lambda: png_of(9000, 9000, 8, 2), "pixels")
    yield Hostile("png-6300-squared-see-through", "png", lambda: png_of(6300, 6300, 8, 6), PAPER)
    yield Hostile("png-6300-squared-16-bit", "png", lambda: png_of(6300, 6300, 16, 0), PAPER)
    yield Hostile("png-6300-squared-16-bit-rgba", "png", lambda: png_of(6300, 6300, 16, 6), PAPER)
    yield Hostile("png-6300-squared-palette", "png", lambda: palette(6300), PAPER)
    yield Hostile("png-1-high", "png", lambda: png_of(1_000_000, 1, 8, 0), PAPER)
    yield Hostile("png-1-wide", "png", lambda: png_of(1, 1_000_000, 8, 0), PAPER)
    yield Hostile("png-31-bit-wide", "png", lambda: claimed_png(0x7FFFFFFF, 1), "pixels")
    yield Hostile(
        "png-31-bit-squared", "png", lambda: claimed_png(0x7FFFFFFF, 0x7FFFFFFF), "pixels"
    )
    yield Hostile("png-of-no-size", "png", lambda: claimed_png(0, 0), "damaged")
    yield Hostile("png-notes-200-mb", "png", lambda: png_with(b"zTXt", b"a\0\0"), "damaged")
    yield Hostile(
        "png-notes-iTXt-200-mb", "png", lambda: png_with(b"iTXt", b"a\0\1\0\0\0"), "damaged"
    )
    yield Hostile(
        "png-profile-200-mb", "png", lambda: png_with(b"iCCP", b"a\0\0"), PAPER, "damaged"
    )
    yield Hostile("png-1000-notes", "png", lambda: noted_png(**notes(1000)), PAPER)
    yield Hostile(
        "png-65-notes-1-mb", "png", lambda: noted_png(**notes(65, 1_000_000)), PAPER, "damaged"
    )
    yield Hostile("jpeg-64-mega-progressive", "jpg", lambda: large_jpeg(8000), PAPER, "memory")
    yield Hostile("jpeg-claims-65500-squared", "jpg", lambda: claimed_jpeg(65500, 65500), "pixels")
    yield Hostile("jpeg-claims-nothing", "jpg", lambda: claimed_jpeg(0, 0), "damaged")
    yield Hostile("webp-claims-16384-squared", "webp", lambda: claimed_webp(16384), "pixels")
    yield Hostile("webp-claims-16-million-squared", "webp", lambda: claimed_webp(1 << 24), "pixels")
    yield Hostile("apng-1000-frames", "png", lambda: animated("PNG", 1000), PAPER)
    yield Hostile("webp-300-frames", "webp", lambda: animated("WEBP", 300), PAPER)
    yield Hostile("png-after-16-mb-of-nothing", "png", lambda: png() + bytes(16 << 20), PAPER)


def palette(side):
    colours = chunk(b"PLTE", bytes(range(30))) + chunk(b"tRNS", bytes(10))
    return png_of(side, side, 8, 3, colours)


def notes(count, length=10):
    return {f"note{number}": "n" * length for number in range(count)}


def claimed_png(width, height):
    data = png()
    header = struct.pack("!II", width, height) + data[24:29]
    return data[:8] + chunk(b"IHDR", header) + data[33:]


def png_with(kind, start):
    data = png()
    return data[:33] + chunk(kind, start + zlib.compress(bytes(HUGE_ZEROS), 1)) + data[33:]


def large_jpeg(side):
    return saved(Image.new("RGB", (side, side), "white"), "JPEG", progressive=True, subsampling=0)


def claimed_jpeg(width, height):
    data = jpeg()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack("!HH", height, width) + data[at + 4 :]


def claimed_webp(side):
    size = (side - 1).to_bytes(3, "little")
    body = webp()[12:]
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size + size
    return b"RIFF" + struct.pack("<I", 4 + len(extended) + len(body)) + b"WEBP" + extended + body


def animated(kind, count):
    frames = [Image.new("RGB", (64, 64), (number % 256, 0, 0)) for number in range(count)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=20)


def unusual():
    for mode in ("1", "L", "LA", "P", "RGBA"):
        yield Hostile(f"png-{mode}", "png", partial(png, mode), PAPER)
    yield Hostile("png-16-bit", "png", deep_png, PAPER)
    yield Hostile("png-see-through-palette", "png", lambda: png("P", transparency=0), PAPER)
    yield Hostile(
        "png-one-colour-see-through", "png", lambda: png(transparency=(255, 255, 255)), PAPER
    )
    yield Hostile("png-one-pixel", "png", lambda: png_of(1, 1, 8, 2), PAPER)
    yield Hostile("jpeg-cmyk", "jpg", lambda: saved(receipt("CMYK"), "JPEG"), PAPER)
    yield Hostile("jpeg-grey", "jpeg", lambda: saved(receipt("L"), "JPEG"), PAPER)
    yield Hostile("jpeg-progressive", "jpg", lambda: jpeg(progressive=True), PAPER)
    yield Hostile("jpeg-name-in-capitals", "JPG", jpeg, PAPER)
    yield Hostile(
        "jpeg-65500-by-1", "jpg", lambda: saved(Image.new("L", (65500, 1)), "JPEG"), PAPER
    )
    yield Hostile("webp-without-loss", "webp", lambda: webp(lossless=True), PAPER)
    yield Hostile("webp-see-through", "webp", lambda: saved(receipt("RGBA"), "WEBP"), PAPER)
    for turn in range(10):
        yield Hostile(f"jpeg-turned-{turn}", "jpg", partial(turned, turn), PAPER)
    yield Hostile("jpeg-exif-garbage", "jpg", lambda: jpeg(exif=EXIF + b"\xff" * 4000), PAPER)
    yield Hostile(
        "jpeg-exif-php", "jpg", lambda: jpeg(exif=EXIF + b"<?php system('id'); ?>"), PAPER
    )
    yield Hostile("jpeg-exif-circle", "jpg", lambda: jpeg(exif=EXIF + exif_circle()), PAPER)
    yield Hostile(
        "jpeg-comment-html", "jpg", lambda: jpeg(comment=b"<script>alert(1)</script>"), PAPER
    )


def turned(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x8825] = {1: "S", 2: (23.0, 33.0, 1.0)}  # where it was taken
    return jpeg(exif=exif)


def exif_circle():
    return b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x8769, 4, 1, 8, 8)


def broken():
    for kind, make in (("jpg", jpeg), ("png", png), ("webp", webp)):
        for share in (2, 10, 30, 60, 90, 99):
            yield Hostile(
                f"{kind}-cut-at-{share}-percent", kind,
                partial(cut, make, share), "damaged",
            )  # fmt: skip
        for seed in range(10):
            yield Hostile(
                f"{kind}-mutated-{seed}", kind,
                partial(mutated, make, seed), PAPER, "damaged", "pixels",
                "type", "mismatch", "memory",
            )  # fmt: skip
    yield Hostile("png-wrong-checksum", "png", wrong_checksum, "damaged", PAPER)
    yield Hostile("png-no-data", "png", lambda: png()[:33] + chunk(b"IEND", b""), "damaged")
    yield Hostile("jpeg-two-bytes-short", "jpg", lambda: jpeg()[:-2], PAPER, "damaged")


def cut(make, share):
    data = make()
    return data[: max(12, len(data) * share // 100)]


def mutated(make, seed):
    """The first 600 bytes with some changed, but not what they are recognised by."""
    chance = random.Random(seed)  # noqa: S311 - the same mutations every time
    changed = bytearray(make())
    for _ in range(1 + seed * 3):
        changed[chance.randrange(12, min(600, len(changed)))] = chance.randrange(256)
    return bytes(changed)


def wrong_checksum():
    data = bytearray(png())
    data[30] ^= 0xFF
    return bytes(data)

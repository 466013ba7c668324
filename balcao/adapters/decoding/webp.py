"""The size of a WEBP picture from its header, before anything is allocated for it."""

from pathlib import Path

HEADER_BYTES = 30
KIND = slice(12, 16)
FOURTEEN_BITS = 0x3FFF


def webp_size(path: Path) -> tuple[int, int]:
    """Return width and height, or nothing by nothing where there is no header to tell."""
    with path.open("rb") as file:
        start = file.read(HEADER_BYTES)
    kind = start[KIND] if len(start) == HEADER_BYTES else b""
    if kind == b"VP8X":
        return 1 + _number(start[24:27]), 1 + _number(start[27:30])
    if kind == b"VP8L":
        both = _number(start[21:25])
        return 1 + (both & FOURTEEN_BITS), 1 + (both >> 14 & FOURTEEN_BITS)
    if kind == b"VP8 ":
        return _number(start[26:28]) & FOURTEEN_BITS, _number(start[28:30]) & FOURTEEN_BITS
    return 0, 0


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")

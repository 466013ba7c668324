"""What a file is, by its first bytes; its name only has to agree."""

EXTENSIONS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "heif": "image/heic",
    "pdf": "application/pdf",
}
START_BYTES = 4096  # as many of the first bytes as `sniff` wants, if there are so many


def sniff(start: bytes, extension: str) -> str:
    """Return the media type of a file that begins so, or raise UnreadableError.

    Codes: `empty`, `type` (none we read), `mismatch` (another one than the extension says).
    """
    raise NotImplementedError

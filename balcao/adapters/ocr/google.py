"""Google Vision, whose official client is loaded and connected at the first picture.

gRPC does not survive a fork, and most houses never need it: nothing of it is imported or opened
before, and a process that finds its client to be its parent's opens one of its own.
"""

import io
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PIL import Image

from balcao.adapters.ocr import EngineRefusedError, EngineSetUpError, Line
from balcao.adapters.ocr.vision_answer import REFUSED, lines_in

if TYPE_CHECKING:
    from balcao.adapters.ocr import Picture
    from balcao.adapters.ocr.vision_client import VisionClient

LONGEST_SIDE = 2000
JPEG_QUALITY = 90
MAX_BYTES = 7_000_000  # as base64 still below the 10 MB of a JSON request
NOT_INSTALLED = "receipts.error.vision_package"

Count = Callable[[], None]


def _uncounted() -> None:
    """Let every call pass."""


class GoogleVision:
    """Reads upright pictures far away; `count` is asked before each call that may be billed."""

    name = "google"

    def __init__(
        self,
        endpoint: str | None = None,
        *,
        credentials_file: str | None = None,
        count: Count = _uncounted,
        patience: float = 30.0,
    ) -> None:
        self._endpoint = endpoint
        self._credentials_file = credentials_file
        self._count = count
        self._patience = patience
        self._client: VisionClient | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def lines(self, picture: "Picture") -> list[Line]:
        """Return what stands there, from top to bottom, in pixels of the picture."""
        height, width = picture.shape[:2]
        return self.lines_of(_as_jpeg(picture), (width, height))

    def lines_of(self, jpeg: bytes, size: tuple[int, int], page: int = 0) -> list[Line]:
        """Read a JPEG of our own making, whose boxes are wanted for a page of that size."""
        if len(jpeg) > MAX_BYTES:
            raise EngineRefusedError(REFUSED)
        client = self._ready()
        return lines_in(client.ask(jpeg, self._count), size, page)

    def _ready(self) -> "VisionClient":
        with self._lock:
            if self._client is None or self._owner != os.getpid():
                self._client = self._opened()
                self._owner = os.getpid()
            return self._client

    def _opened(self) -> "VisionClient":
        try:
            from balcao.adapters.ocr import vision_client  # noqa: PLC0415 - see above
        except ImportError as error:
            raise EngineSetUpError(NOT_INSTALLED) from error
        return vision_client.opened(self._endpoint, self._credentials_file, self._patience)


def _as_jpeg(picture: "Picture") -> bytes:
    """Make a picture anew, so that nothing but what is seen leaves the house."""
    image = Image.fromarray(picture)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=JPEG_QUALITY)
    return kept.getvalue()

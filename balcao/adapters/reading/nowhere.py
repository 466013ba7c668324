"""No reader at all: for processes and tests that have nothing to do with files."""

from pathlib import Path
from typing import NoReturn

from balcao.adapters.ocr import EngineSetUpError
from balcao.adapters.reading import Tell

NOT_CONFIGURED = "receipts.error.no_reader"


class NoReader:
    """Refuses every file in words, should somebody ask after all."""

    def load(self) -> None:
        """Do nothing, for there is nothing to share."""

    def read(self, _path: Path, _tell: Tell, _engine: str | None = None) -> NoReturn:
        """Say what is missing."""
        raise EngineSetUpError(NOT_CONFIGURED)

"""Asking Google about a reading, within the month's limit, and without losing what we have.

It happens outside the limited child. What is sent are the pictures that the child made anew, and
nothing of the file itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, cast

from balcao.adapters.decoding import Code
from balcao.adapters.ocr import EngineBusyError, EngineError, EngineRefusedError, Line
from balcao.adapters.reading import Reader, Reading, Tell
from balcao.receipts.fields.found import Fields
from balcao.receipts.reading.second import Setting, merged, wanted

# Beside a reading that stays as it is: why nobody else looked at it.
NOT_NOW = "receipts.sign.second_look_busy"
NOT_SET_UP = "receipts.sign.second_look_trouble"
MOST_PAGES = 2  # of a doubtful reading: a receipt has one, and each costs
SET_UP_REST = 60.0
BUSY_REST = 5.0

Extract = Callable[[Sequence[Line], Sequence[Code]], Fields]


class FarEngine(Protocol):
    """Reads pictures that are JPEGs already; raises any `EngineError`."""

    def lines_of(self, jpeg: bytes, size: tuple[int, int], page: int = 0) -> list[Line]:
        """Return what stands there, in pixels of a page of that size."""


class Meter(Protocol):
    """Knows whether asking is allowed, and makes sense."""

    def check(self) -> None:
        """Raise an engine error where the month is used up, or nobody should ask yet."""

    def rest(self, trouble: str, seconds: float) -> None:
        """Let nobody ask for so long."""


@dataclass(frozen=True)
class SecondOpinion:
    """Google's part in a reading: all of it, or its opinion about what is doubtful."""

    engine: FarEngine
    meter: Meter
    extract: Extract
    setting: Setting
    configured: bool  # or else `auto` means local

    def on(self, reading: Reading, tell: Tell, setting: Setting | None = None) -> Reading:
        """Return the reading with what Google saw, or as it is where nobody has to ask."""
        setting = setting or self.setting
        if setting == "auto" and not self.configured:
            return reading
        if not wanted(setting, reading.fields, reading.engine):
            return reading
        only_google = setting == "google"
        tell("google")
        try:
            self.meter.check()
            return self._asked(reading, len(reading.previews) if only_google else MOST_PAGES)
        except EngineError as error:
            if only_google:
                raise
            return _left_as_it_is(reading, error)

    def _asked(self, reading: Reading, pages: int) -> Reading:
        begun = time.monotonic()
        seen = self._seen(reading, pages)
        lines = [*seen, *(line for line in reading.lines if line.page >= pages)]
        theirs = self.extract(lines, reading.codes)
        return replace(
            reading,
            # Where nothing was read here, there is nothing to compare with.
            fields=merged(reading.fields, theirs) if reading.engine == "local" else theirs,
            lines=lines,
            engine="google",
            steps={**reading.steps, "google": time.monotonic() - begun},
        )

    def _seen(self, reading: Reading, pages: int) -> list[Line]:
        sheets = zip(reading.previews[:pages], reading.sizes, strict=False)
        try:
            return [
                line
                for page, (jpeg, size) in enumerate(sheets)
                for line in self.engine.lines_of(jpeg, size, page)
            ]
        except EngineRefusedError:
            raise
        except EngineBusyError as error:
            self.meter.rest(error.code, max(BUSY_REST, error.retry_after))
            raise
        except EngineError as error:
            self.meter.rest(error.code, SET_UP_REST)
            raise


def _left_as_it_is(reading: Reading, error: EngineError) -> Reading:
    if isinstance(error, EngineRefusedError):
        return reading
    sign = NOT_NOW if isinstance(error, EngineBusyError) else NOT_SET_UP
    fields = replace(reading.fields, signs=(*reading.fields.signs, sign))
    return replace(reading, fields=fields)


@dataclass(frozen=True)
class WithGoogle:
    """A reader of this machine, and Google where that is wanted; its `read` meets the database."""

    near: Reader
    opinion: SecondOpinion

    def load(self) -> None:
        """Load what is near; what is far does not survive a fork."""
        self.near.load()

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it; `engine` overrides the setting: local, google, auto, none."""
        setting = cast("Setting", engine or self.opinion.setting)
        return self.opinion.on(self.near.read(path, tell, setting), tell, setting)

"""Reading in a fork of a process that has loaded the engine: what workers and terminals do."""

import gc
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from balcao.adapters.decoding.decode import preload
from balcao.adapters.decoding.fences import MIB, Limits
from balcao.adapters.decoding.limited import Answer, limited
from balcao.adapters.decoding.memory import give_memory_back, keep_memory
from balcao.adapters.ocr.local import LocalEngine
from balcao.adapters.ocr.upright import LocalReader
from balcao.adapters.reading import Reading, Tell
from balcao.receipts.reading.chain import Chain, rehearse
from balcao.receipts.reading.packed import packed, unpacked

# Decoding has 512 MiB; what the engine adds to that was measured, see docs/receipts.md.
LIMITS = Limits(more_memory_bytes=1280 * MIB)
HEAP = 512 * MIB  # what loading takes at most, for a moment
NEEDS_NO_ENGINE = (".pdf",)  # mostly: one without text loads it in its child


@dataclass
class ForkReader:
    """Reads in a limited child; for processes of one thread, which forking leaves whole."""

    limits: Limits = LIMITS
    engine: LocalReader = field(default_factory=LocalEngine)
    _loaded: bool = False

    def load(self) -> None:
        """Load decoders and engine; memory that no child writes to stays shared."""
        if self._loaded:
            return
        keep_memory(HEAP)
        preload()
        rehearse()
        self.engine.load()
        gc.collect()
        give_memory_back()
        gc.freeze()
        self._loaded = True

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it, as far as this machine can say."""
        setting = "local" if engine in (None, "auto") else engine
        if setting != "none" and path.suffix.lower() not in NEEDS_NO_ENGINE:
            self.load()
        return unpacked(limited(partial(self._answer, path, setting), self.limits, tell))

    def _answer(self, path: Path, setting: str, tell: Tell) -> Answer:
        return packed(Chain(self.engine, tell).read(path, setting))

"""What can be done with receipts at a terminal, without web, database or Redis."""

import time
from collections.abc import Mapping
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.ocr import EngineError
from balcao.adapters.reading import Fields, Reader, Reading
from balcao.receipts.fields.found import NAMES
from balcao.receipts.reading import said
from balcao.web.sentences import sentence

Answer = dict[str, object]

MISSING = "There is no such file."


def read(name: str, reader: Reader, engine: str | None = None) -> Answer:
    """Return what is printed about one file, or why there is nothing to print."""
    path, begun = Path(name), time.monotonic()
    if not path.is_file():
        return _refused(name, "missing", MISSING)
    try:
        path.open("rb").close()  # a child could not tell why it may not
        reading = reader.read(path, lambda _: None, engine)
    except UnreadableError as error:
        return _refused(name, error.code, sentence(said.unreadable(error.code)))
    except EngineError as error:
        return _refused(name, error.code.rpartition(".")[2], sentence(error.code))
    except OSError as error:
        return _refused(name, "unopened", error.strerror or type(error).__name__)
    return _answer(name, reading, round(time.monotonic() - begun, 3))


def _refused(name: str, code: str, message: str) -> Answer:
    return {"file": name, "error": {"code": code, "message": message}}


def _answer(name: str, reading: Reading, seconds: float) -> Answer:
    found = {name: reading.fields.found[name] for name in NAMES if name in reading.fields.found}
    values = {name: found[name].value if name in found else None for name in NAMES}
    return {
        "file": name,
        **values,
        "amount": float(found["amount"].value) if "amount" in found else None,
        "needs_review": reading.fields.needs_review,
        "reasons": _reasons(reading.fields),
        "confidence": {name: round(each.confidence, 3) for name, each in found.items()},
        "sources": {name: each.source for name, each in found.items()},
        "engine": reading.engine,
        "seconds": seconds,
    }


def _reasons(fields: Fields) -> list[str]:
    signs = dict.fromkeys(fields.signs)
    for name in NAMES:
        if name in fields.found:
            signs |= dict.fromkeys(fields.found[name].signs)
    unsure = [f"Please look at: {name}." for name in NAMES if name in fields.doubtful]
    return [sentence(sign) for sign in signs] + unsure


def as_text(answer: Mapping[str, object]) -> str:
    """Return an answer for eyes: what was found, line by line."""
    error = answer.get("error")
    if isinstance(error, dict):
        return f"{answer['file']}\n  {error['message']}"
    lines = [f"  {name:<18} {_shown(answer[name])}" for name in NAMES if answer[name] is not None]
    reasons = answer["reasons"]
    notes = [f"  ! {reason}" for reason in reasons] if isinstance(reasons, list) else []
    end = f"  ({answer['engine']}, {answer['seconds']} s)"
    return "\n".join([str(answer["file"]), *lines, *notes, end])


def _shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)

"""One line per event, for people or for machines, with the request and the job it belongs to."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from balcao.foundation.clock import utcnow

_bound: ContextVar[dict[str, str]] = ContextVar("bound", default={})  # noqa: B039 - never written to


@contextmanager
def bind(**fields: str) -> Iterator[None]:
    """Put these fields on every line logged inside the block."""
    token = _bound.set({**_bound.get(), **fields})
    try:
        yield
    finally:
        _bound.reset(token)


def set_up(*, as_json: bool, verbose: bool = False) -> None:
    """Send everything to standard error in one of the two shapes."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for chatty in ("rq", "alembic", "sqlalchemy.engine"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own, full of addresses


class JsonLines(logging.Formatter):
    """A JSON object a line: line breaks in values are escaped, so no line can be forged."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one JSON object."""
        line = {
            "at": utcnow().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_bound.get(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        written = json.dumps(line, ensure_ascii=False, default=str)
        return _escaped(written, lambda sign: json.dumps(sign)[1:-1])


class TextLines(logging.Formatter):
    """A short line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, event and what it is about; a trace follows on its own lines."""
        about = " ".join(f"{key}={value}" for key, value in _bound.get().items())
        line = f"{utcnow():%H:%M:%S} {record.levelname.lower():7} {_plain(record.getMessage())}"
        if about:
            line += f"  [{_plain(about)}]"
        if record.exc_info:
            trace = self.formatException(record.exc_info).splitlines()
            line += "".join(f"\n  {_plain(each)}" for each in trace)
        return line


def _plain(text: str) -> str:
    return _escaped(text, lambda sign: sign.encode("unicode_escape").decode())


def _escaped(text: str, spelled: Callable[[str], str]) -> str:
    """Spell out what no reader could see: ends of lines, colours of terminals, turned writing."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else spelled(sign) for sign in text)

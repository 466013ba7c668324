"""A reading on its way between processes: JSON and JPEGs, and nothing that could run.

What comes out of a child that held a stranger's file is checked for its shape before it is used.
"""

import json
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from balcao.adapters.decoding import Code, UnreadableError
from balcao.adapters.decoding.frames import send
from balcao.adapters.decoding.limited import Answer
from balcao.adapters.ocr import Line
from balcao.adapters.reading import Fields, Reading, Tell

MOST_LINES = 20_000
Lines = Annotated[list[Line], Field(max_length=MOST_LINES)]
Size = tuple[Annotated[int, Field(gt=0, le=1600)], Annotated[int, Field(gt=0, le=1600)]]


@dataclass(frozen=True)
class _Head:
    """All of a reading but its pictures."""

    fields: Fields
    lines: Lines
    codes: list[Code]
    sizes: list[Size]
    page_count: int
    media_type: str
    engine: str
    look: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    steps: dict[str, float]


_HEAD = TypeAdapter(_Head)


def packed(reading: Reading) -> Answer:
    """Return a reading as what may pass a pipe."""
    head = _Head(
        fields=reading.fields,
        lines=list(reading.lines),
        codes=list(reading.codes),
        sizes=list(reading.sizes),
        page_count=reading.page_count,
        media_type=reading.media_type,
        engine=reading.engine,
        look=reading.look,
        steps=dict(reading.steps),
    )
    return Answer(_HEAD.dump_python(head, mode="json"), reading.previews)


def unpacked(answer: Answer) -> Reading:
    """Return the reading again; one that is none came from a child that was broken."""
    try:
        head = _HEAD.validate_python(answer.head)
    except ValidationError:
        raise UnreadableError("crashed") from None
    if len(head.sizes) != len(answer.blobs):
        raise UnreadableError("crashed")
    return Reading(**vars(head), previews=list(answer.blobs))


def sent(pipe: int, answer: Answer) -> None:
    """Send a reading as letters, the pictures first."""
    for blob in answer.blobs:
        send(pipe, b"B", blob)
    send(pipe, b"A", json.dumps(answer.head, allow_nan=False).encode())


@dataclass
class Letters:
    """What a program of ours says while it reads, letter by letter."""

    tell: Tell
    blobs: list[bytes] = field(default_factory=list)

    def read(self, kind: bytes, data: bytes) -> Answer | None:
        """Take in one letter; the one that ends it is answered with all."""
        if kind == b"S":
            self.tell(data.decode())
        elif kind == b"B":
            self.blobs.append(data)
        elif kind == b"U":
            raise UnreadableError(data.decode())
        elif kind == b"A":
            return Answer(json.loads(data), self.blobs)
        return None

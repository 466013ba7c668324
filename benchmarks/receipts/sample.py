"""The receipt that a new tenant may try: `python -m benchmarks.receipts sample FILE` draws it."""

import json
from pathlib import Path
from random import Random

from benchmarks.receipts.draw import picture
from benchmarks.receipts.layouts import filled

LAYOUT = Path(__file__).with_name("sample.json")
SEED, SCALE, COLOURS = 1730, 2, 32  # a payment whose id has no letter that looks like another


def draw(path: Path) -> None:
    """Draw it as a small PNG; always the same one."""
    layout = json.loads(LAYOUT.read_text(encoding="utf-8"))
    sheet, _ = filled(layout, Random(SEED))  # noqa: S311 - repeated on purpose
    path.parent.mkdir(parents=True, exist_ok=True)
    picture(sheet, SCALE).quantize(COLOURS).save(path, optimize=True)

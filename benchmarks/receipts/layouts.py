"""The layouts: files beside this one; those with `since` are kept back for scoring."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.receipts import brazil, portugal, shops
from benchmarks.receipts.facts import Facts, Maker, Style
from benchmarks.receipts.lay import lay
from benchmarks.receipts.marks import Sheet

FOLDER = Path(__file__).with_name("layouts")
FIRST_SCORING_SEED = 1000  # the seeds below it are for development
MAKERS: dict[str, Maker] = {
    "pix": brazil.pix, "ted": brazil.ted, "boleto": brazil.boleto, "cupom": shops.cupom,
    "mbway": portugal.mbway, "multibanco": portugal.multibanco,
    "transferencia": portugal.transferencia, "fatura": shops.fatura,
}  # fmt: skip
WEIGHTS = {"pix": 3}  # most receipts that people send are these
Layout = dict[str, Any]


@cache
def layouts() -> tuple[Layout, ...]:
    """Return all of them by name."""
    return tuple(
        {"name": path.stem, **json.loads(path.read_text())}
        for path in sorted(FOLDER.glob("*.json"))
    )


def known(seed: int) -> list[Layout]:
    """Return those a seed may use: what nobody develops with, only scoring seeds do."""
    return [found for found in layouts() if found.get("since", 1) <= seed]


def held_back() -> set[str]:
    """Return the names of those nobody develops with."""
    return {str(found["name"]) for found in layouts() if "since" in found}


def filled(layout: Layout, rng: Random) -> tuple[Sheet, Facts]:
    """Invent a payment and lay it out."""
    facts = Facts()
    MAKERS[layout["kind"]](facts, Style(rng, layout["write"]))
    return lay(layout, facts, rng), facts

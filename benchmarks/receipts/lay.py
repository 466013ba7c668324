"""The drawing language: blocks of a layout, one below the other, become marks on a sheet.

A block is an object with one word that says what it is (`text`, `rows`, `pairs`, `items`, `rule`,
`space`, `bar`, `head`, `card`, `square`). `a|b` in any words is a choice, drawn for each receipt;
`{name}` is a word of the receipt; what has an empty word is left out; `when` lists the statuses
for which a block or a row is printed, `chance` how often.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.receipts import fonts
from benchmarks.receipts.facts import Facts
from benchmarks.receipts.marks import Band, Rule, Sheet, Square, Words

WIDTH = 360.0
LEADING = 1.35
SCREENS = (0, 1.78, 2.0, 2.17)  # heights of a width; some cut what is empty
# Where a layout prints none of these words, there is nothing to be found.
PRINTED_AS = {
    "transaction_id": {"id"}, "time": {"when", "clock"}, "pix_key": {"key"},
    "payer_document": {"payer_document", "buyer"},
    **{name: {name} for name in ("receiver_name", "receiver_document", "payer_name")},
}  # fmt: skip
HOLE = re.compile(r"\{(\w+)\}")
INK, SOFT, LINE = "#202124", "#6b7280", "#d1d5db"
Block = Mapping[str, Any]


@dataclass
class Pen:
    """Where the next block goes, and with what it is written."""

    sheet: Sheet
    facts: Facts
    rng: Random
    look: Mapping[str, Any]
    left: float
    right: float
    y: float
    used: set[str] = field(default_factory=set)

    def say(self, text: str) -> str | None:
        """Choose among the ways to say it and fill in the words; nothing if a word is missing."""
        chosen = self.rng.choice(text.split("|"))
        if any(not self.facts.words.get(name) for name in HOLE.findall(chosen)):
            return None
        self.used.update(HOLE.findall(chosen))
        return HOLE.sub(lambda hole: self.facts.words[hole[1]], chosen)

    def write(self, text: str, x: float, width: float, told: Block) -> float:
        """Write a text into a column, wrapped, and return its height."""
        size = float(told.get("size", self.look.get("size", 14)))
        bold, family = bool(told.get("bold")), str(told.get("family", self.look["family"]))
        lines = fonts.wrapped(text, lambda part: fonts.width(part, family, size, bold=bold), width)
        for at, line in enumerate(lines):
            wide = fonts.width(line, family, size, bold=bold)
            shift = {"centre": (width - wide) / 2, "right": width - wide}.get(
                told.get("align", ""), 0
            )
            top = self.y + at * size * LEADING
            colour = self.look.get(told.get("tone", "ink"), INK)
            self.sheet.marks.append(Words(x + shift, top, line, size, family, bold, colour))
        return len(lines) * size * LEADING


def lay(layout: Mapping[str, Any], facts: Facts, rng: Random) -> Sheet:
    """Return the whole receipt as marks; labels of what was not printed are emptied."""
    look = {"ink": INK, "soft": SOFT, "line": LINE, "white": "#ffffff"} | layout["look"]
    look["family"] = rng.choice(look["family"].split("|"))
    width = float(look.get("width", WIDTH))
    sheet = Sheet(width, paper=str(look.get("paper", "#ffffff")))
    margin = float(look.get("margin", 20))
    pen = Pen(sheet, facts, rng, look, margin, width - margin, 0)
    _blocks(pen, layout["blocks"])
    sheet.height = pen.y + float(look.get("foot", 24))
    if any("bar" in block for block in layout["blocks"]):  # of a telephone's whole screen
        sheet.height = max(sheet.height, width * rng.choice(SCREENS))
    for label, words in PRINTED_AS.items():
        if not pen.used & words:
            facts.labels[label] = None
    if "br_code" in pen.used:  # the square says it too
        facts.labels["pix_key"] = facts.words["coded_key"]
    return sheet


def _blocks(pen: Pen, blocks: list[Block]) -> None:
    for block in blocks:
        if not _printed(pen, block):
            continue
        name = next(name for name in BLOCKS if name in block)
        BLOCKS[name](pen, block)


def _printed(pen: Pen, block: Block) -> bool:
    if "when" in block and pen.facts.words["status"] not in block["when"].split():
        return False
    if "if" in block and not pen.facts.words.get(block["if"]):
        return False
    return pen.rng.random() < float(block.get("chance", 1))


def _text(pen: Pen, block: Block) -> None:
    said = pen.say(block["text"])
    if said is not None:
        pen.y += pen.write(said, pen.left, pen.right - pen.left, block) + float(block.get("gap", 4))


def _space(pen: Pen, block: Block) -> None:
    pen.y += float(block["space"])


def _rule(pen: Pen, block: Block) -> None:
    pen.y += 8
    width = pen.right - pen.left
    pen.sheet.marks.append(
        Rule(pen.left, pen.y, width, pen.look["line"], dashed=block["rule"] == "dashed")
    )
    pen.y += 8


def _bar(pen: Pen, block: Block) -> None:
    """Draw the strip of a telephone: a clock, which is not the time of the payment."""
    tone = "white" if block["bar"] == "on head" else "ink"
    if tone == "white":
        pen.sheet.marks.append(Band(0, 0, pen.sheet.width, 26, pen.look["accent"]))
    clock = f"{pen.rng.randint(0, 23):02}:{pen.rng.randint(0, 59):02}"
    pen.y = 6
    pen.write(clock, 18, 60, {"size": 12, "bold": True, "tone": tone})
    battery = pen.rng.choice(("4G", "5G", "LTE", "")) + f"  {pen.rng.randint(4, 99)}%"
    pen.write(battery, pen.sheet.width - 88, 70, {"size": 12, "tone": tone, "align": "right"})
    pen.y = 26


def _head(pen: Pen, block: Block) -> None:
    """Draw a coloured band with a title in it."""
    band = len(pen.sheet.marks)
    top = pen.y
    pen.y += 14
    said = pen.say(block["head"]) or ""
    told = {"size": 18, "bold": True, "tone": "white"} | dict(block)
    pen.y += pen.write(said, pen.left, pen.right - pen.left, told) + 12
    pen.sheet.marks.insert(
        band, Band(0, top, pen.sheet.width, pen.y - top, pen.look.get("accent", INK))
    )
    pen.y += 8


def _card(pen: Pen, block: Block) -> None:
    """Put blocks on a panel of another colour."""
    at, top = len(pen.sheet.marks), pen.y
    left, right = pen.left, pen.right
    pen.left, pen.right, pen.y = left + 12, right - 12, top + 10
    _blocks(pen, block["card"])
    pen.left, pen.right, pen.y = left, right, pen.y + 8
    fill = pen.look.get("card", "#f3f4f6")
    pen.sheet.marks.insert(at, Band(left, top, right - left, pen.y - top, fill, 10))
    pen.y += 10


def _square(pen: Pen, block: Block) -> None:
    text = pen.facts.words.get(block["square"])
    if text:
        pen.used.add(block["square"])
        side = float(block.get("side", 120))
        pen.sheet.marks.append(Square((pen.left + pen.right - side) / 2, pen.y, side, text))
        pen.y += side + 8


def _rows(pen: Pen, block: Block) -> None:
    """Write labels and values: above one another, in columns, at both ends, or with a colon."""
    for row in block["items"]:
        label, value, *when = row
        if when and pen.facts.words["status"] not in when[0].split():
            continue
        said, named = pen.say(value), pen.say(label)
        if said is not None and named is not None:
            WAYS[block["rows"]](pen, block, named, said)


def _stacked(pen: Pen, block: Block, label: str, value: str) -> None:
    width = pen.right - pen.left
    size = float(block.get("size", pen.look.get("size", 14)))
    pen.y += pen.write(label, pen.left, width, {"size": size * 0.85, "tone": "soft"})
    told = {"size": size, "bold": block.get("bold"), "tone": "ink"}
    pen.y += pen.write(value, pen.left, width, told) + float(block.get("gap", 8))


def _columns(pen: Pen, block: Block, label: str, value: str) -> None:
    width, share = pen.right - pen.left, float(block.get("share", 0.42))
    align = "right" if block["rows"] == "ends" else ""
    told = {"size": block.get("size", pen.look.get("size", 14))}
    high = pen.write(label, pen.left, width * share - 6, {**told, "tone": "soft"})
    told |= {"align": align, "bold": block.get("bold")}
    high = max(high, pen.write(value, pen.left + width * share, width * (1 - share), told))
    pen.y += high + float(block.get("gap", 6))


def _colon(pen: Pen, block: Block, label: str, value: str) -> None:
    pen.y += pen.write(f"{label}: {value}", pen.left, pen.right - pen.left, block)
    pen.y += float(block.get("gap", 2))


def _pairs(pen: Pen, block: Block) -> None:
    """Write a table of two columns, each cell a label above its value."""
    said = [(pen.say(label), pen.say(value)) for label, value in block["pairs"]]
    cells = [(label, value) for label, value in said if label and value]
    half = (pen.right - pen.left) / 2
    for at in range(0, len(cells), 2):
        top = bottom = pen.y
        for column, (label, value) in enumerate(cells[at : at + 2]):
            pen.y, x = top, pen.left + column * half
            size = float(block.get("size", 13))
            pen.y += pen.write(label, x, half - 8, {"size": size * 0.8, "tone": "soft"})
            pen.y += pen.write(value, x, half - 8, {"size": size, "bold": block.get("bold")})
            bottom = max(bottom, pen.y)
        pen.y = bottom + float(block.get("gap", 8))


def _items(pen: Pen, block: Block) -> None:
    """Write what was bought, each with its price at the right."""
    for at, (name, price) in enumerate(pen.facts.items):
        code = f"{at + 1:03} " if block["items"] == "numbered" else ""
        told = {"size": block.get("size", 12)}
        width = pen.right - pen.left
        high = pen.write(f"{code}{name} 1 UN", pen.left, width * 0.74, told)
        pen.write(price, pen.left, width, {**told, "align": "right"})
        pen.y += high + 1


WAYS = {"stacked": _stacked, "columns": _columns, "ends": _columns, "colon": _colon}
BLOCKS = {
    "card": _card, "rows": _rows, "pairs": _pairs, "square": _square, "head": _head, "bar": _bar,
    "text": _text, "rule": _rule, "space": _space, "items": _items,
}  # fmt: skip

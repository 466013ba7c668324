"""A set of receipts from a seed: files in a folder, and `labels.json` with what is true of them."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from benchmarks.receipts import degrade, pdfs
from benchmarks.receipts.draw import picture
from benchmarks.receipts.layouts import Layout, filled, known
from benchmarks.receipts.marks import Sheet

LABELS = "labels.json"
DEVICES = (2, 2.5, 3)  # pixels a point of the telephones we know


def make(
    seed: int, count: int, folder: Path, degradations: Sequence[str] = degrade.ALL
) -> list[dict[str, Any]]:
    """Write `count` receipts and their labels; the same seed gives the same receipts."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311 - repeated on purpose
    drawn = known(seed)
    plan = [(drawn[at % len(drawn)], degradations[at % len(degradations)]) for at in range(count)]
    plan = _mixed(rng, plan)
    labels = [
        one(layout, name, folder / f"{at:04}", Random(rng.getrandbits(64)))  # noqa: S311
        for at, (layout, name) in enumerate(plan)
    ]
    told = json.dumps(labels, indent=1, ensure_ascii=False)
    (folder / LABELS).write_text(told + "\n", encoding="utf-8")
    return labels


def _mixed(rng: Random, plan: list[tuple[Layout, str]]) -> list[tuple[Layout, str]]:
    """Pair layouts and degradations anew, each as often as before."""
    layouts = [layout for layout, _ in plan]
    rng.shuffle(layouts)
    return [(layout, name) for layout, (_, name) in zip(layouts, plan, strict=True)]


def one(layout: Layout, degradation: str, stem: Path, rng: Random) -> dict[str, Any]:
    """Write one receipt and return its label."""
    sheet, facts = filled(layout, rng)
    path = _kept(sheet, degradation, stem, rng)
    told = {"file": path.name, "degradation": degradation, "layout": layout["name"]}
    return told | facts.labels


def _kept(sheet: Sheet, degradation: str, stem: Path, rng: Random) -> Path:
    image = picture(sheet, rng.choice(DEVICES))
    if degradation in degrade.PDFS:
        path = stem.with_suffix(".pdf")
        if degradation == "pdf_text":
            pdfs.with_text(sheet, path)
        else:
            pdfs.with_picture(image, path)
        return path
    spoilt = degrade.SPOILT[degradation]
    path = stem.with_suffix(f".{spoilt.suffix}")
    done, told = spoilt.way(image, rng), {}
    if spoilt.exif:
        done, told["exif"] = _told_by_exif(done, rng)
    if spoilt.suffix == "jpg":
        told["quality"] = rng.randint(*spoilt.quality)
    done.save(path, **told)
    return path


def _told_by_exif(image: Image.Image, rng: Random) -> tuple[Image.Image, Image.Exif]:
    """Turn the pixels and leave it to the file's notes to say how."""
    turn = rng.choice(sorted(degrade.EXIF_TURNS))
    notes = Image.Exif()
    notes[degrade.ORIENTATION] = turn
    return image.transpose(degrade.EXIF_TURNS[turn]), notes

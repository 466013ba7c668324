"""Tesseract as a program, where the machine has it and its Portuguese."""

import csv
import os
import shutil
import subprocess
from collections import defaultdict
from io import StringIO
from pathlib import Path

from PIL import Image

from balcao.adapters.ocr import Line, Picture

LANGUAGE = "por"
COMMAND = ("tesseract", "-", "stdout", "-l", LANGUAGE, "--psm", "6", "tsv")
LONGEST_SECONDS = 120


def there() -> bool:
    """Say whether it can be asked in Portuguese."""
    if not shutil.which("tesseract"):
        return False
    known = _ran(("tesseract", "--list-langs"), None)
    return LANGUAGE in known.split()


def lines(picture: Picture, folder: Path) -> list[Line]:
    """Return what it reads, its words put together as it says they stand."""
    path = folder / "tesseract.png"
    Image.fromarray(picture).save(path)
    rows = csv.DictReader(StringIO(_ran(COMMAND, path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    words: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["text"] and row["text"].strip():
            words[row["block_num"], row["par_num"], row["line_num"]].append(row)
    return [_line(found) for found in words.values()]


def _line(words: list[dict[str, str]]) -> Line:
    left, top = (min(int(word[name]) for word in words) for name in ("left", "top"))
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    sure = sum(float(word["conf"]) for word in words) / len(words) / 100
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Line(" ".join(word["text"] for word in words), box, max(0.0, sure))


def _ran(command: tuple[str, ...], path: Path | None) -> str:
    done = subprocess.run(  # noqa: S603 - a program of the machine, on a picture of ours
        command, check=False, capture_output=True, timeout=LONGEST_SECONDS,
        input=path.read_bytes() if path else None,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # as one worker among others
    )  # fmt: skip
    return done.stdout.decode(errors="replace")

"""The fonts of the receipts: from packages that requirements-dev.in names, else from reportlab."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import ImageFont

VERA = ("reportlab", "fonts/Vera.ttf", "fonts/VeraBd.ttf")
# In Roboto and in Source Sans a small L and a capital i look alike, or nearly so.
FAMILIES = {
    "roboto": ("fontpkg_roboto", "files/Roboto[wdth,wght].ttf", "files/Roboto[wdth,wght].ttf"),
    "source": (
        "font_source_sans_pro", "files/SourceSansPro-Regular.ttf", "files/SourceSansPro-Bold.ttf",
    ),
    "narrow": (
        "fontpkg_ibm_plex_sans_condensed", "files/IBMPlexSansCondensed-Regular.ttf",
        "files/IBMPlexSansCondensed-Bold.ttf",
    ),
    "mono": (
        "fontpkg_ibm_plex_mono", "files/IBMPlexMono-Regular.ttf", "files/IBMPlexMono-Bold.ttf",
    ),
    "vera": VERA,
}  # fmt: skip


def missing() -> list[str]:
    """Return the packages that are not installed: the set of a seed is then another one."""
    return sorted(package for package, *_ in FAMILIES.values() if find_spec(package) is None)


def path(family: str, *, bold: bool) -> Path:
    """Return the file of a family, or of the one that is always there."""
    package, regular, heavy = FAMILIES[family]
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return path("vera", bold=bold)
    return Path(found.submodule_search_locations[0]) / (heavy if bold else regular)


@cache
def font(family: str, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font to draw and to measure with."""
    loaded = ImageFont.truetype(str(path(family, bold=bold)), size)
    if "[" in str(path(family, bold=bold)):  # one file for all weights
        loaded.set_variation_by_name("Bold" if bold else "Regular")
    return loaded


def width(text: str, family: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of its size."""
    return font(family, 100, bold=bold).getlength(text) * size / 100


def wrapped(text: str, measure: Any, width: float) -> list[str]:
    """Break a text between words, and within words that are wider than the column."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if measure(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        while measure(word) > width:
            fits = next(at for at in range(len(word), 0, -1) if measure(word[:at]) <= width)
            lines[-1] = word[:fits]
            lines.append("")
            word = word[fits:]  # noqa: PLW2901 - what is left of it
        lines[-1] = word
    return lines

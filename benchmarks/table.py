"""Lines as a table that people can read in a terminal."""

from collections.abc import Iterator

from benchmarks.lines import Line

WIDTH = 72
HEAD = f"{'':<{WIDTH}}{'value':>10} {'':<8}{'min - max':>21} {'n':>6} {'goal':>8}"
SMALL = 10.0
LARGE = 1000.0


def row(line: Line) -> str:
    """Return one line of the table."""
    spread = f"{_short(min(line.samples))} - {_short(max(line.samples))}"
    shown = f"{line.what:<{WIDTH}}{_short(line.value):>10} {line.unit:<8}{spread:>21}"
    return f"{shown} {len(line.samples):>6} {line.goal or ''!s:>8} {line.verdict}".rstrip()


def title(name: str, sentence: str) -> Iterator[str]:
    """Return what stands above a figure."""
    yield ""
    yield f"{name.upper()}: {sentence}"
    yield HEAD


def _short(value: float) -> str:
    if value >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < SMALL else f"{value:.1f}"

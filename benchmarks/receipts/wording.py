"""How the same amount, moment, document or name is written by one bank and by another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from benchmarks.receipts.plain import plain

MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
    "outubro", "novembro", "dezembro",
)  # fmt: skip
DAYS = ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
CPF_LENGTH, CNPJ_LENGTH = 11, 14


@dataclass(frozen=True)
class Written:
    """A moment as it is printed; no time where the layout shows only the day."""

    date: str
    time: str
    joined: str

    @property
    def label(self) -> str | None:
        """Return the printed time as an ISO one."""
        return self.time.replace("h", ":") or None


def money(value: Decimal, style: str) -> str:
    """Fill one of the shapes of an amount, like `R$ 1.234,56` or `1 234,56 €`."""
    whole, _, cents = f"{value:.2f}".partition(".")
    between = " " if style.startswith("1 ") or "1 234" in style else "."
    between = "" if "1234" in style else between
    grouped = f"{int(whole):,}".replace(",", between)
    for shape in ("1.234,56", "1 234,56", "1234,56"):
        style = style.replace(shape, f"{grouped},{cents}")
    return style


def moment(when: datetime, style: str) -> Written:
    """Write a date and a time in one of the shapes of `MOMENTS`."""
    date, time, between = MOMENTS[style]
    day, clock = date(when), when.strftime(time)
    return Written(day, clock, f"{day}{between}{clock}" if clock else day)


def _long(when: datetime) -> str:
    return f"{when.day} de {MONTHS[when.month - 1]} de {when.year}"


def _weekday(when: datetime) -> str:
    return f"{DAYS[when.weekday()]}., {when:%d} de {MONTHS[when.month - 1]} de {when.year}"


def _short(when: datetime) -> str:
    return f"{when:%d} {MONTHS[when.month - 1][:3].upper()} {when.year}"


def _named(when: datetime) -> str:
    return f"{when:%d}/{MONTHS[when.month - 1][:3]}/{when.year}"


def _shaped(shape: str) -> Callable[[datetime], str]:
    return lambda when: when.strftime(shape)


MOMENTS: Mapping[str, tuple[Callable[[datetime], str], str, str]] = {
    "dash": (_shaped("%d/%m/%Y"), "%H:%M:%S", " - "),
    "at": (_shaped("%d/%m/%Y"), "%H:%M", " às "),
    "at_seconds": (_shaped("%d/%m/%Y"), "%H:%M:%S", " às "),
    "space": (_shaped("%d/%m/%Y"), "%H:%M:%S", " "),
    "comma": (_shaped("%d/%m/%Y"), "%H:%M", ", "),
    "two_digits": (_shaped("%d/%m/%y"), "%Hh%M", " às "),
    "capitals": (_short, "%H:%M:%S", " - "),
    "weekday": (_weekday, "%H:%M", ", "),
    "long": (_long, "%H:%M", " às "),
    "named": (_named, "%H:%M", " "),
    "iso": (_shaped("%Y-%m-%d"), "%H:%M", " "),
    "iso_seconds": (_shaped("%Y-%m-%d"), "%H:%M:%S", " "),
    "dots": (_shaped("%d.%m.%Y"), "%H:%M", " "),
    "hyphens": (_shaped("%d-%m-%Y"), "%H:%M:%S", " "),
    "day_only": (_shaped("%d/%m/%Y"), "", ""),
    "iso_day": (_shaped("%Y-%m-%d"), "", ""),
}


def document(number: str, style: str) -> tuple[str, str]:
    """Return a document as printed, and as a label has it; a mask hides what it hides."""
    shape = "NNN.NNN.NNN-NN" if len(number) == CPF_LENGTH else "NN.NNN.NNN/NNNN-NN"
    if len(number) not in {CPF_LENGTH, CNPJ_LENGTH}:
        return _portuguese(number, style), number
    if style == "bare":
        return number, number
    if style == "full":
        return _filled(shape, number), number
    hidden = _hidden(number)
    printed = _filled(shape, hidden) if style != "*bare" else hidden
    return printed.replace("*", style[0]), hidden


def _hidden(number: str) -> str:
    if len(number) == CPF_LENGTH:
        return f"***{number[3:9]}**"
    return f"**{number[2:12]}**"


def _filled(shape: str, signs: str) -> str:
    left = iter(signs)
    return "".join(next(left) if sign == "N" else sign for sign in shape)


def _portuguese(number: str, style: str) -> str:
    grouped = f"{number[:3]} {number[3:6]} {number[6:]}"
    return {"spaced": grouped, "land": f"PT{number}"}.get(style, number)


def name(full: str, style: str) -> str:
    """Write a name as this bank does: in capitals, without accents, cut at a column, or short."""
    kind, _, width = style.partition(":")
    if kind == "short":
        first, *_, last = full.split()
        return f"{first} {last[0]}."
    if kind == "capitals":
        return full.upper()
    if kind == "plain":
        written = plain(full).upper()
        return written[: int(width)].strip() if width else written
    return full

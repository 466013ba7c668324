"""What identifies a payment, and the codes printed beside it; written apart from our parsers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from benchmarks.receipts.documents import DIGITS, digits

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FREE = 11  # signs of an E2E id that the bank chooses
ALPHABETS = (UPPER + UPPER.lower() + DIGITS, UPPER.lower() + DIGITS, UPPER + DIGITS, DIGITS)
SERIES = "BCDFGHJKMNPQRTVWXZ23456789"
CRC_START, CRC_POLYNOMIAL = 0xFFFF, 0x1021
STATES = ("11", "23", "26", "29", "31", "33", "35", "41", "43", "53")
FACTOR_START = date(2025, 2, 22)  # a boleto's day 1000, for the second time
FACTOR_FIRST = 1000
MODEL_NFCE = "65"


def end_to_end(rng: Random, ispb: str, utc: datetime, *, back: bool = False) -> str:
    """Return the id of a Pix; of one that was sent back it begins with D."""
    tail = "".join(rng.choices(rng.choice(ALPHABETS), k=FREE))
    return f"{'D' if back else 'E'}{ispb}{utc:%Y%m%d%H%M}{tail}"


def authentication(rng: Random) -> str:
    """Return what a bank prints under a TED or a paid boleto."""
    signs = "".join(rng.choices(DIGITS + "ABCDEF", k=rng.choice((16, 20, 24))))
    between = rng.choice(("", "", ".", "-"))
    size = rng.choice((4, 5)) if len(signs) % 5 == 0 else 4
    return between.join(signs[at : at + size] for at in range(0, len(signs), size))


def operation(rng: Random) -> str:
    """Return the reference of a Portuguese operation."""
    shape = rng.choice(("9" * 9, "9" * 12, "A9999999999", "2AA9999999A9", "99999999999999"))
    return "".join(rng.choice({"9": DIGITS, "A": UPPER}.get(sign, sign)) for sign in shape)


def atcud(rng: Random) -> str:
    """Return the validation code of a series and the number within it."""
    return f"{''.join(rng.choices(SERIES, k=8))}-{rng.randint(1, 99999)}"


@dataclass(frozen=True)
class Bill:
    """What the tax office wants to know of a Portuguese bill."""

    seller: str
    buyer: str
    day: date
    number: str
    atcud: str
    net: Decimal
    tax: Decimal
    signature: str


def fiscal_qr(bill: Bill) -> str:
    """Return the text of the square on a Portuguese bill, one rate of tax."""
    parts = {
        "A": bill.seller, "B": bill.buyer, "C": "PT", "D": bill.number[:2], "E": "N",
        "F": f"{bill.day:%Y%m%d}", "G": bill.number, "H": bill.atcud, "I1": "PT",
        "I7": f"{bill.net}", "I8": f"{bill.tax}", "N": f"{bill.tax}",
        "O": f"{bill.net + bill.tax}", "Q": bill.signature, "R": "9999",
    }  # fmt: skip
    return "*".join(f"{name}:{value}" for name, value in parts.items())


def access_key(rng: Random, cnpj: str, day: date) -> str:
    """Return the 44 signs of a Brazilian coupon, the last of which checks the others."""
    base = f"{rng.choice(STATES)}{day:%y%m}{cnpj}{MODEL_NFCE}{rng.randint(1, 9):03}"
    base += f"{rng.randint(1, 999999):09}1{digits(rng, 8)}"
    weighed = sum((ord(s) - 48) * (2 + at % 8) for at, s in enumerate(reversed(base)))
    rest = weighed % 11
    return f"{base}{0 if rest < 2 else 11 - rest}"  # noqa: PLR2004 - as the rule is written


def coupon_qr(key: str) -> str:
    """Return the address behind the square of a coupon."""
    return f"https://nfce.fazenda.example/consulta?p={key}|2|1|1|{key[8:24]}A0B1C2D3"


def boleto_line(rng: Random, bank: str, due: date, amount: Decimal) -> str:
    """Return the 47 digits that are typed to pay a boleto."""
    free = "".join(rng.choices(DIGITS, k=25))
    factor = f"{(due - FACTOR_START).days % 9000 + FACTOR_FIRST:04}"
    value = f"{int(amount * 100):010}"
    check = _eleven(f"{bank}9{factor}{value}{free}")
    fields = (f"{bank}9{free[:5]}", free[5:15], free[15:])
    return "".join(field + _ten(field) for field in fields) + check + factor + value


def spaced_boleto(line: str) -> str:
    """Write those digits with the dots and spaces that people know."""
    a, b, c, rest = line[:10], line[10:21], line[21:32], line[32:]
    groups = [f"{part[:5]}.{part[5:]}" for part in (a, b, c)]
    return " ".join([*groups, rest[0], rest[1:]])


def _ten(field: str) -> str:
    total = 0
    for at, digit in enumerate(reversed(field)):
        doubled = int(digit) * (2 - at % 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def _eleven(signs: str) -> str:
    rest = 11 - sum(int(d) * (2 + at % 8) for at, d in enumerate(reversed(signs))) % 11
    return str(rest) if 1 <= rest <= 9 else "1"  # noqa: PLR2004 - 0, 10 and 11 are written as 1


def br_code(key: str, name: str, town: str, amount: Decimal, txid: str) -> str:
    """Return the text of a Pix square: nested tags with lengths, and a checksum over all."""
    account = _tag("00", "br.gov.bcb.pix") + _tag("01", key)
    text = "".join((
        _tag("00", "01"), _tag("26", account), _tag("52", "0000"), _tag("53", "986"),
        _tag("54", f"{amount}"), _tag("58", "BR"), _tag("59", name[:25]), _tag("60", town[:15]),
        _tag("62", _tag("05", txid)), "6304",
    ))  # fmt: skip
    return f"{text}{_crc(text.encode()):04X}"


def _tag(name: str, value: str) -> str:
    return f"{name}{len(value):02}{value}"


def _crc(data: bytes) -> int:
    found = CRC_START
    for byte in data:
        found ^= byte << 8
        for _ in range(8):
            found = (found << 1 ^ (CRC_POLYNOMIAL if found & 0x8000 else 0)) & 0xFFFF
    return found

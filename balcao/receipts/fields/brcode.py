"""What a Pix QR says: the EMV fields behind `Pix copia e cola`, proved by their checksum."""

import re
from binascii import crc_hqx
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from balcao.receipts.fields.hit import Hit, apart

BEGINNING = "000201"
LONGEST = 512  # characters, by the scheme's own manual
HEAD = 4  # characters of a field before its value: two of its name, two of its length
FIRST, LAST_ACCOUNT = 26, 51  # where a scheme may write whom it pays
SCHEME = "BR.GOV.BCB.PIX"
NO_TXID = "***"
_AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True)
class BrCode:
    """Whom it asks to pay, and what; a dynamic one holds an address instead of a key."""

    key: str | None
    url: str | None
    amount: Decimal | None
    txid: str | None
    name: str
    city: str
    text: str

    @property
    def dynamic(self) -> bool:
        """Say whether amount and key are asked of the address when it is paid."""
        return self.url is not None


def find(text: str) -> list[Hit[BrCode]]:
    """Return every code whose checksum holds, also where lines cut it."""
    starts = (match.start() for match in re.finditer(BEGINNING, text))
    return apart(hit for start in starts for hit in _at(text, start))


def _at(text: str, start: int) -> Iterator[Hit[BrCode]]:
    """Read on from where one begins; line ends are no part of it."""
    piece = text[start : start + LONGEST + LONGEST // 10]
    places = [at for at, character in enumerate(piece) if character not in "\r\n"]
    solid = "".join(piece[at] for at in places)
    end = _end(solid)
    code = parse(solid[:end]) if end else None
    if code is not None:
        yield Hit(code, start, start + places[end - 1] + 1)


def _end(text: str) -> int:
    """Return where the checksum's field ends; 0 where the lengths lead nowhere."""
    at = 0
    while at + HEAD <= min(len(text), LONGEST):
        length = text[at + 2 : at + HEAD]
        if not (length.isascii() and length.isdigit()):
            return 0
        after = at + HEAD + int(length)
        if text[at : at + HEAD] == "6304":
            return after if after <= len(text) else 0
        at = after
    return 0


def parse(text: str) -> BrCode | None:
    """Return what a QR says, or nothing if it is none of these or damaged."""
    text = text.strip()
    if not text.startswith(BEGINNING) or len(text) > LONGEST or _end(text) != len(text):
        return None
    if text[-HEAD:].upper() != checksum(text[:-HEAD]):
        return None
    fields = _fields(text)
    account = _account(fields)
    if account is None:
        return None
    txid = _fields(fields.get("62", "")).get("05", "")
    amount = fields.get("54", "")
    return BrCode(
        key=account.get("01") or None,
        url=account.get("25") or None,
        amount=Decimal(amount) if _AMOUNT.fullmatch(amount) else None,
        txid=txid if txid not in {"", NO_TXID} else None,
        name=fields.get("59", ""),
        city=fields.get("60", ""),
        text=text,
    )


def checksum(text: str) -> str:
    """Return the four hex digits that end a code which begins like this."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def _fields(text: str) -> Mapping[str, str]:
    fields, at = {}, 0
    while at + HEAD <= len(text) and text[at : at + HEAD].isascii():
        name, length = text[at : at + 2], text[at + 2 : at + HEAD]
        if not length.isdigit():
            break
        fields[name] = text[at + HEAD : at + HEAD + int(length)]
        at += HEAD + int(length)
    return fields


def _account(fields: Mapping[str, str]) -> Mapping[str, str] | None:
    for name in range(FIRST, LAST_ACCOUNT + 1):
        account = _fields(fields.get(str(name), ""))
        if account.get("00", "").upper() == SCHEME:
            return account
    return None

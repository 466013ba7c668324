"""What the codes on a receipt prove: their values outrank anything that was read."""

from collections.abc import Iterator, Sequence

from balcao.adapters.decoding import Code
from balcao.receipts.fields import access_key, boleto, brcode, fiscal
from balcao.receipts.fields.found import Found


def from_codes(codes: Sequence[Code]) -> dict[str, Found]:
    """Return fields by name; the first code that says something about one is believed."""
    found: dict[str, Found] = {}
    for code in codes:
        for name, value in _values(code.text):
            found.setdefault(name, Found(value, 1.0, "qr", code.box, code.page))
    return found


def _values(text: str) -> Iterator[tuple[str, str]]:
    bill = fiscal.parse(text)
    if bill:
        yield from _bill(bill)
        return
    for hit in access_key.find(text):
        yield "kind", "cupom"
        yield "currency", "BRL"
        yield "transaction_id", hit.value.value
        yield "access_key", hit.value.value
        yield "receiver_document", hit.value.issuer
        return
    slip = boleto.from_bars(text)
    if slip:
        yield "boleto_line", slip.line
        return
    pix = brcode.parse(text)
    if pix and pix.key:
        yield "pix_key", pix.key


def _bill(bill: fiscal.Fiscal) -> Iterator[tuple[str, str]]:
    yield "kind", "fatura"
    yield "currency", "EUR"
    yield "amount", f"{bill.total:.2f}"
    yield "date", bill.day.isoformat()
    yield "transaction_id", bill.atcud
    yield "atcud", bill.atcud
    yield "receiver_document", bill.issuer
    yield "tax", f"{bill.tax:.2f}"
    if bill.buyer:
        yield "payer_document", bill.buyer

"""What Brazilian banks print: Pix, TED, and boletos that were paid."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from benchmarks.receipts import ids, wording
from benchmarks.receipts.documents import digits
from benchmarks.receipts.facts import BANKS_BR, Facts, Style, begin, money, side, somebody
from benchmarks.receipts.people import Party, company, person
from benchmarks.receipts.plain import plain

UTC_AHEAD = timedelta(hours=3)
NOON = 15  # UTC, at which scheduled payments are sent
FIRMS = 0.5
WITH_ID, WITH_KEY = 0.75, 0.7
PURPOSES = ("Almoço de domingo", "Aluguel", "Mensalidade", "Pedido 1042", "Presente", "Conserto")


def pix(facts: Facts, style: Style) -> None:
    """Fill in a Pix: the id's minute is the printed one, in UTC."""
    rng = style.rng
    value, when = begin(facts, style, "pix", "BR")
    ispb = _banks(facts, style)
    receiver = somebody(rng, "BR", FIRMS)
    side(facts, style, "receiver", receiver)
    side(facts, style, "payer", somebody(rng, "BR", 0.2))
    status = facts.labels["status"]
    if status in {"completed", "returned"} or rng.random() < WITH_ID:
        back = status == "returned" and rng.random() < 0.5  # noqa: PLR2004 - half show the way back
        found = ids.end_to_end(rng, ispb, _sent(status, when), back=back)
        facts.words["id"] = facts.labels["transaction_id"] = found
    if rng.random() < WITH_KEY:
        _key(facts, rng, receiver)
    facts.words["purpose"] = rng.choice(PURPOSES)
    facts.words["coded_key"] = facts.words.get("key", receiver.email)
    name, town = plain(receiver.name), plain(receiver.town)
    txid = digits(rng, 10)
    facts.words["br_code"] = ids.br_code(facts.words["coded_key"], name, town, value, txid)


def ted(facts: Facts, style: Style) -> None:
    """Fill in a TED, with a fee that is not the amount."""
    rng = style.rng
    begin(facts, style, "ted", "BR")
    _banks(facts, style)
    side(facts, style, "receiver", somebody(rng, "BR", FIRMS))
    side(facts, style, "payer", somebody(rng, "BR", FIRMS))
    facts.words["id"] = facts.labels["transaction_id"] = ids.authentication(rng)
    facts.words["fee"] = money(style, Decimal(rng.choice(("0.00", "8.50", "10.45"))), "BR")
    facts.words["control"] = digits(rng, 8)


def boleto(facts: Facts, style: Style) -> None:
    """Fill in a paid boleto: what was paid is neither the bill's amount nor its due date."""
    rng = style.rng
    paid, when = begin(facts, style, "boleto", "BR")
    _banks(facts, style)
    side(facts, style, "receiver", company(rng, "BR"))
    side(facts, style, "payer", person(rng, "BR"))
    most = min(900, int(paid * 50))  # of what is paid at most the half
    extra = Decimal(rng.choice((0, 0, 0, rng.randint(1, most)))) / 100
    less = Decimal(rng.choice((0, 0, 0, rng.randint(1, 90)))) / 100 if not extra else Decimal(0)
    due = when + timedelta(days=rng.randint(-8, 12))
    line = ids.boleto_line(rng, rng.choice(BANKS_BR)[1], due.date(), paid - extra + less)
    facts.words |= {
        "line": ids.spaced_boleto(line), "due": wording.moment(due, "day_only").date,
        "original": money(style, paid - extra + less, "BR"), "extra": money(style, extra, "BR"),
        "less": money(style, less, "BR"), "id": ids.authentication(rng),
    }  # fmt: skip
    facts.labels["transaction_id"] = facts.words["id"]


def _sent(status: str | None, when: datetime) -> datetime:
    if status == "scheduled":
        return when.replace(hour=NOON, minute=0)
    return when + UTC_AHEAD


def _banks(facts: Facts, style: Style) -> str:
    rng = style.rng
    ours, theirs = rng.sample(BANKS_BR, 2)
    facts.words |= {"bank": ours[2], "payer_bank": ours[2], "receiver_bank": theirs[2]}
    for role in ("payer", "receiver"):
        facts.words[f"{role}_branch"] = f"{rng.randint(1, 9999):04}"
        facts.words[f"{role}_account"] = f"{rng.randint(1000, 999999)}-{rng.randint(0, 9)}"
    return ours[0]


def _key(facts: Facts, rng: Random, receiver: Party) -> None:
    key = rng.choice(
        (receiver.email, receiver.phone, str(UUID(int=rng.getrandbits(128), version=4)))
    )
    if receiver.company and rng.random() < FIRMS:
        key = wording.document(receiver.document, "full")[0]
    facts.words["key"] = facts.labels["pix_key"] = key

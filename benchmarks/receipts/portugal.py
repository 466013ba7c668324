"""What Portuguese banks print: MB WAY, Multibanco and transfers."""

from datetime import timedelta
from decimal import Decimal

from benchmarks.receipts import ids, wording
from benchmarks.receipts.documents import digits, iban
from benchmarks.receipts.facts import BANKS_PT, Facts, Style, begin, money, side, somebody
from benchmarks.receipts.people import company, person

FIRMS = 0.4
WITH_ENTITY_NAME = 0.6


def mbway(facts: Facts, style: Style) -> None:
    """Fill in a payment by telephone, which shows a short name and no document."""
    rng = style.rng
    begin(facts, style, "mbway", "PT")
    receiver = person(rng, "PT")
    side(facts, style, "receiver", receiver)
    side(facts, style, "payer", person(rng, "PT"))
    phone = receiver.phone.removeprefix("+351")
    facts.words["phone"] = f"{phone[:3]} {phone[3:6]} {phone[6:]}"
    _operation(facts, style)


def multibanco(facts: Facts, style: Style) -> None:
    """Fill in a payment of services: an entity and a reference; not all name the receiver."""
    rng = style.rng
    begin(facts, style, "multibanco", "PT")
    if rng.random() < WITH_ENTITY_NAME:
        side(facts, style, "receiver", company(rng, "PT"))
    side(facts, style, "payer", person(rng, "PT"))
    reference = digits(rng, 9)
    facts.words["entity"] = digits(rng, 5)
    facts.words["reference"] = f"{reference[:3]} {reference[3:6]} {reference[6:]}"
    _operation(facts, style)


def transferencia(facts: Facts, style: Style) -> None:
    """Fill in a transfer from one IBAN to another, with a value date and a fee beside it."""
    rng = style.rng
    _, when = begin(facts, style, "transferencia", "PT")
    side(facts, style, "receiver", somebody(rng, "PT", FIRMS))
    side(facts, style, "payer", somebody(rng, "PT", FIRMS))
    for role in ("payer", "receiver"):
        number = iban(rng)
        grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        facts.words[f"{role}_iban"] = rng.choice((grouped, grouped, number))
    later = wording.moment(when + timedelta(days=rng.choice((0, 1, 2))), "day_only")
    facts.words["value_date"] = later.date
    facts.words["fee"] = money(style, Decimal(rng.choice(("0.00", "0.52", "1.04"))), "PT")
    _operation(facts, style)


def _operation(facts: Facts, style: Style) -> None:
    rng = style.rng
    facts.words["bank"] = rng.choice(BANKS_PT)
    facts.words["id"] = facts.labels["transaction_id"] = ids.operation(rng)
    facts.words["purpose"] = rng.choice(("Jantar", "Renda", "Explicações", "Fatura 88", "Prenda"))

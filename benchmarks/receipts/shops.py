"""What shops print: the coupon of Brazil and the simplified bill of Portugal."""

from decimal import Decimal
from random import Random

from benchmarks.receipts import documents, ids, wording
from benchmarks.receipts.facts import Facts, Style, begin, money, side
from benchmarks.receipts.people import Party, company, person

GOODS = (
    "PAO DE QUEIJO", "CAFE TORRADO 500G", "SABAO EM PO", "ARROZ 5KG", "FEIJAO PRETO", "LEITE UHT",
    "BANANA PRATA", "QUEIJO FATIADO", "AGUA 1,5L", "CADERNO 96F", "TOMATE KG", "BOLO DE MEL",
    "DETERGENTE", "SUMO LARANJA", "PASTEL DE NATA", "IOGURTE", "ATUM LATA", "MACA GALA",
)  # fmt: skip
MOST_ITEMS = 9
TAXED = Decimal("1.23")
WITH_BUYER, WITH_CASH = 0.3, 0.4
NOBODY = "999999990"


def cupom(facts: Facts, style: Style) -> None:
    """Fill in a coupon: what is to be paid, after a discount and before the change."""
    rng = style.rng
    shop = company(rng, "BR")
    while not shop.document.isdigit():
        shop = company(rng, "BR")
    total, when = begin(facts, style, "cupom", "BR")
    _shop(facts, style, shop, total, "BR")
    less = Decimal(rng.choice((0, 0, rng.randint(5, 90)))) / 100
    if less:
        facts.words["less"] = wording.money(less, "1.234,56")
    facts.words["sum"] = wording.money(total + less, "1.234,56")
    facts.items[-1] = (facts.items[-1][0], wording.money(_last(facts, total + less), "1.234,56"))
    if rng.random() < WITH_BUYER:
        number, label = wording.document(documents.cpf(rng), "full")
        facts.words["buyer"], facts.labels["payer_document"] = number, label
    key = ids.access_key(rng, shop.document, when.date())
    facts.labels["transaction_id"] = key
    facts.words["id"] = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    facts.words["coupon_qr"] = ids.coupon_qr(key)
    facts.words["number"] = key[25:34].lstrip("0")


def fatura(facts: Facts, style: Style) -> None:
    """Fill in a simplified bill, whose square repeats its total, day and ATCUD."""
    rng = style.rng
    shop = company(rng, "PT")
    total, when = begin(facts, style, "fatura", "PT")
    _shop(facts, style, shop, total, "PT")
    buyer = NOBODY
    if rng.random() < WITH_BUYER:
        buyer = person(rng, "PT").document
        facts.words["buyer"], facts.labels["payer_document"] = buyer, buyer
    atcud, net = ids.atcud(rng), (total / TAXED).quantize(Decimal("0.01"))
    number = f"{rng.choice(('FS', 'FR'))} {rng.choice('AB')}{when.year}/{atcud.split('-')[1]}"
    signature = "".join(rng.choices(ids.UPPER + ids.UPPER.lower(), k=4))
    bill = ids.Bill(shop.document, buyer, when.date(), number, atcud, net, total - net, signature)
    facts.labels["transaction_id"] = atcud
    facts.words |= {
        "id": atcud, "number": number, "fiscal_qr": ids.fiscal_qr(bill), "signature": signature,
        "net": wording.money(net, "1.234,56"), "tax": wording.money(total - net, "1.234,56"),
    }  # fmt: skip


def _shop(facts: Facts, style: Style, shop: Party, total: Decimal, country: str) -> None:
    side(facts, style, "receiver", shop)
    facts.labels["company"] = facts.labels["receiver_name"]
    facts.words |= {"street": shop.street, "town": shop.town}
    facts.items = [
        (name, wording.money(price, "1.234,56")) for name, price in _items(style.rng, total)
    ]
    if style.rng.random() < WITH_CASH:
        change = Decimal(style.rng.randint(1, 4000)) / 100
        facts.words["cash"] = money(style, total + change, country)
        facts.words["change"] = money(style, change, country)


def _items(rng: Random, total: Decimal) -> list[tuple[str, Decimal]]:
    names = rng.sample(GOODS, rng.randint(1, MOST_ITEMS))
    shares = sorted(rng.randint(1, max(2, int(total * 100) - 1)) for _ in names[1:])
    edges = [0, *shares, int(total * 100)]
    return [(name, Decimal(edges[at + 1] - edges[at]) / 100) for at, name in enumerate(names)]


def _last(facts: Facts, total: Decimal) -> Decimal:
    """Return the last price, so that the prices still add up when there is a discount."""
    before = sum(Decimal(price.replace(".", "").replace(",", ".")) for _, price in facts.items[:-1])
    return total - before

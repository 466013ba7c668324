"""What a receipt says: the words a layout may print, and the labels that are true of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from benchmarks.receipts import wording
from benchmarks.receipts.people import Party, company, person

FIRST_DAY = datetime(2024, 1, 2, 6, 0)  # noqa: DTZ001 - the clock of the place, as it is printed
DAYS = 1050
BANKS_BR = (
    ("00000000", "001", "Banco do Brasil"), ("60746948", "237", "Bradesco"),
    ("60701190", "341", "Itaú Unibanco"), ("90400888", "033", "Santander"),
    ("00360305", "104", "Caixa Econômica Federal"), ("18236120", "260", "Nu Pagamentos"),
    ("00416968", "077", "Banco Inter"), ("10573521", "323", "Mercado Pago"),
    ("31872495", "336", "Banco C6"), ("08561701", "290", "PagSeguro"),
    ("22896431", "380", "PicPay"), ("01181521", "748", "Sicredi"), ("02038232", "756", "Sicoob"),
)  # fmt: skip
BANKS_PT = (
    "Caixa Geral de Depósitos", "Millennium bcp", "Banco BPI", "Novo Banco",
    "Santander Totta", "Banco Montepio", "Crédito Agrícola",
)  # fmt: skip
STATES = {
    "BR": {
        "completed": ("Concluído", "Realizado", "Efetuado", "Pago", "Aprovado", "Efetivado"),
        "scheduled": ("Agendado", "Agendamento", "Programado"),
        "processing": ("Em processamento", "Processando", "Em análise"),
        "returned": ("Devolvido", "Estornado", "Devolução"),
    },
    "PT": {
        "completed": ("Concluída", "Efetuada", "Realizada", "Aceite", "Executada"),
        "scheduled": ("Agendada", "Programada"),
        "processing": ("Em processamento", "Pendente", "A processar"),
        "returned": ("Devolvida", "Anulada", "Estornada"),
    },
}
STATUS_WEIGHTS = {"completed": 70, "scheduled": 14, "processing": 8, "returned": 8}
SHOPS = {"cupom", "fatura"}
LABELS = (
    "kind", "status", "amount", "currency", "date", "time", "transaction_id", "receiver_name",
    "receiver_document", "payer_name", "payer_document", "pix_key", "company",
)  # fmt: skip


@dataclass
class Facts:
    """One payment; `words` is for the layout, `labels` for the scorer."""

    words: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str | None] = field(default_factory=dict)
    items: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How this layout writes things; each list is drawn from anew for each receipt."""

    rng: Random
    choices: Mapping[str, Sequence[str]]

    def one(self, name: str, otherwise: str) -> str:
        """Return one of the layout's ways, or the usual one."""
        return self.rng.choice(self.choices.get(name, (otherwise,)))


Maker = Callable[[Facts, Style], None]


def amount(rng: Random, kind: str) -> Decimal:
    """Return a sum of money, small ones more often, and in shops hardly any other."""
    highest = rng.choice((60, 300, 300) if kind in SHOPS else (60, 300, 2000, 2000, 9000, 60000))
    cents = rng.choice((0, 0, 50, 90, 99)) if rng.random() < 0.4 else rng.randint(0, 99)  # noqa: PLR2004
    return Decimal(rng.randint(1, highest)) + Decimal(cents) / 100


def moment(rng: Random) -> datetime:
    """Return when it happened, to the second."""
    return FIRST_DAY + timedelta(days=rng.randint(0, DAYS), seconds=rng.randint(0, 17 * 3600))


def begin(facts: Facts, style: Style, kind: str, country: str) -> tuple[Decimal, datetime]:
    """Draw what every receipt has: status, amount, date and time."""
    rng = style.rng
    value, when = amount(rng, kind), moment(rng)
    written = wording.moment(when, style.one("moments", "dash"))
    facts.labels.update(dict.fromkeys(LABELS))
    facts.labels |= {
        "kind": kind, "status": _status(style), "amount": f"{value:.2f}",
        "currency": "BRL" if country == "BR" else "EUR", "date": f"{when:%Y-%m-%d}",
        "time": written.label,
    }  # fmt: skip
    status = str(facts.labels["status"])
    state = rng.choice(STATES[country][status])
    facts.words |= {
        "amount": money(style, value, country), "when": written.joined, "date": written.date,
        "clock": written.time, "state": state, "state_caps": state.upper(), "status": status,
        "printed": wording.moment(when + timedelta(days=rng.randint(1, 60)), "at").joined,
    }  # fmt: skip
    if kind in SHOPS:  # the goods are gone
        facts.labels["status"] = facts.words["status"] = "completed"
    return value, when


def _status(style: Style) -> str:
    names = [
        name for name in STATUS_WEIGHTS if name in style.choices.get("statuses", STATUS_WEIGHTS)
    ]
    return style.rng.choices(names, [STATUS_WEIGHTS[name] for name in names])[0]


def money(style: Style, value: Decimal, country: str) -> str:
    """Write an amount as this layout does."""
    return wording.money(
        value, style.one("money", "R$ 1.234,56" if country == "BR" else "1.234,56 €")
    )


def side(facts: Facts, style: Style, role: str, party: Party) -> None:
    """Tell who is on one side: name and document as printed, which are the labels too."""
    printed = wording.name(party.name, style.one("names", "as is"))
    facts.words[f"{role}_name"] = facts.labels[f"{role}_name"] = printed
    way = style.one("company_documents", "full") if party.company else style.one("masks", "*")
    number, label = wording.document(party.document, way)
    facts.words[f"{role}_document"], facts.labels[f"{role}_document"] = number, label
    facts.words[f"{role}_document_name"] = document_name(party)


def document_name(party: Party) -> str:
    """Return what the number is called where it is from."""
    if len(party.document) == 9:  # noqa: PLR2004 - a Portuguese number
        return "NIF"
    return "CNPJ" if party.company else "CPF"


def somebody(rng: Random, country: str, firms: float) -> Party:
    """Return a person, or as often as told a firm."""
    return company(rng, country) if rng.random() < firms else person(rng, country)

"""Who pays and who is paid: names of plants, animals and weather, so that nobody is meant."""

from dataclasses import dataclass
from random import Random

from benchmarks.receipts import documents
from benchmarks.receipts.plain import plain

GIVEN = (
    "Ana", "Beatriz", "Camila", "Débora", "Elisângela", "Fátima", "Glória", "Helena", "Inês",
    "Joana", "Kátia", "Lúcia", "Mônica", "Natália", "Olívia", "Patrícia", "Raquel", "Sónia",
    "Tânia", "Vitória", "Alexandre", "Bruno", "César", "Diogo", "Estêvão", "Flávio", "Gonçalo",
    "Hélio", "Ícaro", "João", "Luís", "Márcio", "Nuno", "Otávio", "Paulo", "Rômulo", "Sérgio",
    "Tomás", "Vítor", "William", "Xavier", "Ygor",
)  # fmt: skip
FAMILY = (
    "Jacarandá", "Pirilampo", "Ventania", "Tangerina", "Sabugueiro", "Trovão", "Limoeiro",
    "Caracol", "Andorinha", "Marmeleira", "Neblina", "Gafanhoto", "Alecrim", "Pitanga",
    "Rouxinol", "Orvalho", "Ipê-Amarelo", "Caramelo", "Lagartixa", "Açucena", "Bem-te-vi",
    "Relâmpago", "Hortelã", "Quati", "Avelã", "Girassol", "Trevo", "Illimani", "Cotovia", "Maçã",
)  # fmt: skip
TRADES = (
    "Padaria", "Oficina", "Mercearia", "Papelaria", "Restaurante", "Livraria", "Farmácia",
    "Clínica", "Floricultura", "Transportadora", "Construções", "Comércio de Tintas",
    "Distribuidora", "Escola de Música", "Lavandaria", "Café", "Pastelaria", "Auto Peças",
)  # fmt: skip
FANCIES = (
    "Lua de Papel", "Três Nuvens", "Dragão Manso", "Sete Estrelas Cadentes", "Vento Azul",
    "Arara Inventada", "Farol Imaginário", "Pedra que Canta", "Bússola Torta", "Mar de Algodão",
    "Rinoceronte Lilás", "Ilha do Nunca", "Cometa Vagaroso", "Guarda-Chuva Amarelo",
    "Chá das Onze", "Baleia Voadora", "Relógio sem Pressa", "Montanha de Açúcar",
)  # fmt: skip
FORMS_BR = ("Ltda", "LTDA", "ME", "EIRELI", "S.A.", "Ltda - ME", "")
FORMS_PT = ("Lda", "Lda.", "Unipessoal Lda", "S.A.", "")
TOWNS_BR = ("Vila Imaginária", "Porto Inventado", "São Nunca do Sul", "Nova Fantasia")
TOWNS_PT = ("Vila Fictícia", "Aldeia Inventada", "Monte do Nunca", "Ribeira de Conto")
STREETS = ("Rua das Nuvens", "Avenida do Faz de Conta", "Travessa do Sonho", "Praça da Fábula")
LINKS = (" ", " ", " ", " da ", " de ", " dos ")
LETTERED = 0.15  # share of companies with letters in their number


@dataclass(frozen=True)
class Party:
    """Somebody on one side of a payment."""

    name: str
    document: str
    company: bool
    email: str
    phone: str
    town: str
    street: str


def person(rng: Random, country: str) -> Party:
    """Return somebody with one to three family names."""
    families = rng.sample(FAMILY, rng.choice((1, 2, 2, 3)))
    name = rng.choice(GIVEN) + " " + rng.choice(LINKS).join(families).replace("  ", " ")
    document = documents.cpf(rng) if country == "BR" else documents.nif(rng)
    return _party(rng, country, name, document)


def company(rng: Random, country: str) -> Party:
    """Return a firm; some names are long enough to wrap on a telephone."""
    name = f"{rng.choice(TRADES)} {rng.choice(FANCIES)}"
    if rng.random() < LETTERED:
        name += f" {rng.choice(('e Filhos', 'Importação e Exportação', 'do Norte', 'Digital'))}"
    forms = FORMS_BR if country == "BR" else FORMS_PT
    name = f"{name} {rng.choice(forms)}".strip()
    if country == "BR":
        document = documents.cnpj(rng, letters=rng.random() < LETTERED)
    else:
        document = documents.nif(rng, first=("5",))
    return _party(rng, country, name, document, firm=True)


def _party(rng: Random, country: str, name: str, document: str, *, firm: bool = False) -> Party:
    first, last = plain(name).lower().replace("-", "").split()[:2]
    brazil = country == "BR"
    area = rng.randint(11, 99)
    area += area % 10 == 0  # no area's code ends in a zero
    phone = f"+55{area}9{documents.digits(rng, 8)}" if brazil else ""
    return Party(
        name=name,
        document=document,
        company=firm,
        email=f"{first}.{last}{rng.randint(1, 99)}@correio.example",
        phone=phone or f"+3519{rng.choice('1236')}{documents.digits(rng, 7)}",
        town=rng.choice(TOWNS_BR if brazil else TOWNS_PT),
        street=f"{rng.choice(STREETS)}, {rng.randint(1, 900)}",
    )

"""Whether the money went to us: however a bank masks, cuts, turns and shortens who was paid."""

import unicodedata
from itertools import combinations
from random import Random

import pytest

from balcao.receipts.checks.names import PERHAPS, SHORTENED, name_score
from balcao.receipts.checks.receiver import Payee, check_receiver
from balcao.receipts.fields.found import Fields, Found
from tests.unit.receipts.fields.numbers import a_cnpj, a_cpf, an_iban

GIVEN = (
    "Ana", "Beatriz", "César", "Estêvão", "Inês", "João", "Márcio", "Mônica", "Raquel", "Vítor",
)  # fmt: skip
FAMILY = (
    "Jacarandá", "Pirilampo", "Ventania", "Sabugueiro", "Trovão", "Limoeiro", "Andorinha",
    "Neblina", "Gafanhoto", "Rouxinol", "Orvalho", "Hortelã",
)  # fmt: skip
TRADES = ("Padaria", "Oficina", "Mercearia", "Farmácia", "Livraria", "Floricultura")
FANCIES = ("Lua de Papel", "Três Nuvens", "Dragão Manso", "Vento Azul", "Farol Imaginário")
OURS = Payee("Padaria Lua de Papel Ltda", a_cnpj("123456780001"), "ola@lua.example")
CPF = a_cpf(123456789)
PT50 = an_iban("PT", "000700000000012345678")


def fields(**values: str) -> Fields:
    return Fields({name: Found(value, 1.0, "ocr") for name, value in values.items()})


def people(seed: int, count: int) -> list[str]:
    rng = Random(seed)  # noqa: S311 - the same people every time
    found: set[str] = set()
    while len(found) < count:
        families = rng.sample(FAMILY, rng.choice((1, 2, 2, 3)))
        found.add(f"{rng.choice(GIVEN)} {rng.choice((' ', ' da ', ' de ')).join(families)}")
    return sorted(found)


def flat(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def shortened(name: str) -> str:
    first, *between, last = name.split()
    return " ".join([first, *(f"{each[0]}." for each in between), last])


WAYS = {
    "capitals": lambda name: flat(name).upper(),
    "glued": lambda name: flat(name).replace(" ", ""),
    "initials": shortened,
    "turned": lambda name: " ".join(reversed(name.split())),
    "cut at 20": lambda name: flat(name).upper()[:20].rstrip(),
    "cut at 25": lambda name: flat(name).upper()[:25].rstrip(),
    "l for i": lambda name: name.replace("i", "l"),
    "0 for o": lambda name: name.replace("o", "0"),
    "given and last": lambda name: f"{name.split()[0]} {name.split()[-1]}",
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_taken_for_another_however_their_name_is_printed(way):
    names = [name for name in people(7, 300) if len(name.split()) > 1]

    rejected = [name for name in names if name_score(WAYS[way](name), name) < PERHAPS]

    assert rejected == []


@pytest.mark.parametrize("way", ["as it is", *WAYS])
def test_few_strangers_pass_by_their_name_alone(way):
    change = WAYS.get(way, str)
    pairs = list(combinations(people(8, 100), 2))

    accepted = [one for one, other in pairs if name_score(change(one), other) >= SHORTENED]

    assert len(accepted) <= 0.015 * len(pairs)


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("PADARIA LUA DE PAPEL", "match"),
        ("Padaria Lua de Papel ME", "match"),
        ("PADARIA LUA DE PAP", "needs_review"),
        ("PadariaLuadePapel Ltda", "needs_review"),
        ("Padaria Lua", "needs_review"),
        ("Padaria Lua de Mel Ltda", "needs_review"),
        ("Padaria Vento Azul Ltda", "mismatch"),
        ("Oficina Dragão Manso", "mismatch"),
    ],
)
def test_a_shop_under_the_names_banks_give_it(printed, status):
    check = check_receiver(fields(receiver_name=printed), [Payee(OURS.name)])

    assert (check.status, check.by) == (status, "name"), check


@pytest.mark.parametrize("trade", TRADES)
def test_shops_of_one_fancy_or_one_trade_are_not_each_other(trade):
    ours = f"{trade} {FANCIES[0]} Ltda"
    others = [f"{trade} {fancy} Ltda" for fancy in FANCIES[1:]]

    assert all(name_score(other, ours) < SHORTENED for other in others)


@pytest.mark.parametrize(
    ("printed", "status", "score"),
    [
        (CPF, "match", 100),
        (f"***{CPF[3:9]}**", "match", 97),
        (f"{CPF[:3]}******{CPF[-2:]}", "match", 97),
        (f"***{CPF[3:8]}{(int(CPF[8]) + 1) % 10}**", "needs_review", 60),
        (f"***{CPF[3:7]}{(int(CPF[7]) + 1) % 10}{(int(CPF[8]) + 1) % 10}**", "mismatch", 60),
        (f"*******{CPF[7:9]}**", "needs_review", 60),
    ],
    ids=["whole", "middle", "ends", "one-apart", "two-apart", "two-shown"],
)
def test_a_person_behind_a_mask(printed, status, score):
    payee = Payee("Ana Trovão Limoeiro", CPF)

    check = check_receiver(
        fields(receiver_name="Ana Trovão Limoeiro", receiver_document=printed), [payee]
    )

    assert (check.status, check.by, check.score) == (status, "document", score), check


def test_strangers_behind_the_same_mask_are_rare_and_their_name_tells():
    masks = {f"***{a_cpf(number)[3:9]}**" for number in range(10**8, 10**9, 900_017)}
    ours = [Payee("Ana Trovão Limoeiro", CPF)]

    passed = [
        mask for mask in masks
        if check_receiver(fields(receiver_document=mask), ours).status == "match"
    ]  # fmt: skip
    named = fields(receiver_name="Márcio Orvalho", receiver_document=f"***{CPF[3:9]}**")

    assert len(masks) > 900
    assert passed == []
    assert check_receiver(named, ours).status == "needs_review"


def test_a_company_with_letters_is_compared_by_all_of_them():
    letters = a_cnpj("12ABC3450001")
    ours = [Payee("Oficina Vento Azul", letters)]

    assert check_receiver(fields(receiver_document=letters), ours).status == "match"
    other = a_cnpj("12ABD9990001")
    assert check_receiver(fields(receiver_document=other), ours).status == "mismatch"


def test_a_key_or_an_account_says_more_than_a_name():
    ours = [Payee(OURS.name, OURS.document, OURS.pix_key, PT50)]

    by_key = check_receiver(fields(receiver_name="L. de Papel", pix_key="OLA@lua.example"), ours)
    by_iban = check_receiver(fields(receiver_iban=PT50), ours)
    other = an_iban("PT", "001000000000098765432")

    assert (by_key.status, by_key.by) == ("match", "pix_key")
    assert (by_iban.status, by_iban.by) == ("match", "iban")
    assert check_receiver(fields(receiver_iban=other), ours).status == "mismatch"


def test_of_several_receivers_the_best_counts_and_without_any_nobody_knows():
    printed = fields(receiver_name="Padaria Lua de Papel")
    several = [Payee("Oficina Dragão Manso"), OURS, Payee("Ana Trovão")]

    assert check_receiver(printed, several).receiver == OURS.name
    assert check_receiver(printed, []).status == "needs_review"
    assert check_receiver(fields(), several).status == "needs_review"

"""The sums by which numbers of people, companies, invoices and bills prove themselves."""

from collections.abc import Sequence
from itertools import cycle

_VALUE = {character: ord(character) - 48 for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
NIF_FIRST = "123456789"  # nobody's begins with 0


def cpf(number: str) -> bool:
    """Say whether eleven digits are a person's; eleven equal ones add up but are nobody's."""
    if len(number) != 11 or not _digits(number) or len(set(number)) == 1:  # noqa: PLR2004
        return False
    first = _eleven(number[:9], range(10, 1, -1))
    return number[9:] == f"{first}{_eleven(number[:9] + str(first), range(11, 1, -1))}"


def _digits(number: str) -> bool:
    return number.isascii() and number.isdigit()


def _eleven(number: str, weights: Sequence[int]) -> int:
    """Return the digit that the sum of eleven asks for; what would be 10 or 11 is 0."""
    pairs = zip(number, weights, strict=True)
    rest = sum(_VALUE[character] * weight for character, weight in pairs) % 11
    return 0 if rest < 2 else 11 - rest  # noqa: PLR2004


def cnpj(number: str) -> bool:
    """Say whether fourteen characters are a company's, since July 2026 also with letters."""
    if len(number) != 14 or not set(number) <= set(_VALUE) or not _digits(number[12:]):  # noqa: PLR2004
        return False
    first = _eleven(number[:12], (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
    second = _eleven(number[:12] + str(first), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
    return number[12:] == f"{first}{second}" and len(set(number)) > 1


def nif(number: str) -> bool:
    """Say whether nine digits are a Portuguese taxpayer's."""
    if len(number) != 9 or not _digits(number) or number[0] not in NIF_FIRST:  # noqa: PLR2004
        return False
    return int(number[8]) == _eleven(number[:8], range(9, 1, -1))


def access_key(number: str) -> bool:
    """Say whether the last of an invoice's 44 characters follows from the others."""
    if len(number) != 44 or not set(number) <= set(_VALUE):  # noqa: PLR2004
        return False
    return number[43] == str(_eleven(number[:43], [2 + (42 - at) % 8 for at in range(43)]))


def ten(number: str) -> int:
    """Return the digit of a boleto's field: doubled in turn from the right, digits added."""
    products = (int(digit) * by for digit, by in zip(reversed(number), cycle((2, 1)), strict=False))
    return -sum(product // 10 + product % 10 for product in products) % 10


def boleto_eleven(number: str) -> int:
    """Return the digit over a bank boleto's bars: 1 where others would be 0, 10 or 11."""
    digit = 11 - _from_the_right(number) % 11
    return 1 if digit in {10, 11} else digit


def _from_the_right(number: str) -> int:
    pairs = zip(reversed(number), cycle(range(2, 10)), strict=False)
    return sum(int(digit) * by for digit, by in pairs)


def utility_eleven(number: str) -> int:
    """Return the digit of a utility bill's block where its third digit asks for eleven."""
    rest = _from_the_right(number) % 11
    return 0 if rest < 2 else 11 - rest  # noqa: PLR2004


def iban(number: str) -> bool:
    """Say whether an account's number leaves 1 of 97."""
    if not number.isascii() or not number.isalnum():
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1

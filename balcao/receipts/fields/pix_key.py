"""The five kinds of Pix keys, in the one spelling in which two of them can be compared."""

from dataclasses import dataclass
from typing import Literal

from balcao.receipts.fields.hit import Hit

Kind = Literal["cpf", "cnpj", "email", "phone", "random"]


@dataclass(frozen=True)
class PixKey:
    """As the directory holds it: digits, lower-case address, `+55` phone, lower-case UUID."""

    kind: Kind
    value: str
    masked: bool = False


def find(text: str) -> list[Hit[PixKey]]:
    """Return every key; phones only with country or area code."""
    raise NotImplementedError


def parse(text: str) -> PixKey | None:
    """Return the key that a piece of text beside the words `chave Pix` consists of."""
    raise NotImplementedError

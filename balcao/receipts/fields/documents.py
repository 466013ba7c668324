"""Numbers of people and companies: CPF, CNPJ and NIF, whole or behind a bank's mask."""

from dataclasses import dataclass
from typing import Literal

from balcao.receipts.fields.hit import Hit

Kind = Literal["cpf", "cnpj", "nif"]


@dataclass(frozen=True)
class Document:
    """Digits, letters and asterisks only: `***456789**`, `12ABC34501DE35`."""

    kind: Kind
    value: str

    @property
    def masked(self) -> bool:
        """Say whether the bank hides a part of it."""
        return "*" in self.value


def find(text: str, kinds: tuple[Kind, ...] = ("cpf", "cnpj", "nif")) -> list[Hit[Document]]:
    """Return every number that fits: whole ones prove themselves, masked ones by their form."""
    raise NotImplementedError


def parse(text: str) -> Document | None:
    """Return what somebody typed as their own number, in any punctuation, if it is whole."""
    raise NotImplementedError

"""A Portuguese payment reference: five digits of the entity and nine of the reference."""

from dataclasses import dataclass

from balcao.receipts.fields.hit import Hit


@dataclass(frozen=True)
class Multibanco:
    """To whom and for what; its check digits can only be recomputed with the amount."""

    entity: str
    reference: str


def find(text: str) -> list[Hit[Multibanco]]:
    """Return every pair whose words say what they are, in one line or over several."""
    raise NotImplementedError


def parse_entity(text: str) -> str | None:
    """Return the five digits a piece of text consists of."""
    raise NotImplementedError


def parse_reference(text: str) -> str | None:
    """Return the nine digits a piece of text consists of, without its spaces."""
    raise NotImplementedError

"""A sign that something was found: a key of a sentence with the values it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sign:
    """Said to a person as `sentence(sign.key, sign.params)`; kept as these two."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)

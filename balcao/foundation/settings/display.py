"""Shows settings to people without showing them a secret."""

from collections.abc import Iterator

from pydantic import BaseModel, SecretStr

from balcao.foundation.settings.names import names_of
from balcao.foundation.settings.secrets import without_secrets


def lines_of(settings: BaseModel) -> Iterator[str]:
    """Yield NAME=value for every setting that is in effect."""
    for names, (_, value) in zip(names_of(type(settings)), settings, strict=True):
        yield f"{names[0]}={_shown(value)}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "***" if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return ",".join(map(_shown, value))
    return str(value).lower() if isinstance(value, bool) else without_secrets(str(value))

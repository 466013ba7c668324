"""The secret a development machine makes for itself, and hiding secrets from whoever looks on."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

SHORTEST = 32
MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(48))' makes one"
FEWEST_CHARACTERS = 8
SAMPLES = re.compile(r"change[-_ ]?(me|this)|your[-_ ]|example|placeholder|insecure", re.IGNORECASE)
IN_URL = re.compile(r"(://[^/?#@]*?:)[^/?#]*(?=@)|([?&](?:ssl)?password=)[^&]*", re.IGNORECASE)


def troubles_of(secret: SecretStr, older: Sequence[SecretStr]) -> Iterator[tuple[str, str]]:
    """Say which secrets may not protect a production system, and why."""
    if weak := _weakness(secret.get_secret_value()):
        yield "SECRET_KEY", weak
    if any(_weakness(key.get_secret_value()) for key in older):
        yield "SECRET_KEY_FALLBACKS", "holds a sample or a short secret; take it out"


def _weakness(secret: str) -> str | None:
    if len(secret) < SHORTEST:
        return f"needs at least {SHORTEST} characters; {MAKE_ONE}"
    if SAMPLES.search(secret) or len(set(secret)) < FEWEST_CHARACTERS:
        return f"is a sample, not a secret; {MAKE_ONE}"
    return None


def kept_secret(folder: Path) -> str:
    """Return the secret of this folder, made by whichever process comes first."""
    path = folder / "secret_key"
    with suppress(FileNotFoundError):
        return path.read_text()
    draft = folder / f".secret_key.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(draft)  # appears whole, and never replaces another process's secret
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text()


def without_secrets(url: str) -> str:
    """Return the URL as it may be shown: with stars where its password was."""
    return IN_URL.sub(r"\1\2***", url)

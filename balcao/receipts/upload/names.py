"""Names of files: theirs only to be shown, ours to be stored under."""

import hashlib
import re
import secrets
import unicodedata

from balcao.adapters.decoding.sniff import EXTENSIONS
from balcao.foundation.clock import utcnow

LONGEST_NAME = 80
HASH_LENGTH = 32
NAMELESS = "comprovante"
UNKNOWN = "bin"
SEPARATORS = re.compile(r"[/\\]")
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Cf turns the direction of what follows


def generate_secure_filename(original: str) -> str:
    """Return `hash_timestamp.ext`: nobody can guess it, and of theirs only the kind is left."""
    salted = secrets.token_bytes(32) + original.encode(errors="replace")
    digest = hashlib.sha256(salted).hexdigest()[:HASH_LENGTH]
    extension = extension_of(original)
    kind = extension if extension in EXTENSIONS else UNKNOWN
    return f"{digest}_{int(utcnow().timestamp())}.{kind}"


def extension_of(name: str) -> str:
    """Return what stands behind the last dot of the last part, in lower case."""
    return shown_name(name).rpartition(".")[2].lower() if "." in shown_name(name) else ""


def shown_name(original: str) -> str:
    """Return the name as people may see it again: one part, printable, and not too long."""
    last = SEPARATORS.split(unicodedata.normalize("NFC", original))[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in INVISIBLE)
    plain = " ".join(visible.split()).strip(". -")
    if len(plain) > LONGEST_NAME:
        stem, dot, extension = plain.rpartition(".")
        tail = f"{dot}{extension}" if dot and len(extension) < len("jpeg") + 1 else ""
        plain = (stem if tail else plain)[: LONGEST_NAME - len(tail)] + tail
    return plain or NAMELESS

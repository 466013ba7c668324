"""The sample: a receipt of people who do not exist, for whoever wants to see what happens."""

import hashlib

from flask import current_app

from balcao.adapters import Tools
from balcao.receipts.files.keys import original_key
from balcao.receipts.upload.checks import media_type_of
from balcao.receipts.upload.names import generate_secure_filename
from balcao.receipts.upload.service import Arrival

NAME = "comprovante-exemplo.png"


def arrival() -> Arrival:
    """Keep a copy of the sample, as if it had been sent."""
    content = current_app.extensions["sample"].read_bytes()
    key = original_key(generate_secure_filename(NAME))
    tools: Tools = current_app.extensions["tools"]
    tools.files.keep_bytes(key, content)
    digest = hashlib.sha256(content).hexdigest()
    return Arrival(key, NAME, media_type_of(NAME), len(content), digest)

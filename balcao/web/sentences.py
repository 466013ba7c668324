"""Sentences chosen by code: rows, logs and services say a key, the reader gets words."""

import logging
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

log = logging.getLogger(__name__)

SOMETHING = _l("Something went wrong on our side. It was noted.")
_sentences: dict[str, object] = {}


def add(sentences: Mapping[str, object]) -> None:
    """Make a feature's sentences known; bootstrap does this for every feature."""
    _sentences.update(sentences)


def known(key: str) -> str | None:
    """Return the sentence for a key that need not have one."""
    return str(_sentences[key]) if key in _sentences else None


def sentence(key: str, params: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a key in the language of this request."""
    if key not in _sentences:
        log.error("no sentence for the key %s", key)
        return str(SOMETHING)
    text = str(_sentences[key])
    return text % dict(params) if params else text

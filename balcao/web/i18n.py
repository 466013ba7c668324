"""Which of the three languages this visitor reads."""

from datetime import datetime

from flask import Flask, has_request_context, request
from flask_babel import Babel, format_datetime, get_locale

from balcao.foundation.languages import DEFAULT, LANGUAGES, ZONES
from balcao.web.cookies import read

COOKIE = "lang"
# Portuguese outside Brazil is written as in Portugal; without a country most readers are Brazilian.
EUROPEAN = {"pt_pt", "pt_ao", "pt_mz", "pt_cv", "pt_gw", "pt_st", "pt_tl", "pt_lu", "pt_ch"}


def init_i18n(app: Flask) -> None:
    """Let Flask-Babel ask us, and tell the templates what was chosen."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_timezone=ZONES[DEFAULT],
        locale_selector=chosen_language,
        timezone_selector=_chosen_zone,
    )
    app.context_processor(_language_values)
    app.jinja_env.filters["moment"] = written_moment


def chosen_language() -> str:
    """Return the wish of the visitor, then of the browser, then Brazil's."""
    if not has_request_context():
        return DEFAULT
    wish = known_language(read(COOKIE))
    offers = (known_language(tag) for tag, _ in request.accept_languages)
    return wish or next(filter(None, offers), DEFAULT)


def known_language(tag: str) -> str | None:
    """Return which of our catalogues serves this language tag, if one does."""
    name = tag.strip().lower().replace("-", "_")
    if name in EUROPEAN:
        return "pt_PT"
    family = name.split("_", 1)[0]
    return {"pt": "pt_BR", "en": "en"}.get(family)


def language_tag() -> str:
    """Return the chosen language as HTML and HTTP write it."""
    return str(get_locale() or DEFAULT).replace("_", "-")


def written_moment(iso: str) -> str:
    """Write a moment for readers without script; the others get the time of their own clock."""
    return str(format_datetime(datetime.fromisoformat(iso), "short"))


def _chosen_zone() -> str:
    return ZONES[chosen_language()]


def _language_values() -> dict[str, object]:
    return {"language": language_tag(), "languages": LANGUAGES}

"""Writing letters outside of any request: one template, two forms, the reader's own language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from balcao.foundation.languages import DEFAULT, LANGUAGES, ZONES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates" / "mails"
CATALOGUES = ROOT / "translations"


@dataclass(frozen=True)
class Letter:
    """The same words twice: plain, and dressed."""

    subject: str
    text: str
    html: str


def letter(name: str, language: str, values: Mapping[str, str]) -> Letter:
    """Write the letter `templates/mails/<name>.html` in a language, with these values in it."""
    subject, _, text = _written(name, language, "txt", values).strip().partition("\n")
    html = _written(name, language, "html", values)
    return Letter(subject, f"{text.strip()}\n", html)


def _written(name: str, language: str, form: str, values: Mapping[str, str]) -> str:
    environment = _environment(language if language in LANGUAGES else DEFAULT, form)
    return environment.get_template(f"{name}.html").render(values)


@cache
def _environment(language: str, form: str) -> Environment:
    """Return where the templates of one form and language are compiled, once, and kept."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=form == "html",  # noqa: S701 - the plain form is no markup
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = Translations.load(str(CATALOGUES), [language])
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    environment.globals["language"] = language.replace("_", "-")
    environment.globals["layout"] = f"_letter.{form}"
    return environment


def forget() -> None:
    """Read the templates anew, for whoever is writing them."""
    _environment.cache_clear()


def written_moment(moment: datetime, language: str) -> str:
    """Write day, time and zone as the reader of this language does."""
    return _written_minute(moment.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=256)  # mails come in crowds, and this takes as long as a form of a letter
def _written_minute(moment: datetime, language: str) -> str:
    known = language if language in LANGUAGES else DEFAULT
    local = moment.astimezone(_zone(known))
    locale = _locale(known)
    day, time = format_date(local, "long", locale), format_time(local, "HH:mm", locale=locale)
    return f"{day}, {time} ({_offset(local.utcoffset() or timedelta())})"


@cache
def _zone(language: str) -> ZoneInfo:
    return ZoneInfo(ZONES[language])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    more = f":{rest:02}" if rest else ""
    return f"UTC{sign}{hours}{more}" if minutes else "UTC"

"""The page /dev/mail/preview: every mail in every language, written to somebody invented.

It exists in development only. Nothing is sent, and the links in these mails open nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from balcao.accounts.links import ADDRESS, NOTICE, RESET, VERIFY, LinkMaker
from balcao.accounts.mail import mails
from balcao.accounts.mail.queries import Person, Token
from balcao.adapters.mail import Outgoing
from balcao.foundation import rendering
from balcao.foundation.languages import LANGUAGES
from balcao.web.i18n import chosen_language, known_language
from balcao.web.security import SHUT_AWAY, WITH_FRAME

bp = Blueprint("mail_preview", __name__, url_prefix="/dev/mail/preview")

Sample = Callable[[str, Person, LinkMaker], Outgoing]

SAMPLES: dict[str, Sample] = {
    "verify": lambda tag, _, links: mails.verification(_token(VERIFY, tag), links),
    "registered": lambda tag, ana, links: mails.already_there(_token(VERIFY, tag), ana, links),
    "closed": lambda tag, ana, links: mails.account_closed(_token(VERIFY, tag), ana, links),
    "address": lambda tag, _, links: mails.new_address(_token(ADDRESS, tag), links),
    "address_taken": lambda tag, ana, links: mails.address_taken(_token(ADDRESS, tag), ana, links),
    "reset": lambda tag, ana, links: mails.password_reset(_token(RESET, tag), ana, links),
    "updated_password": lambda tag, ana, links: mails.account_updated(
        _token(NOTICE, tag), "password", ana, links
    ),
    "updated_reset": lambda tag, ana, links: mails.account_updated(
        _token(NOTICE, tag), "reset", ana, links
    ),
    "updated_address": lambda tag, ana, links: mails.account_updated(
        _token(NOTICE, tag), "address", ana, links
    ),
    "updated_factor": lambda tag, ana, links: mails.account_updated(
        _token(NOTICE, tag), "factor", ana, links
    ),
}


@bp.get("")
def page() -> ResponseReturnValue:
    """List all mails by their subjects, and show the one that was chosen."""
    rendering.forget()  # whoever changes a template sees it at the next look
    name, language = _chosen()
    shown = render_template(
        "dev/mail_preview.html",
        rows=[(each, _written(each, language).subject, _links(each)) for each in SAMPLES],
        mail=_written(name, language),
        source=url_for("mail_preview.html", mail=name, lang=language),
        name=name,
        reader=LANGUAGES[language],
        tag=language.replace("_", "-"),
    )
    return Response(shown, headers=WITH_FRAME)


@bp.get("/html")
def html() -> ResponseReturnValue:
    """Give one mail as its reader sees it, shut away like every mail."""
    return Response(_written(*_chosen()).html, mimetype="text/html", headers=SHUT_AWAY)


def _chosen() -> tuple[str, str]:
    name = request.args.get("mail", "")
    language = known_language(request.args.get("lang", "")) or chosen_language()
    return name if name in SAMPLES else next(iter(SAMPLES)), language


def _links(name: str) -> dict[str, str]:
    return {
        spoken: url_for("mail_preview.page", mail=name, lang=language)
        for language, spoken in LANGUAGES.items()
    }


def _written(name: str, language: str) -> Outgoing:
    ana = Person("", "Ana Figueira", "ana@figueira.example", language)
    return SAMPLES[name](language, ana, current_app.extensions["links"])


def _token(purpose: str, language: str) -> Token:
    return Token(
        id="00000000-0000-7000-8000-000000000000",  # nobody's
        purpose=purpose,
        address="ana@figueira.example",
        email="ana@figueira.example",
        locale=language,
        nonce="",
        created_at=datetime(2026, 3, 14, 9, 26, tzinfo=UTC),
    )

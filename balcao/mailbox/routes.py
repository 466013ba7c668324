"""The pages of the built-in mailbox, which exist in development only."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from balcao.foundation.db import reading, transaction
from balcao.foundation.ids import is_id
from balcao.mailbox import letters, queries, service
from balcao.mailbox.models import DevMail
from balcao.mailbox.texts import PAGE_TITLE
from balcao.web import NavItem
from balcao.web.security import SHUT_AWAY, WITH_FRAME

bp = Blueprint("mailbox", __name__)

NAV = NavItem(PAGE_TITLE, "/dev/mail")
PAGE_LENGTH = 20
MOST_AS_JSON = 50


@bp.get("/dev/mail")
def page() -> ResponseReturnValue:
    """Show what has come in, newest first."""
    to, after = _wished_recipient(), request.args.get("after", "")
    with reading() as session:
        found = queries.newest(
            session, to, after=after if is_id(after) else "", limit=PAGE_LENGTH + 1
        )
        kept = queries.count(session)
    mails, more = found[:PAGE_LENGTH], len(found) > PAGE_LENGTH
    older = url_for("mailbox.page", to=to or None, after=mails[-1].id) if more else None
    return render_template(
        "dev/mail.html", mails=mails, to=to, after=after, older=older, kept=kept,
        most_kept=service.MOST_KEPT,
    )  # fmt: skip


@bp.get("/dev/mail.json")
def as_json() -> ResponseReturnValue:
    """Tell a test what has come in and which links it holds."""
    with reading() as session:
        found = queries.newest(session, _wished_recipient(), limit=MOST_AS_JSON)
        raw = queries.bytes_of(session, [mail.id for mail in found])
    mails = [
        {
            "id": mail.id,
            "to": mail.recipient,
            "from": mail.sender,
            "subject": mail.subject,
            "received_at": mail.received_at.isoformat(),
            "links": letters.opened(raw.get(mail.id, b"")).links,
        }
        for mail in found
    ]
    return jsonify(mails=mails)


@bp.get("/dev/mail/<mail_id>")
def show(mail_id: str) -> ResponseReturnValue:
    """Show one mail: as its reader sees it, as text, and what it says about itself."""
    mail = _mail_or_404(mail_id)
    page = render_template(
        "dev/mail_show.html", mail=mail, letter=letters.opened(mail.raw),
        longest_text=letters.LONGEST_TEXT,
    )  # fmt: skip
    return Response(page, headers=WITH_FRAME)


@bp.get("/dev/mail/<mail_id>/html")
def html(mail_id: str) -> ResponseReturnValue:
    """Give the mail's own page, shut away; only our own page may frame it."""
    letter = letters.opened(_mail_or_404(mail_id).raw)
    return Response(letter.html, mimetype="text/html", headers=SHUT_AWAY)


@bp.get("/dev/mail/<mail_id>/raw")
def raw(mail_id: str) -> ResponseReturnValue:
    """Give the bytes as they came, to keep and never to show."""
    mail = _mail_or_404(mail_id)
    headers = {"Content-Disposition": f'attachment; filename="{mail.id}.eml"'}
    return Response(mail.raw, mimetype="message/rfc822", headers=headers)


@bp.post("/dev/mail/clear")
def clear() -> ResponseReturnValue:
    """Empty the mailbox."""
    with transaction() as session:
        service.clear(session)
    return redirect(url_for("mailbox.page"), HTTPStatus.SEE_OTHER)


def _wished_recipient() -> str:
    return letters.printable(request.args.get("to", "")).strip()[:254]


def _mail_or_404(mail_id: str) -> DevMail:
    with reading() as session:
        mail = queries.mail_of(session, mail_id) if is_id(mail_id) else None
    return mail or abort(HTTPStatus.NOT_FOUND)

"""The file itself, only ever to be saved, and pictures of its pages that are of our own making."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from balcao.accounts.login.current import login_required
from balcao.adapters import Tools
from balcao.foundation.db import reading
from balcao.receipts import desk, queries
from balcao.receipts.files.keys import preview_key
from balcao.receipts.models import Receipt
from balcao.web.security import SHUT_AWAY

bp = Blueprint("receipt_files", __name__)

A_WHILE = "private, max-age=600"  # its address stays when it is read anew
LONGEST_NUMBER = 3


@bp.get("/receipts/<receipt_id>/original")
@login_required
def original(receipt_id: str) -> ResponseReturnValue:
    """Hand the file back as it came, to be saved under its name."""
    receipt = _own(receipt_id)
    response = _sent(receipt.file_key, receipt.media_type, receipt.original_name)
    response.headers.update(SHUT_AWAY)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/receipts/<receipt_id>/preview/<page>.jpg")
@login_required
def preview(receipt_id: str, page: str) -> ResponseReturnValue:
    """Show a page as we drew it, without anything that was hidden in the file."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= LONGEST_NUMBER else -1
    receipt = _own(receipt_id)
    if not 0 <= number < len(receipt.sizes):
        abort(HTTPStatus.NOT_FOUND)
    response = _sent(preview_key(receipt.id, number), "image/jpeg")
    response.headers["Cache-Control"] = A_WHILE
    return response


def _own(receipt_id: str) -> Receipt:
    with reading() as session:
        return desk.found(queries.receipt_of(session, receipt_id, desk.tenant()))


def _sent(key: str, media_type: str, name: str | None = None) -> Response:
    tools: Tools = current_app.extensions["tools"]
    try:
        stream = tools.files.open(key)
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    return send_file(stream, media_type, as_attachment=name is not None, download_name=name)

"""Handing receipts in: by form, by script, by program; one or several, and a sample to try."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from balcao.accounts.limits import client_of
from balcao.accounts.login.current import login_required, the_user
from balcao.adapters.storage import StoreError
from balcao.foundation.db import repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.jobs import Audience
from balcao.jobs.requests import asker, do_here_if_alone
from balcao.receipts import corrections, desk
from balcao.receipts.job_args import ReadReceipt
from balcao.receipts.upload import answers, receiving, sample
from balcao.receipts.upload.limits import UploadLimits
from balcao.receipts.upload.receiving import FIELD, Intake, Refused
from balcao.receipts.upload.service import Arrival, Purpose, Taken, order_for, take_in
from balcao.web.errors import wants_json
from balcao.web.forms import idempotency_key
from balcao.web.security import csrf
from balcao.web.sentences import sentence

bp = Blueprint("receipt_upload", __name__)

UPLOAD_PAGE, LIST_PAGE = "/financeiro/lancar-pagamento", "/receipts"
ORDER, EXPECTED = "pedido_id", "valor_esperado"

csrf.exempt(f"{__name__}.upload")  # its token comes with the files: asked for when we know whose

Outcome = Taken | Refused


@bp.post(UPLOAD_PAGE)
@login_required
def upload() -> ResponseReturnValue:
    """Take receipts in; reading them is somebody else's work, unless nobody else is there."""
    intake: Intake = current_app.extensions["intake"]
    receiving.prepare(request, intake)
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    whose, key = _whose(), idempotency_key()
    purpose = _purpose()
    received = receiving.receive(request.files.getlist(FIELD), intake)
    if not received:
        raise DomainError("receipts.error.no_file", HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answer(_taken_in(received, whose, purpose, key))


@bp.post("/receipts/sample")
@login_required
def try_sample() -> ResponseReturnValue:
    """Hand in a receipt that nobody ever paid, to see what becomes of one."""
    try:
        arrival: Arrival | Refused = sample.arrival()
    except StoreError:
        arrival = receiving.not_kept(sample.NAME)
    return _answer(_taken_in([arrival], _whose(), Purpose(), idempotency_key()))


def _whose() -> Audience:
    return replace(asker(), tenant_id=desk.tenant())


def _purpose() -> Purpose:
    reference, expected = request.form.get(ORDER, "").strip(), request.form.get(EXPECTED, "")
    amount = corrections.as_typed_amount(expected) if expected.strip() else None
    return Purpose(reference, amount)


def _taken_in(
    received: Sequence[Arrival | Refused], whose: Audience, purpose: Purpose, key: str | None
) -> list[Outcome]:
    arrivals = [one for one in received if isinstance(one, Arrival)]
    try:
        outcomes = repeated(lambda: _written(received, whose, purpose, key))
    except (DomainError, HTTPException):
        receiving.forget(arrivals)
        raise  # after any other error a row may name them: nobody knows, so the sweep decides
    unused = [
        one
        for one, outcome in zip(received, outcomes, strict=True)
        if isinstance(one, Arrival) and not (isinstance(outcome, Taken) and outcome.fresh)
    ]
    receiving.forget(unused)
    return outcomes


def _written(
    received: Sequence[Arrival | Refused], whose: Audience, purpose: Purpose, key: str | None
) -> list[Outcome]:
    limits: UploadLimits = current_app.extensions["upload_limits"]
    who, client = the_user().user_id, client_of(request.remote_addr)
    outcomes: list[Outcome] = []
    with transaction() as session:
        order_id = order_for(session, whose.tenant_id, purpose)
        for number, one in enumerate(received):
            if isinstance(one, Refused):
                outcomes.append(one)
            elif wait := limits.wait(session, who, client, whose.tenant_id):
                outcomes.append(Refused(one.name, answers.TOO_OFTEN, 429, wait))
            else:
                once = f"upload:{who}:{key}:{number}" if key else None
                outcomes.append(take_in(session, one, whose, order_id, once))
    return outcomes


def _answer(outcomes: Sequence[Outcome]) -> ResponseReturnValue:
    taken = [outcome for outcome in outcomes if isinstance(outcome, Taken)]
    for each in taken:
        do_here_if_alone(each.job_id, ReadReceipt.queue)
    if wants_json():
        return answers.for_program(outcomes)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    if not taken:
        answers.refuse(refused[0])
    for outcome in refused:
        flash(f"{outcome.name}: {sentence(outcome.key, answers.params_of(outcome))}", "error")
    ids = [each.receipt_id for each in taken]
    place = f"{LIST_PAGE}/{ids[0]}" if len(outcomes) == 1 else f"{LIST_PAGE}?new={','.join(ids)}"
    return redirect(f"{request.script_root}{place}", HTTPStatus.SEE_OTHER)

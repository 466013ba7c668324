"""Sending the mails about accounts: only here is it found out what an address stands for.

Whoever asked sees the course of a job. Sign-up always mails somebody, so its course is the true
one. A way to a new password is mailed only where there is an account: what can be seen of that
goes through everything but the mail, for every address alike, and leaves the mail to a job that
nobody sees. A rehearsal beside real sending would not do: how long a server reads a mail before
it says yes, and what it says about a mailbox, cannot be rehearsed.
"""

from balcao.accounts.links import ADDRESS, VERIFY, LinkMaker
from balcao.accounts.mail import mails
from balcao.accounts.mail.job_args import (
    DeliverPasswordResetEmail,
    SendAccountUpdatedEmail,
    SendPasswordResetEmail,
    SendVerificationEmail,
)
from balcao.accounts.mail.queries import Request, request_of
from balcao.adapters.mail import Outgoing
from balcao.jobs import Cancel, Options, Run, enqueue, task
from balcao.messages.delivery import deliver, rehearse

GONE = "accounts.note.gone"
USED = "accounts.note.used"
EXPIRED = "accounts.note.expired"
ACCEPTED = {"accepted": True}


@task(SendVerificationEmail)
def send_verification_email(args: SendVerificationEmail, run: Run) -> dict[str, bool]:
    """Send the link to whoever has the address, or tell its owner that there is an account."""
    return _send(run, _verification(_open_request(run, args.token_id), _links(run)))


def _verification(request: Request, links: LinkMaker) -> Outgoing:
    token, owner = request.token, request.owner
    if token.purpose == ADDRESS:
        return _new_address(request, links)
    if token.purpose != VERIFY or token.password_hash is None:
        raise Cancel(GONE)  # taken back: its sender meant another address
    if owner:
        told = mails.account_closed if owner.disabled_at else mails.already_there
        return told(token, owner, links)
    if token.pre_user_id is None:
        raise Cancel(GONE)
    return mails.verification(token, links)


def _new_address(request: Request, links: LinkMaker) -> Outgoing:
    token, owner, asker = request.token, request.owner, request.asker
    if asker is None or asker.disabled_at:
        raise Cancel(GONE)
    if owner and owner.id != asker.id:
        told = mails.account_closed if owner.disabled_at else mails.address_taken
        return told(token, owner, links)
    return mails.new_address(token, links)


@task(SendPasswordResetEmail)
def send_password_reset_email(args: SendPasswordResetEmail, run: Run) -> None:
    """Go as far as one can without a mail, then hand over to a job that nobody watches."""
    with run.reading() as session:
        request = request_of(session, args.token_id)
    # Not whether it is used: only where there is an account could it ever be.
    if request is None or not request.fresh:
        raise Cancel(EXPIRED)
    rehearse(run)
    with run.transaction() as session:
        once = Options(idempotency_key=f"reset:{args.token_id}")
        enqueue(session, DeliverPasswordResetEmail(token_id=args.token_id), options=once)
        run.finish(session, ACCEPTED)


@task(DeliverPasswordResetEmail)
def deliver_password_reset_email(
    args: DeliverPasswordResetEmail, run: Run
) -> dict[str, bool] | None:
    """Send the way to a new password if there is an account that needs one."""
    request = _open_request(run, args.token_id)
    owner = request.owner
    if owner is None or owner.disabled_at:
        return None
    return _send(run, mails.password_reset(request.token, owner, _links(run)))


@task(SendAccountUpdatedEmail)
def send_account_updated_email(args: SendAccountUpdatedEmail, run: Run) -> dict[str, bool]:
    """Tell somebody that their account was changed."""
    with run.reading() as session:
        request = request_of(session, args.token_id)
    if request is None:
        raise Cancel(GONE)
    reader = request.asker or request.owner
    return _send(run, mails.account_updated(request.token, args.change, reader, _links(run)))


def _open_request(run: Run, token_id: str) -> Request:
    with run.reading() as session:
        request = request_of(session, token_id)
    if request is None:
        raise Cancel(GONE)
    if request.token.used_at:
        raise Cancel(USED)
    if not request.fresh:
        raise Cancel(EXPIRED)
    return request


def _links(run: Run) -> LinkMaker:
    return LinkMaker(run.tools.public_url, run.tools.keys)


def _send(run: Run, mail: Outgoing) -> dict[str, bool]:
    # No progress is written: its commit would cost as much as all the rest, for a page that says
    # "Sending" already.
    deliver(run, mail)
    # Nothing may come between the server's yes and the record of it.
    return ACCEPTED

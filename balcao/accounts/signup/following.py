"""What a browser remembers of the sign-up it asked for, so that its pages can follow the mail."""

from http import HTTPStatus
from typing import Any

from flask import current_app
from flask import session as browser

from balcao.accounts.addresses import mailbox_key
from balcao.accounts.forms import Form
from balcao.accounts.limits import Limits
from balcao.accounts.login.forms import remember_address
from balcao.accounts.signup import forms, queries
from balcao.accounts.signup.service import Asked
from balcao.foundation.db import reading
from balcao.foundation.errors import DomainError
from balcao.jobs import status
from balcao.jobs.requests import reader, visible_job

KEY, KIND = "mail", "signup"


def remember(asked: Asked, email: str) -> None:
    """Have this browser follow that mail, also after a reload and in its other tabs."""
    browser[KEY] = {"kind": KIND, "job": asked.job_id, "token": asked.token_id}
    remember_address(email)


def remember_confirmed(token_id: str, email: str) -> None:
    """Let the login page of whichever browser confirmed say what comes next."""
    kept = _kept() or {}
    job_id = kept.get("job") if kept.get("token") == token_id else None
    browser[KEY] = {"kind": KIND, "job": job_id, "token": token_id}
    remember_address(email)


def forget() -> None:
    """Follow nothing any more: whoever logs in has arrived."""
    if _kept():
        browser.pop(KEY)


def request_followed() -> tuple[str, str]:
    """Return id and address of the request that this browser follows, or say there is none."""
    kept = _kept()
    found = _followed(kept)
    if kept is None or found is None:
        raise DomainError("accounts.error.nothing_pending", HTTPStatus.CONFLICT)
    return kept["token"], found.email


def state() -> queries.State | None:
    """Return how far the sign-up of this browser is, if it asked for one."""
    found = _followed(_kept())
    return found.state if found else None


def following(form: Form | None = None) -> dict[str, Any] | None:
    """Return what `accounts/_following.html` shows, or nothing where no sign-up is followed."""
    kept = _kept()
    found = _followed(kept)
    if kept is None or found is None:
        return None
    return {
        "email": found.email,
        "state": found.state,
        "job": _ticket(kept["job"]),
        "wait_seconds": _seconds_until_mail(found.email),
        "form": form or forms.correction(found.email),
    }


def _seconds_until_mail(email: str) -> int:
    limits: Limits = current_app.extensions["limits"]
    with reading() as session:
        return limits.until_mail(session, mailbox_key(email))


def _kept() -> dict[str, Any] | None:
    kept: dict[str, Any] | None = browser.get(KEY)
    return kept if kept and kept.get("kind") == KIND else None


def _followed(kept: dict[str, Any] | None) -> queries.Followed | None:
    if kept is None:
        return None
    with reading() as session:
        return queries.followed(session, kept["token"])


def _ticket(job_id: str | None) -> dict[str, Any] | None:
    job = visible_job(job_id) if job_id else None
    return status.full_view(status.describe(job), acting=reader().may_see(job)) if job else None

"""What a request has to do with jobs: who asks, which it may see, and who will do the work."""

from datetime import timedelta
from http import HTTPStatus

from flask import abort, current_app, request

from balcao.adapters import Tools
from balcao.foundation.db import db, reading
from balcao.foundation.ids import could_be_id, is_id
from balcao.foundation.tokens import Signer
from balcao.jobs.health import house
from balcao.jobs.outbox import Audience
from balcao.jobs.queries import JobRecord, Reader, job_of
from balcao.jobs.work.inline import run_now
from balcao.web.identity import current_identity, viewer_id

PURPOSE = "job"
LINK_LIFETIME = timedelta(days=7)


def reader() -> Reader:
    """Return who is asking, as the kernel understands it."""
    who = current_identity()
    return Reader(who.viewer, who.user_id, frozenset(who.tenant_ids), who.staff)


def asker() -> Audience:
    """Return on whose account this request asks for work; a new browser is given a number."""
    viewer = viewer_id(create=True)
    who = current_identity()
    tenant = who.tenant_ids[0] if who.tenant_ids else ""
    return Audience(tenant, who.user_id, viewer)


def own_job(job_id: str) -> JobRecord | None:
    """Return the job if this reader may also act on it, which a link alone does not allow."""
    job = visible_job(job_id)
    return job if job and reader().may_see(job) else None


def visible_job(job_id: str) -> JobRecord | None:
    """Return the job if this request may see it; a foreign job is as unknown as a wrong id."""
    if not could_be_id(job_id):
        abort(HTTPStatus.BAD_REQUEST)
    who = reader()  # asked for every id, or a header would tell a foreign job from none
    if not is_id(job_id):
        return None
    with reading() as session:
        job = job_of(session, job_id)
    return job if job and (who.may_see(job) or _has_link(job_id)) else None


def link_token(job_id: str) -> str:
    """Return what a link needs to open this one job on another device for a week."""
    return _signer().sign(PURPOSE, job_id, LINK_LIFETIME)


def _has_link(job_id: str) -> bool:
    return _signer().accepts(request.args.get("key", ""), PURPOSE, job_id)


def _signer() -> Signer:
    signer: Signer = current_app.extensions["signer"]
    return signer


def do_here_if_alone(job_id: str, queue: str) -> bool:
    """Do the job in this request when no worker is alive; return whether that happened."""
    with reading() as session:
        alone = not house(session).serves(queue)
    if not alone:
        return False
    tools: Tools = current_app.extensions["tools"]
    return run_now(db.engine, current_app.app_context, job_id, tools=tools)

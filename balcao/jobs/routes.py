"""The addresses of jobs: the seeds' views, the full one, a page, and two things to do."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import could_be_id
from balcao.jobs import queries, service, status
from balcao.jobs.requests import link_token, own_job, reader, visible_job
from balcao.web.redirects import local_path

bp = Blueprint("jobs", __name__)

MOST_LISTED = 100


@bp.get("/api/job_status/<job_id>")
def email_status(job_id: str) -> ResponseReturnValue:
    """Answer the e-mail seed's poller."""
    job = visible_job(job_id)
    if job is None:
        return _unknown({"progress": 0, "error": ""}, job_id)
    described = status.describe(job)
    return _polled(described, status.email_view(described))


@bp.get("/jobs/<job_id>/status")
def ocr_status(job_id: str) -> ResponseReturnValue:
    """Answer the OCR seed's poller."""
    job = visible_job(job_id)
    if job is None:
        return _unknown({}, job_id)
    described = status.describe(job)
    return _polled(described, status.ocr_view(described))


@bp.get("/api/v1/jobs/<job_id>")
def full(job_id: str) -> ResponseReturnValue:
    """Answer with everything there is to tell."""
    job = visible_job(job_id)
    if job is None:
        abort(HTTPStatus.NOT_FOUND)
    described = status.describe(job)
    return _polled(described, status.full_view(described, acting=reader().may_see(job)))


@bp.get("/api/email_jobs")
def email_jobs() -> ResponseReturnValue:
    """List the caller's own e-mail jobs, newest first; staff see everybody's."""
    who = reader()
    if who.is_nobody:
        abort(HTTPStatus.UNAUTHORIZED)
    limit, after = _page_asked()
    with reading() as session:
        page = queries.jobs_of(session, who, queues=("email",), limit=limit, after=after)
        waiting = queries.waiting_count(session, who, "email")
    lines = [status.listed_view(status.describe(job)) for job in page]
    return jsonify(queue_length=waiting, jobs=lines)


@bp.get("/jobs/<job_id>")
def show(job_id: str) -> ResponseReturnValue:
    """Show one job and its history; without JavaScript the page refreshes itself."""
    job = visible_job(job_id)
    if job is None:
        abort(HTTPStatus.NOT_FOUND)
    with reading() as session:
        events = [status.event_view(row) for row in queries.events_of(session, job_id)]
    own = reader().may_see(job)
    view = status.full_view(status.describe(job), acting=own)
    link = url_for("jobs.show", job_id=job_id, key=link_token(job_id)) if own else None
    return render_template("jobs/show.html", job=view, events=events, link=link)


@bp.post("/jobs/<job_id>/cancel")
def cancel(job_id: str) -> ResponseReturnValue:
    """Cancel a job, or ask its worker to stop."""
    return _done(job_id, service.cancel)


@bp.post("/jobs/<job_id>/retry")
def retry(job_id: str) -> ResponseReturnValue:
    """Try a job once more that ended badly."""
    return _done(job_id, service.retry)


def _page_asked() -> tuple[int, str | None]:
    limit, after = request.args.get("limit", "50"), request.args.get("after")
    numeric = limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= MOST_LISTED
    if not numeric or (after and not could_be_id(after)):
        abort(HTTPStatus.BAD_REQUEST)
    return int(limit), after


def _done(job_id: str, act: service.Act) -> ResponseReturnValue:
    if own_job(job_id) is None:
        abort(HTTPStatus.NOT_FOUND)
    try:
        with transaction() as session:
            act(session, job_id)
    except DomainError:
        # pressed twice, or too late: the page shows what is true now
        if request.accept_mimetypes.best != "text/html":
            raise
    wished = request.form.getlist("next") or [url_for("jobs.show", job_id=job_id)]
    return redirect(local_path(wished), HTTPStatus.SEE_OTHER)


def _polled(described: status.Status, view: dict[str, object]) -> Response:
    response = jsonify(view)
    if described.job.ended_at is None:
        response.headers["Retry-After"] = str(max(1, described.poll_ms // 1000))
    return response


def _unknown(more: dict[str, object], job_id: str) -> ResponseReturnValue:
    # The same for a job that is not there and one that is somebody else's.
    body = {"job_id": job_id, "status": "unknown", "message": gettext("Unknown state"), **more}
    return jsonify(body), HTTPStatus.NOT_FOUND

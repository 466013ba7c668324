"""The page /dev/jobs, which exists in development only."""

from http import HTTPStatus

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from balcao.demo.job_args import CountToTen, FailForGood, FailTwice, ReadNothing, SendNothing
from balcao.demo.texts import PAGE_TITLE, STARTS
from balcao.foundation.db import reading, transaction
from balcao.jobs import JobArgs, Options, enqueue, queries, status
from balcao.jobs.requests import asker, do_here_if_alone, reader
from balcao.web import NavItem
from balcao.web.forms import idempotency_key

bp = Blueprint("demo", __name__, url_prefix="/dev/jobs")

ORDERS: dict[str, JobArgs] = {
    "count": CountToTen(),
    "fail": FailForGood(),
    "retry": FailTwice(),
    "mail": SendNothing(),
    "heavy": ReadNothing(),
}
MOST_SHOWN = 20
NAV = NavItem(PAGE_TITLE, "/dev/jobs")


@bp.get("")
def page() -> ResponseReturnValue:
    """Show what can be started and what this browser has started."""
    with reading() as session:
        mine = queries.jobs_of(session, reader(), limit=MOST_SHOWN)
    starts = [
        {"name": name, "label": label, "explanation": why, "url": url_for("demo.start", name=name)}
        for name, (label, why) in STARTS.items()
    ]
    jobs = [status.full_view(status.describe(job), acting=True) for job in mine]
    return render_template("dev/jobs.html", jobs=jobs, starts=starts)


@bp.post("/<name>")
def start(name: str) -> ResponseReturnValue:
    """Start one of the demonstrations."""
    order = ORDERS.get(name)
    if order is None:
        abort(HTTPStatus.NOT_FOUND)
    audience, key = asker(), idempotency_key()
    once = Options(idempotency_key=f"{audience.viewer}:{key}" if key else None)
    with transaction() as session:
        job_id = enqueue(session, order, audience, once)
    do_here_if_alone(job_id, order.queue)
    if request.accept_mimetypes.best == "application/json":
        links = {"job_id": job_id, "status_url": url_for("jobs.full", job_id=job_id)}
        return jsonify(links), HTTPStatus.ACCEPTED
    return redirect(url_for("demo.page"), HTTPStatus.SEE_OTHER)

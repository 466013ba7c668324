"""One record, one serializer, many views: every address tells the same story about a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for

from balcao.jobs import texts
from balcao.jobs.queries import EventRow, JobRecord
from balcao.jobs.registry import TASKS
from balcao.web import sentences
from balcao.web.sentences import sentence

COLOURS = {"finished": "green", "failed": "yellow", "cancelled": "grey", "unknown": "grey"}
AGAIN = {"failed", "cancelled", "unknown"}
DEFAULT_POLL_MS = 1000
_result_views: dict[str, Callable[[Any], Any]] = {}


def tell_results(kind: str, view: Callable[[Any], Any]) -> None:
    """Have the results of a kind put into words when they are shown; rows hold keys only."""
    _result_views[kind] = view


@dataclass(frozen=True)
class Status:
    """What a person is told about a job, in words of their language."""

    job: JobRecord
    colour: str
    label: str
    message: str
    stage: str | None
    next_step: str | None
    error: str | None
    poll_ms: int


def describe(job: JobRecord) -> Status:
    """Put a row into words."""
    known = TASKS.get(job.kind)
    manner = known.args.words if known else "work"
    words = texts.STATUS_WORDS[manner]
    colour = COLOURS.get(job.status, "blue")
    label = texts.CANCELLED_LABEL if job.status == "cancelled" else texts.LABELS[colour]
    return Status(
        job=job,
        colour=colour,
        label=str(label),
        message=str(words[job.status]),
        stage=_stage(job),
        next_step=_next_step(job, manner),
        error=_error(job),
        poll_ms=known.args.poll_ms if known else DEFAULT_POLL_MS,
    )


def email_view(status: Status) -> dict[str, Any]:
    """Return the five keys of the e-mail seed, `error` empty when there is none."""
    return {
        "job_id": status.job.id,
        "status": status.job.status,
        "progress": status.job.progress,
        "message": status.message,
        "error": status.error or "",
    }


def ocr_view(status: Status) -> dict[str, Any]:
    """Return the keys of the OCR seed, which grow with the state of the job."""
    job = status.job
    view: dict[str, Any] = {
        "job_id": job.id,
        "status": job.status,
        "created_at": _iso(job.created_at),
    }
    if job.started_at and job.status != "queued":
        view["started_at"] = _iso(job.started_at)
    if job.status in {"started", "retrying"}:
        view["progress"] = job.progress
    if job.ended_at:
        view["ended_at"] = _iso(job.ended_at)
    if job.status == "finished":
        view["result"] = {"success": True, "data": _result(job)}
    if job.status in AGAIN:
        view["error"] = _sorry(status)
    return view


def _result(job: JobRecord) -> Any:
    view = _result_views.get(job.kind)
    return view(job.result) if view and job.result is not None else job.result


def _sorry(status: Status) -> str:
    known = TASKS.get(status.job.kind)
    frame = texts.FAILURES.get(known.args.words if known else "")
    why = status.error or status.message
    return str(frame) % {"why": why} if frame else why


def listed_view(status: Status) -> dict[str, Any]:
    """Return one line of the e-mail seed's list."""
    job = status.job
    times = {name: _iso(getattr(job, name)) for name in ("created_at", "started_at", "ended_at")}
    return {"job_id": job.id, "status": job.status, "progress": job.progress, **times}


def full_view(status: Status, *, acting: bool) -> dict[str, Any]:
    """Return everything, with every key always there; `acting` readers may do something, too."""
    job = status.job
    return {
        "job_id": job.id,
        "kind": job.kind,
        "queue": job.queue,
        "title": sentences.known(f"{job.kind}.title"),
        "status": job.status,
        "colour": status.colour,
        "label": status.label,
        "message": status.message,
        "stage": status.stage,
        "next_step": status.next_step,
        "progress": job.progress,
        "result": _result(job),
        "error": status.error,
        "attempts": job.attempts,
        "created_at": _iso(job.created_at),
        "started_at": _iso(job.started_at),
        "ended_at": _iso(job.ended_at),
        "next_retry_at": _iso(job.run_at) if job.status == "retrying" else None,
        "poll_ms": status.poll_ms,
        "ended": job.ended_at is not None,
        **_rights(job, acting=acting),
    }


def event_view(event: EventRow) -> dict[str, Any]:
    """Return one line of a job's history."""
    words = texts.STATUS_WORDS["work"]
    note = sentence(event.note) if event.note else None
    return {"at": _iso(event.at), "status": str(words[event.status]), "note": note}


def _stage(job: JobRecord) -> str | None:
    return sentence(job.stage) if job.stage and job.status == "started" else None


def _next_step(job: JobRecord, manner: str) -> str | None:
    accepted = job.status == "finished" and job.result == {"accepted": True}
    steps = texts.NEXT_STEPS.get(manner, {})
    step = steps.get("accepted" if accepted else job.status)
    return str(step) if step else None


def _error(job: JobRecord) -> str | None:
    return sentence(job.error) if job.error and job.status != "started" else None


def _rights(job: JobRecord, *, acting: bool) -> dict[str, Any]:
    can_cancel = acting and job.ended_at is None and not job.cancel_requested
    can_retry = acting and job.ended_at is not None and job.status in AGAIN
    # Who came by a signed link goes on with it.
    key: dict[str, Any] = {"key": request.args["key"]} if "key" in request.args else {}
    return {
        "can_cancel": can_cancel,
        "can_retry": can_retry,
        "links": {
            "self": url_for("jobs.full", job_id=job.id, **key),
            "page": url_for("jobs.show", job_id=job.id, **key),
            "cancel": url_for("jobs.cancel", job_id=job.id) if can_cancel else None,
            "retry": url_for("jobs.retry", job_id=job.id) if can_retry else None,
        },
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None

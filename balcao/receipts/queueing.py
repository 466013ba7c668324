"""The calls of the seed, for Python of one's own: hand a file in, and ask what became of it."""

import logging
from pathlib import Path
from typing import Any

from flask import current_app

from balcao.adapters import Tools
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.ids import is_id
from balcao.jobs import Audience, status
from balcao.jobs.health import house
from balcao.jobs.queries import job_of
from balcao.receipts.files.keys import original_key
from balcao.receipts.job_args import ReadReceipt
from balcao.receipts.payments.service import business_named
from balcao.receipts.upload.checks import calculate_file_hash, media_type_of, validate_upload
from balcao.receipts.upload.names import generate_secure_filename, shown_name
from balcao.receipts.upload.service import Arrival, Purpose, order_for, take_in

__all__ = ["enqueue_ocr_job", "get_job_status"]

log = logging.getLogger(__name__)


def enqueue_ocr_job(
    file_path: str | Path, pedido_id: str | int = "", *, tenant: str | None = None
) -> str | None:
    """Keep a copy of the file and return the id of the job that reads it.

    Nothing is kept or returned where nobody would read it: then the caller does so, directly.
    `tenant` is the name of a business; it may be left out where there is only one.
    """
    path = Path(file_path)
    valid, error = validate_upload(path)
    if not valid:
        raise ValueError(error)
    with reading() as session:
        alone = not house(session).serves(ReadReceipt.queue)
        whose = Audience(tenant_id=business_named(session, tenant))
    if alone:
        log.warning("nobody serves the queue %s", ReadReceipt.queue)
        return None
    arrival, purpose = _kept(path), Purpose(str(pedido_id).strip())
    return repeated(lambda: _written(arrival, whose, purpose))


def _kept(path: Path) -> Arrival:
    tools: Tools = current_app.extensions["tools"]
    key = original_key(generate_secure_filename(path.name))
    tools.files.keep_bytes(key, path.read_bytes())
    name, size = shown_name(path.name), path.stat().st_size
    return Arrival(key, name, media_type_of(path.name), size, calculate_file_hash(path))


def _written(arrival: Arrival, whose: Audience, purpose: Purpose) -> str:
    with transaction() as session:
        order_id = order_for(session, whose.tenant_id, purpose)
        return take_in(session, arrival, whose, order_id).job_id


def get_job_status(job_id: str) -> dict[str, Any]:
    """Return what the seed's address tells about a job; an unknown one is told as such."""
    with reading() as session:
        job = job_of(session, job_id) if is_id(job_id) else None
    if job is None:
        return {"job_id": job_id, "status": "unknown"}
    return status.ocr_view(status.describe(job))

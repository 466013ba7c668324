"""Reading receipts in the background."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.ocr import EngineBusyError, EngineRefusedError, EngineSetUpError
from balcao.adapters.reading import Reading
from balcao.adapters.storage import StoreError
from balcao.jobs import Misconfigured, PermanentError, Run, TransientError, task
from balcao.receipts import queries, service
from balcao.receipts.files.keys import preview_key
from balcao.receipts.job_args import ReadReceipt
from balcao.receipts.judging import result_of
from balcao.receipts.models import Receipt
from balcao.receipts.payments.service import ACCEPTED
from balcao.receipts.reading.said import STAGES, unreadable

GONE, FILE_GONE = "receipts.error.gone", "receipts.error.file_gone"
NOT_KEPT = "receipts.error.not_kept"

PATIENCE, GLANCE = 60, 0.2  # seconds

log = logging.getLogger(__name__)


@task(ReadReceipt)
def process_ocr_task(args: ReadReceipt, run: Run) -> None:
    """Read a receipt, judge it, and keep both with the end of the job."""
    with run.reading() as session:
        receipt = queries.any_receipt(session, args.receipt_id)
    if receipt is None:
        raise PermanentError(GONE)
    earlier = _read_before(run, receipt)
    if earlier and _copied_pages(run, receipt, earlier):
        _finish(run, receipt, partial(service.copy_reading, earlier=earlier))
        return
    reading = _read(run, receipt)
    run.progress(*STAGES["checking"])
    for page, picture in enumerate(reading.previews):
        _keep_page(run, receipt, page, picture)
    _finish(run, receipt, partial(service.keep_reading, reading=reading))


def _read_before(run: Run, receipt: Receipt) -> Receipt | None:
    """Return a reading of the very same file; one that goes on beside us is waited for."""
    until = time.monotonic() + PATIENCE
    while True:
        with run.reading() as session:
            earlier = queries.read_before(session, receipt)
            busy = queries.is_being_read(session, receipt)
        if earlier or time.monotonic() >= until or (not busy and _begun(run, receipt)):
            return earlier
        run.checkpoint()
        time.sleep(GLANCE)


def _begun(run: Run, receipt: Receipt) -> bool:
    with run.transaction() as session:
        return service.begin_reading(session, receipt)


def _copied_pages(run: Run, receipt: Receipt, earlier: Receipt) -> bool:
    files = run.tools.files
    for page in range(len(earlier.sizes)):
        try:
            with files.open(preview_key(earlier.id, page)) as picture:
                _keep_page(run, receipt, page, picture.read())
        except FileNotFoundError:
            return False
    return True


def _keep_page(run: Run, receipt: Receipt, page: int, picture: bytes) -> None:
    try:
        run.tools.files.keep_bytes(preview_key(receipt.id, page), picture)
    except StoreError as error:
        raise TransientError(NOT_KEPT) from error


def _read(run: Run, receipt: Receipt) -> Reading:
    def tell(stage: str) -> None:
        run.progress(*STAGES[stage])

    try:
        with run.tools.files.local(receipt.file_key) as path:
            return run.tools.reader.read(path, tell)
    except FileNotFoundError:
        _give_up(run, receipt, "failed", FILE_GONE)
    except UnreadableError as error:
        _give_up(run, receipt, "unreadable", unreadable(error.code))
    except EngineRefusedError as error:
        _give_up(run, receipt, "unreadable", error.code)
    except EngineBusyError as error:
        raise TransientError(error.code, error.retry_after) from error
    except EngineSetUpError as error:
        log.error("the engine cannot be used: %s", error.code)  # noqa: TRY400 - staff act on this
        raise Misconfigured(error.code) from error


def _give_up(run: Run, receipt: Receipt, state: str, key: str) -> NoReturn:
    """Say on the receipt what is wrong with it, then end its job with the same words."""
    run.checkpoint()
    with run.transaction() as session:
        row = queries.held(session, receipt.id, receipt.tenant_id)
        if row and row.state != "read":  # by a person, or before
            service.cannot_read(row, state, key)
    raise PermanentError(key)


def _finish(run: Run, receipt: Receipt, keep: Callable[..., None]) -> None:
    with run.transaction() as session:
        row = queries.held(session, receipt.id, receipt.tenant_id)
        if row is None:  # dropped while it was read
            raise PermanentError(GONE)
        if row.decision != ACCEPTED:  # what is paid for stays as it was when it was
            keep(session, row)
        run.finish(session, result_of(row))

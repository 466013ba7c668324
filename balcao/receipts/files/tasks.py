"""Sweeping up behind receipts: files without a row, and uploads that never came to their end."""

from collections.abc import Sequence
from datetime import timedelta

from balcao.foundation.clock import utcnow
from balcao.foundation.ids import first_id_at
from balcao.jobs import Run, every, task
from balcao.receipts import queries
from balcao.receipts.files.keys import INCOMING, ORIGINALS, PREVIEWS, made_at, receipt_of
from balcao.receipts.job_args import SweepFiles

DAY = 24 * 3600
SLICE = 200

every(DAY, SweepFiles())


@task(SweepFiles)
def sweep_files(args: SweepFiles, run: Run) -> dict[str, int]:
    """Remove what is old enough and named by no row; what is younger may be named yet."""
    limit = utcnow() - timedelta(hours=args.keep_hours)
    oldest, first_kept = limit.timestamp(), first_id_at(limit)
    files = run.tools.files
    unfinished = [key for key in files.keys(INCOMING) if made_at(key) < oldest]
    originals = [key for key in files.keys(ORIGINALS) if made_at(key) < oldest]
    pages = [key for key in files.keys(PREVIEWS) if receipt_of(key) < first_kept]
    orphans = [*unfinished, *_unnamed(run, originals), *_without_receipt(run, pages)]
    for key in orphans:
        files.remove(key)
    return {"swept": len(orphans)}


def _unnamed(run: Run, keys: Sequence[str]) -> list[str]:
    known: set[str] = set()
    for start in range(0, len(keys), SLICE):
        run.checkpoint()
        with run.reading() as session:
            known |= queries.known_keys(session, keys[start : start + SLICE])
    return [key for key in keys if key not in known]


def _without_receipt(run: Run, keys: Sequence[str]) -> list[str]:
    ids = sorted({receipt_of(key) for key in keys})
    known: set[str] = set()
    for start in range(0, len(ids), SLICE):
        run.checkpoint()
        with run.reading() as session:
            known |= queries.known_ids(session, ids[start : start + SLICE])
    return [key for key in keys if receipt_of(key) not in known]

"""All background work, in one table of contents: importing this makes every task known."""

from balcao.accounts.mail.tasks import (
    deliver_password_reset_email,
    send_account_updated_email,
    send_password_reset_email,
    send_verification_email,
)
from balcao.accounts.tasks import prune_accounts
from balcao.demo.tasks import count_to_ten, fail_for_good, fail_twice, read_nothing, send_nothing
from balcao.jobs.tasks import prune_jobs
from balcao.receipts.files.tasks import sweep_files
from balcao.receipts.tasks import process_ocr_task

__all__ = [
    "count_to_ten",
    "deliver_password_reset_email",
    "fail_for_good",
    "fail_twice",
    "process_ocr_task",
    "prune_accounts",
    "prune_jobs",
    "read_nothing",
    "send_account_updated_email",
    "send_nothing",
    "send_password_reset_email",
    "send_verification_email",
    "sweep_files",
]

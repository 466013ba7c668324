"""What the mail jobs are told: the row of the request, never an address or a link."""

from typing import ClassVar, Literal

from balcao.jobs import JobArgs, Retry

PATIENT = Retry(delays=(30, 120, 600))
Change = Literal["password", "address", "factor", "reset"]


class SendVerificationEmail(JobArgs):
    """Send the link that confirms an address, or tell its owner that there is an account."""

    kind: ClassVar[str] = "accounts.verification_email"
    queue: ClassVar[str] = "email"
    priority: ClassVar[int] = 10  # somebody is looking at the page
    retry: ClassVar[Retry] = PATIENT
    words: ClassVar[str] = "mail"
    poll_ms: ClassVar[int] = 3000
    token_id: str


class SendPasswordResetEmail(JobArgs):
    """Send the link that sets a new password, if that address has an account."""

    kind: ClassVar[str] = "accounts.password_reset_email"
    queue: ClassVar[str] = "email"
    priority: ClassVar[int] = 10
    retry: ClassVar[Retry] = PATIENT
    words: ClassVar[str] = "request"
    poll_ms: ClassVar[int] = 3000
    token_id: str


class SendAccountUpdatedEmail(JobArgs):
    """Tell somebody that their account was changed, at the address the row names."""

    kind: ClassVar[str] = "accounts.account_updated_email"
    queue: ClassVar[str] = "email"
    priority: ClassVar[int] = 10
    retry: ClassVar[Retry] = PATIENT
    words: ClassVar[str] = "mail"
    poll_ms: ClassVar[int] = 3000
    token_id: str
    change: Change


class DeliverPasswordResetEmail(JobArgs):
    """Find out, where nobody watches, whether there is somebody to mail, and mail them."""

    kind: ClassVar[str] = "accounts.password_reset_delivery"
    queue: ClassVar[str] = "email"
    priority: ClassVar[int] = 10
    retry: ClassVar[Retry] = PATIENT
    words: ClassVar[str] = "mail"
    poll_ms: ClassVar[int] = 3000
    token_id: str

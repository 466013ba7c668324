"""The doors to the outside world; which vendor stands behind each is bootstrap's business."""

from dataclasses import dataclass

from balcao.adapters.mail import MailServer

__all__ = ["Tools"]


@dataclass(frozen=True)
class Tools:
    """Everything a run may reach outside, and what it needs to speak of ourselves there."""

    mail: MailServer
    public_url: str = "http://localhost:8000"
    keys: tuple[str, ...] = ()

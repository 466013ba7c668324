"""The mails that never left this machine."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import new_id

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 500


class DevMail(Model):
    """One mail as one recipient got it, byte by byte; what it claims about itself is not checked.

    The bytes stand last: SQLite then finds everything else without reading through them.
    """

    __tablename__ = "dev_mails"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    sender: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    recipient: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    size: Mapped[int]
    raw: Mapped[bytes] = mapped_column(LargeBinary)

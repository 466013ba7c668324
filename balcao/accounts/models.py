"""The tables of accounts: who asked to join, who belongs, which doors are open to whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import new_id

ID = String(36)
ADDRESS = String(254)
HASH = String(64)
WORD = String(20)


def _user(*, optional: bool = False) -> Mapped[str]:
    return mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), index=True, nullable=optional
    )


class PreUser(Model):
    """A sign-up that waits for its address to be verified; no account exists before that."""

    __tablename__ = "pre_users"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    address: Mapped[str] = mapped_column(ADDRESS, unique=True)  # canonical
    email: Mapped[str] = mapped_column(ADDRESS)  # as it was typed, which mails go to
    name: Mapped[str] = mapped_column(String(80), default="")
    locale: Mapped[str] = mapped_column(String(5), default="en")
    email_job_id: Mapped[str | None] = mapped_column(ID)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class User(Model):
    """An account; its address has been verified."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    address: Mapped[str] = mapped_column(ADDRESS, unique=True)
    email: Mapped[str] = mapped_column(ADDRESS)
    name: Mapped[str] = mapped_column(String(80), default="")
    locale: Mapped[str] = mapped_column(String(5), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    staff: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Tenant(Model):
    """A business: what its members share, and nobody else sees."""

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())


class Membership(Model):
    """Who belongs to which business, as `owner` or `member`."""

    __tablename__ = "memberships"

    tenant_id: Mapped[str] = mapped_column(
        ID, ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(WORD, default="member")


class LoginSession(Model):
    """One browser of one person; the browser holds a random number, the row only its hash.

    Until the second factor has been shown `complete` is false and the session opens nothing.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    user_id: Mapped[str] = _user()
    complete: Mapped[bool] = mapped_column(default=True)
    with_factor: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(String(200), default="")
    client: Mapped[str] = mapped_column(String(45), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    # When the person last proved who they are: changes of password or address ask for this.
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AuthToken(Model):
    """One link that may be followed once. The link itself is derived when a mail is rendered.

    The row is written for every request, whoever's address it names: only the worker finds out
    whether there is an account. Consuming it takes the nonce away, and with it every copy.
    """

    __tablename__ = "auth_tokens"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(WORD)  # as in links.py
    address: Mapped[str] = mapped_column(ADDRESS, index=True)
    email: Mapped[str] = mapped_column(ADDRESS)
    locale: Mapped[str] = mapped_column(String(5), default="en")
    nonce: Mapped[str] = mapped_column(String(43))
    pre_user_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("pre_users.id", ondelete="SET NULL"), index=True
    )
    user_id: Mapped[str | None] = _user(optional=True)
    # Name and password typed at this very sign-up: a link confirms what its own sender typed,
    # never what somebody else typed for the same address.
    name: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Factor(Model):
    """A second proof of who somebody is: an authenticator app (`totp`) or a `passkey`."""

    __tablename__ = "factors"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user_id: Mapped[str] = _user()
    kind: Mapped[str] = mapped_column(WORD)
    name: Mapped[str] = mapped_column(String(80), default="")
    # totp: the secret, encrypted; passkey: the public key
    secret: Mapped[str] = mapped_column(String(1000))
    credential_id: Mapped[str | None] = mapped_column(String(400), unique=True)
    # totp: the last time step that was used; passkey: the authenticator's own count
    counter: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """A code on paper for the day the second factor is lost; each opens once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user_id: Mapped[str] = _user()
    code_hash: Mapped[str] = mapped_column(HASH)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuthEvent(Model):
    """What happened around accounts, for whoever has to find out later; never a secret."""

    __tablename__ = "auth_events"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str | None] = mapped_column(ID)
    subject: Mapped[str] = mapped_column(String(80), default="")  # a masked address
    client: Mapped[str] = mapped_column(String(45), default="")
    request_id: Mapped[str] = mapped_column(String(64), default="")


Index("ix_auth_events_user", AuthEvent.user_id, AuthEvent.id)
Index(
    "ux_factors_totp",
    Factor.user_id,
    unique=True,
    sqlite_where=text("kind = 'totp'"),
    postgresql_where=text("kind = 'totp'"),
)

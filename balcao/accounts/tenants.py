"""The businesses: opened for somebody who joins, or by name at the terminal."""

from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.models import Membership, Tenant
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id

OWNER, MEMBER = "owner", "member"
LONGEST_NAME = 80


def open_tenant(session: Session, name: str) -> str:
    """Open a business and return its id; two of them may bear one name."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise DomainError("accounts.error.tenant_name", HTTPStatus.UNPROCESSABLE_ENTITY)
    tenant_id = new_id()
    session.add(Tenant(id=tenant_id, name=plain))
    session.flush()
    return tenant_id


def join(session: Session, tenant_id: str, user_id: str, role: str) -> None:
    """Let somebody belong to a business."""
    session.add(Membership(tenant_id=tenant_id, user_id=user_id, role=role))
    session.flush()


def open_own(session: Session, user_id: str, *, name: str, email: str) -> str:
    """Give somebody a business of their own, called after them."""
    tenant_id = open_tenant(session, name or email.partition("@")[0][:LONGEST_NAME])
    join(session, tenant_id, user_id, OWNER)
    return tenant_id


def join_named(session: Session, user_id: str, name: str) -> str:
    """Let somebody into the business of that name, as its owner if it has to be opened first."""
    found = session.scalars(select(Tenant.id).where(Tenant.name == " ".join(name.split()))).all()
    if len(found) > 1:
        raise DomainError("accounts.error.tenant_twice")
    tenant_id = found[0] if found else open_tenant(session, name)
    join(session, tenant_id, user_id, MEMBER if found else OWNER)
    return tenant_id

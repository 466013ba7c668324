"""What can be done to accounts at a terminal; each returns the line that is printed."""

from balcao.accounts import addresses, tenants
from balcao.accounts.links import LinkMaker
from balcao.accounts.people import service
from balcao.accounts.people.service import NewUser
from balcao.foundation.db import transaction
from balcao.foundation.languages import DEFAULT


def create_user(
    email: str, links: LinkMaker, *, staff: bool, password: str | None, tenant: str | None
) -> str:
    """Make an account; without a password its owner chooses one by the link that is printed."""
    address = addresses.parse(email)
    password_hash = service.hashed(password, address) if password is not None else None
    new = NewUser(address, DEFAULT, password_hash, staff=staff, tenant=tenant)
    with transaction() as session:
        user = service.add(session, new)
        if password_hash:
            return f"{user.email} can log in now"
        return f"{user.email} chooses a password here, within 30 minutes: " + links.url(
            service.way_in(session, user)
        )


def disable_user(email: str) -> str:
    """Close an account at once."""
    address = addresses.parse(email)
    with transaction() as session:
        service.disable(session, address)
    return f"{address.email} is closed, and logged out everywhere"


def set_staff(email: str, *, staff: bool) -> str:
    """Give or take the rights of staff."""
    address = addresses.parse(email)
    with transaction() as session:
        service.set_staff(session, address, staff=staff)
    return f"{address.email} is {'now' if staff else 'no longer'} staff, and has to log in again"


def create_tenant(name: str) -> str:
    """Open a business that nobody belongs to yet."""
    with transaction() as session:
        return tenants.open_tenant(session, name)


def first_link(links: LinkMaker) -> str | None:
    """Return the link that makes the first account of staff, as long as there is none."""
    with transaction() as session:
        row = service.invitation(session, DEFAULT)
        return links.url(row) if row else None

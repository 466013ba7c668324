"""What people type to join, with every mistake named beside its field."""

import re
from dataclasses import dataclass, field

from balcao.accounts.addresses import LONGEST, Address
from balcao.accounts.forms import Form

CORRECTION = "correction"  # shares its page with the login form
# A name is printed to people who may not have asked for a mail of ours: no advertising there.
LINK = re.compile(r"://|www\.|@", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """A whole sign-up without a mistake."""

    address: Address
    name: str
    password: str = field(repr=False)


def sign_up() -> tuple[Form, Typed | None]:
    """Read the whole form; all that is wrong with it is said at once."""
    form = Form.sent()
    address = form.address()
    name = _name(form)
    password = form.new_password(form.values.get("email", "")[:LONGEST], name or "")
    if address is None or name is None or password is None:
        return form, None
    return form, Typed(address, name, password)


def _name(form: Form) -> str | None:
    name = form.text("name", optional=True)
    return form.refuse("name", "accounts.error.name") if name and LINK.search(name) else name


def correction(email: str | None = None) -> Form:
    """Return the form for another address: as it was sent, or with the one followed so far."""
    return Form.sent(CORRECTION) if email is None else Form({"email": email}, id=CORRECTION)

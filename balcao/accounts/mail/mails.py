"""The mails about accounts: the same row becomes the same mail, however often it is asked.

Nobody but the owner of an account is called by a name: whoever signs up could write anything
there, and have us send it to a stranger. And what concerns an account goes to the address that
its owner wrote, not to another spelling that somebody else typed.
"""

from dataclasses import replace

from balcao.accounts.links import LinkMaker
from balcao.accounts.mail.job_args import Change
from balcao.accounts.mail.queries import Person, Token
from balcao.adapters.mail import Outgoing
from balcao.foundation.rendering import letter, written_moment


def verification(token: Token, links: LinkMaker) -> Outgoing:
    """Write to somebody who may have signed up here."""
    return _mail("verify", token, links, with_link=True)


def new_address(token: Token, links: LinkMaker) -> Outgoing:
    """Write to what is to become the address of an account."""
    return _mail("address", token, links, with_link=True)


def already_there(token: Token, owner: Person, links: LinkMaker) -> Outgoing:
    """Tell an owner, in their own language, that somebody tried to sign up with their address."""
    return _to_owner("registered", token, owner, links)


def account_closed(token: Token, owner: Person, links: LinkMaker) -> Outgoing:
    """Tell a former owner that somebody wanted to use their address; there is nothing to open."""
    return _to_owner("closed", token, owner, links)


def address_taken(token: Token, owner: Person, links: LinkMaker) -> Outgoing:
    """Tell an owner that somebody wanted their address for another account."""
    return _to_owner("address_taken", token, owner, links)


def password_reset(token: Token, owner: Person, links: LinkMaker) -> Outgoing:
    """Write the way to a new password."""
    return replace(_mail("reset", token, links, reader=owner, with_link=True), to=owner.email)


def _to_owner(name: str, token: Token, owner: Person, links: LinkMaker) -> Outgoing:
    mail = _mail(name, token, links, reader=owner, language=owner.locale)
    return replace(mail, to=owner.email)


def account_updated(
    token: Token, change: Change, reader: Person | None, links: LinkMaker
) -> Outgoing:
    """Tell what was changed; nothing in this mail opens anything."""
    return _mail(f"updated_{change}", token, links, reader=reader)


def _mail(
    name: str,
    token: Token,
    links: LinkMaker,
    *,
    reader: Person | None = None,
    language: str = "",
    with_link: bool = False,
) -> Outgoing:
    language = language or token.locale
    house = links.public_url.rstrip("/")
    values = {
        "name": _on_one_line(reader.name) if reader else "",
        "moment": written_moment(token.created_at, language),
        "link": links.url(token) if with_link else "",
        "login": f"{house}/login",
        "forgot": f"{house}/forgot",
        "account": f"{house}/account",
        "house": house,
    }
    written = letter(name, language, values)
    return Outgoing(
        to=token.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        identity=f"{token.id}.{name}",
        date=token.created_at,
    )


def _on_one_line(name: str) -> str:
    """Return a name without what could break a line or turn its direction around."""
    if name.isprintable():
        return name
    spaced = " ".join(name.split())
    return "".join(letter for letter in spaced if letter.isprintable())

"""`python -m balcao`: what an operator does at a terminal."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask_babel import force_locale

from app import create_app
from balcao.accounts import commands
from balcao.accounts.links import LinkMaker
from balcao.bootstrap import reader_of
from balcao.foundation.errors import DomainError
from balcao.receipts import commands as receipts
from balcao.receipts.payments import commands as payments
from balcao.receipts.payments.service import NewReceiver
from balcao.web.sentences import sentence
from config import load_settings_or_exit

LANGUAGE = "en"  # of terminals and logs, for everybody alike


@click.group()
def balcao() -> None:
    """Look after an installation of Balcão."""


@balcao.group()
def user() -> None:
    """Make and close accounts."""


@user.command("create")
@click.argument("email")
@click.option("--staff", is_flag=True, help="Staff of this installation.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--tenant", help="The business to belong to; opened if there is none of that name.")
def user_create(email: str, *, staff: bool, password_stdin: bool, tenant: str | None) -> None:
    """Make an account for EMAIL."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with _installation() as links:
        click.echo(
            commands.create_user(email, links, staff=staff, password=password, tenant=tenant)
        )


@user.command("disable")
@click.argument("email")
def user_disable(email: str) -> None:
    """Close the account of EMAIL and log it out everywhere."""
    with _installation():
        click.echo(commands.disable_user(email))


@user.command("role")
@click.argument("email")
@click.option("--staff/--no-staff", required=True, help="Staff of this installation, or not.")
def user_role(email: str, *, staff: bool) -> None:
    """Give EMAIL the rights of staff, or take them."""
    with _installation():
        click.echo(commands.set_staff(email, staff=staff))


@user.command("first-link")
def user_first_link() -> None:
    """Print the link that makes the first account of staff, if there is none."""
    with _installation() as links:
        if link := commands.first_link(links):
            click.echo(f"first login for staff: {link}")


@balcao.group()
def tenant() -> None:
    """Open businesses."""


@tenant.command("create")
@click.argument("name")
def tenant_create(name: str) -> None:
    """Open the business NAME and print its id."""
    with _installation():
        click.echo(commands.create_tenant(name))


@balcao.group()
def receiver() -> None:
    """Say who may be paid for a business."""


@receiver.command("add")
@click.option("--tenant", required=True, help="The business.")
@click.option("--name", required=True, help="The name that receipts show.")
@click.option("--document", required=True, help="CPF, CNPJ, or NIF.")
@click.option("--pix-key", default="", help="A Pix key that is theirs.")
@click.option("--iban", default="", help="The account that is theirs.")
def receiver_add(tenant: str, name: str, document: str, pix_key: str, iban: str) -> None:
    """Let money for this person or account count as paid, and print the id of that."""
    with _installation():
        click.echo(payments.add_receiver(tenant, NewReceiver(name, document, pix_key, iban)))


@balcao.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--engine", type=click.Choice(["local", "google"]), help="Instead of OCR_ENGINE.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def read(files: tuple[str, ...], *, engine: str | None, as_json: bool) -> None:
    """Read receipts; exit 1 if one of them cannot be read."""
    settings = load_settings_or_exit()
    reader, unread = reader_of(settings, forks=True), False
    with _installation():
        for name in files:
            answer = receipts.read(name, reader, engine)
            unread = unread or "error" in answer
            text = json.dumps(answer, ensure_ascii=False) if as_json else receipts.as_text(answer)
            click.echo(text)
    sys.exit(1 if unread else 0)


@contextmanager
def _installation() -> Iterator[LinkMaker]:
    """Open the installation that the settings name, and say in words what it refuses."""
    app = create_app(load_settings_or_exit())
    with app.app_context(), force_locale(LANGUAGE):
        try:
            yield current_app.extensions["links"]
        except DomainError as refusal:
            raise click.ClickException(sentence(refusal.key, refusal.params)) from None


if __name__ == "__main__":
    balcao(prog_name="python -m balcao")

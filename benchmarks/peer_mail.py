"""The mail that the others send: the same words, built by the standard library's quickest way.

RQ's forks import this each time, as they import the modules of all its users.
"""

import os
import smtplib
import ssl
import threading
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formatdate
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

HOST = "127.0.0.1"
SENDER = "no-reply@balcao.example"
PATIENCE_SECONDS = 30
TEMPLATES = Path(__file__).parents[1] / "templates" / "mails"
ON_THE_WIRE = compat32.clone(linesep="\r\n")

_here = threading.local()
_context = ssl.create_default_context(cafile=os.environ["SINK_CA"])


def _templates(form: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=form == "html",  # noqa: S701 - the plain form is no markup
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"language": "en", "layout": f"_letter.{form}"}
    return environment


_plain, _dressed = _templates("txt"), _templates("html")


def send(number: int) -> None:
    """Send one mail over a connection of its own, as everybody's first program does."""
    with connected() as connection:
        give(connection, number)


def send_kept(number: int) -> None:
    """Send one mail over the connection that this thread keeps."""
    if not hasattr(_here, "connection"):
        _here.connection = connected()
    give(_here.connection, number)


def connected() -> smtplib.SMTP:
    """Return a conversation that is encrypted and logged in."""
    connection = smtplib.SMTP(HOST, int(os.environ["SINK_PORT"]), timeout=PATIENCE_SECONDS)
    connection.starttls(context=_context)
    connection.login("balcao", "a password")
    return connection


def give(connection: smtplib.SMTP, number: int) -> None:
    """Render, build and hand over one mail."""
    to = f"person-{number}@mail.example"
    subject, text, html = _rendered(number)
    mail = MIMEMultipart("alternative")
    mail["Subject"], mail["From"], mail["To"] = subject, f"Balcao <{SENDER}>", to
    mail["Date"], mail["Message-ID"] = formatdate(), f"<{number}.verify@balcao.example>"
    mail.attach(MIMEText(text, "plain", "utf-8"))
    mail.attach(MIMEText(html, "html", "utf-8"))
    connection.sendmail(SENDER, [to], mail.as_bytes(policy=ON_THE_WIRE))


def _rendered(number: int) -> tuple[str, str, str]:
    house = "http://localhost:8000"
    values = {
        "name": "",
        "moment": "November 21, 2026, 08:10 (UTC)",
        "link": f"{house}/verify/{number:064}",
        "house": house,
    }
    subject, _, text = _plain.get_template("verify.html").render(values).strip().partition("\n")
    return subject, f"{text.strip()}\n", _dressed.get_template("verify.html").render(values)

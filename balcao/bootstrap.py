"""Where the parts are put together: settings become values, and everything is handed its own."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine, create_engine

import balcao.demo.texts
import balcao.messages.texts
from balcao.accounts import parts as accounts
from balcao.accounts.factors.passkeys import Passkeys
from balcao.accounts.factors.seal import Seal
from balcao.accounts.limits import Limits
from balcao.accounts.links import LinkMaker
from balcao.accounts.login import current as logins
from balcao.accounts.mail import preview as mail_preview
from balcao.adapters import Tools
from balcao.adapters.mail import MailServer
from balcao.adapters.mail.nowhere import NoServer
from balcao.adapters.mail.opening import Place
from balcao.adapters.mail.pool import Pool
from balcao.adapters.mail.smtp import SmtpServer
from balcao.adapters.ocr.google import GoogleVision
from balcao.adapters.reading import Reader
from balcao.adapters.storage.local import LocalFiles
from balcao.demo import routes as demo_routes
from balcao.foundation import db as database
from balcao.foundation import logs
from balcao.foundation.tokens import Signer
from balcao.jobs import parts as jobs
from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.carry.wakeup import waker_for
from balcao.jobs.work.crew import Work
from balcao.jobs.work.station import Station
from balcao.mailbox import routes as mailbox_routes
from balcao.mailbox.catcher import Catcher
from balcao.receipts import parts as receipts
from balcao.receipts.fields.extract import extract
from balcao.receipts.metering import VisionMeter
from balcao.receipts.reading.asking import SecondOpinion, WithGoogle
from balcao.receipts.reading.spawn import SpawnReader
from balcao.receipts.upload.limits import UploadLimits
from balcao.receipts.upload.receiving import Intake
from balcao.web import NavItem, WebValues, init_web, sentences

if TYPE_CHECKING:
    from config import Settings

READING_QUEUE = "ocr"
LOAD_TEST = 1000  # how many times as much then passes
SPARE_CONNECTIONS = 4  # beside its threads a worker has a clerk and a keeper
ROOT = Path(__file__).parents[1]


def build_app(settings: "Settings") -> Flask:
    """Return the application; nothing is connected yet, so a process may still fork."""
    logs.set_up(as_json=settings.log_format == "json")
    app = Flask("balcao", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config["SECRET_KEY"] = settings.secret_key.get_secret_value()
    app.config["SECRET_KEY_FALLBACKS"] = _older_keys(settings)
    app.extensions["signer"] = Signer([app.config["SECRET_KEY"], *_older_keys(settings)])
    app.extensions["links"] = LinkMaker(settings.public_url, _keys(settings))
    app.extensions["seal"] = Seal(_keys(settings))
    app.extensions["passkeys"] = Passkeys(settings.public_url)
    app.extensions["redis_forced_off"] = settings.redis_forced_off
    app.extensions["tools"] = tools_of(settings)  # connects with nobody before it is used
    _add_database(app, settings)
    app.extensions["limits"] = Limits(LOAD_TEST if settings.limits == "load-test" else 1)
    _add_intake(app, settings)
    app.extensions["vision_monthly_limit"] = settings.vision_monthly_limit
    app.extensions["staff_needs_factor"] = settings.production
    for texts in (
        jobs.SENTENCES,
        balcao.messages.texts.SENTENCES,
        *accounts.SENTENCES,
        *receipts.SENTENCES,
        balcao.demo.texts.SENTENCES,
    ):
        sentences.add(texts)
    init_web(app, _web_values(settings))
    for pages in (*jobs.BLUEPRINTS, *accounts.BLUEPRINTS, *receipts.BLUEPRINTS):
        app.register_blueprint(pages)
    if not settings.production:
        app.register_blueprint(demo_routes.bp)
        app.register_blueprint(mail_preview.bp)
    if settings.built_in_mailbox:
        app.register_blueprint(mailbox_routes.bp)
    return app


@dataclass(frozen=True)
class WorkParts:
    """What the worker's processes are made of."""

    app: Flask
    settings: "Settings"

    @property
    def threads(self) -> int:
        """Return how many threads a light worker has."""
        return self.settings.worker_threads

    @property
    def sweep_seconds(self) -> float:
        """Return how often the relay looks after everything."""
        return self.settings.relay_seconds

    def station(self, name: str, role: str, queue: str, *, burst: bool = False) -> Station:
        """Return the place of one process."""
        reads = queue == READING_QUEUE and self.settings.ocr_engine != "none"
        tools = tools_of(self.settings, forks=reads)
        return Station(
            name=name,
            role=role,
            queue=queue,
            engine=self.engine(),
            context=self.app.app_context,
            waker=partial(waker_for, self.settings.database_url),
            carrier=None if burst else self.carrier(),
            lease_seconds=self.settings.lease_seconds,
            default_timeout=self.settings.rq_default_timeout,
            burst=burst,
            tools=tools,
            warm_up=tools.reader.load if reads else None,
        )

    def engine(self) -> Engine:
        """Return a database engine of this process's own."""
        url = self.settings.database_url
        connections = self.settings.worker_threads + SPARE_CONNECTIONS
        engine = create_engine(url, **database.engine_options(url, connections))
        database.make_durable(engine)
        return engine

    def companions(self) -> dict[str, Work]:
        """Return what runs beside the queues: the mail server, where there is no other."""
        if not self.settings.built_in_mailbox:
            return {}
        return {"mailbox": Catcher(self.settings.mail_socket, self.app.app_context).run}

    def carrier(self) -> Carrier | None:
        """Return the way over Redis, unless the settings forbid it."""
        if self.settings.redis_forced_off:
            return None
        return Carrier(connect(self.settings.rq_redis_url), self.settings.rq_default_timeout)


def tools_of(settings: "Settings", *, forks: bool = False) -> Tools:
    """Return the doors to the outside; each process opens its own, after it was forked."""
    return Tools(
        _mail_server(settings),
        settings.public_url,
        _keys(settings),
        reader=reader_of(settings, forks=forks),
        files=files_of(settings),
    )


def files_of(settings: "Settings") -> LocalFiles:
    """Return where files are kept; the settings refuse what there is no store for."""
    return LocalFiles(Path(settings.storage_url.removeprefix("file:")))


def reader_of(settings: "Settings", *, forks: bool) -> Reader:
    """Return what reads files: in forks of this process, or in programs of their own."""
    if not forks:
        return _with_google(settings, SpawnReader())
    from balcao.receipts.reading.reader import ForkReader  # noqa: PLC0415 - decoders, 60 MB

    return _with_google(settings, ForkReader())


def _mail_server(settings: "Settings") -> MailServer:
    sender, pool = settings.mail_default_sender, Pool(settings.worker_threads)
    if settings.built_in_mailbox:
        return SmtpServer(Place(socket=settings.mail_socket, security="none"), sender, pool=pool)
    if settings.mail_server is None:
        return NoServer()
    password = settings.mail_password
    place = Place(
        host=settings.mail_server,
        port=settings.mail_port,
        security=settings.mail_security,
        username=settings.mail_username or "",
        password=password.get_secret_value() if password else "",
    )
    return SmtpServer(place, sender, ca_file=settings.mail_ca_file, pool=pool)


def _with_google(settings: "Settings", near: Reader) -> Reader:
    key = settings.google_application_credentials
    meter = VisionMeter(settings.vision_monthly_limit)
    google = GoogleVision(
        settings.vision_endpoint, credentials_file=str(key) if key else None, count=meter.count
    )
    opinion = SecondOpinion(
        google,
        meter,
        partial(extract, source="ocr"),
        settings.ocr_engine,
        configured=bool(settings.vision_endpoint or key),
    )
    return WithGoogle(near, opinion)


def _add_intake(app: Flask, settings: "Settings") -> None:
    app.extensions["intake"] = Intake(lambda: files_of(settings).incoming, settings.upload_max_mb)
    factor = LOAD_TEST if settings.limits == "load-test" else 1
    app.extensions["upload_limits"] = UploadLimits(factor)
    app.extensions["sample"] = ROOT / "static" / "samples" / "comprovante-exemplo.png"


def _add_database(app: Flask, settings: "Settings") -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(settings.database_url)
    database.db.init_app(app)
    with app.app_context():
        database.make_durable(database.db.engine)


def _web_values(settings: "Settings") -> WebValues:
    return WebValues(
        static_folder=ROOT / "static",
        production=settings.production,
        trusted_hosts=tuple(settings.trusted_hosts),
        trusted_proxies=settings.trusted_proxies,
        max_upload_bytes=settings.upload_max_mb * 1024 * 1024,
        nav=_nav(settings),
        identity_of=logins.identity_of,
        sentence_of=sentences.sentence,
        metrics_token=settings.metrics_token,
        metrics=(jobs.COUNTED, receipts.COUNTED),
    )


def _nav(settings: "Settings") -> tuple[NavItem, ...]:
    demo = () if settings.production else (demo_routes.NAV,)
    mailbox = (mailbox_routes.NAV,) if settings.built_in_mailbox else ()
    return (*receipts.NAV, *demo, *mailbox)


def _keys(settings: "Settings") -> tuple[str, ...]:
    return (settings.secret_key.get_secret_value(), *_older_keys(settings))


def _older_keys(settings: "Settings") -> list[str]:
    return [key.get_secret_value() for key in settings.secret_key_fallbacks]

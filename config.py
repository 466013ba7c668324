"""Every setting: name, type, default, limits, one sentence. `python config.py` shows them."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, ModelWrapValidatorHandler, SecretStr, ValidationError
from pydantic import model_validator as validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from balcao.foundation.settings import display, folders, kinds, problems
from balcao.foundation.settings.fields import derived, setting
from balcao.foundation.settings.problems import SettingsError
from balcao.foundation.settings.refusals import refusals
from balcao.foundation.settings.secrets import kept_secret, without_secrets

__all__ = ["Settings", "SettingsError", "load_settings", "load_settings_or_exit", "without_secrets"]

ROOT = Path(__file__).resolve().parent
Folder = Annotated[Path, AfterValidator(lambda path: (ROOT / path.expanduser()).resolve())]
ENV_FILES = (ROOT / ".env", ROOT / ".env.local")
UNUSABLE = 2  # the exit status of a program whose settings are wrong

log = logging.getLogger(__name__)


def _socket_of(var_dir: Path, server: str = "valkey") -> Path:
    return folders.socket_in(var_dir, os.environ.get("XDG_RUNTIME_DIR"), server)


class Settings(BaseSettings):
    """The environment and `.env`, read once at start and never changed after."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILES,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    app_env: Literal["development", "production"] = setting(
        "development", "`production` refuses whatever is only good for trying things out."
    )
    flask_debug: bool = setting(False, "Flask's debugger, which runs any code.")
    secret_key: SecretStr = setting(
        SecretStr(""), "Signs links and sessions; made once and kept in VAR_DIR in development."
    )
    secret_key_fallbacks: kinds.Secrets = setting(
        (), "Older secrets that still open links and sessions, separated by commas."
    )
    host: str = setting("127.0.0.1", "The address where the web listens.")
    port: int = setting(8000, "The port where the web listens.", ge=1, le=65535)
    public_url: kinds.PublicUrl = derived(
        lambda known: f"http://localhost:{known['port']}",
        "http://localhost:8000",
        "Where people find Balcão: the only source of links; https in production.",
    )
    trusted_hosts: kinds.Words = derived(
        lambda known: (urlsplit(known["public_url"]).hostname,),
        "the host of PUBLIC_URL",
        "The host names that requests may ask for, separated by commas.",
    )
    trusted_proxies: int = setting(0, "How many proxies stand in front of the web.", ge=0, le=10)
    var_dir: Folder = setting(
        Path("var"),
        "What the embedded default keeps: database, files, Valkey, secrets.",
        validate_default=True,
    )

    database_url: kinds.DatabaseUrl = derived(
        lambda known: f"sqlite:///{known['var_dir']}/balcao.db",
        "SQLite in VAR_DIR",
        "`postgresql://user:password@host/name` in production.",
    )
    redis_url: kinds.RedisUrl = derived(
        lambda known: f"unix://{_socket_of(known['var_dir'])}?db=0",
        "Valkey in VAR_DIR",
        "The Redis or Valkey server; unset: our own one.",
    )
    rq_redis_url: kinds.RedisUrl = derived(
        lambda known: known["redis_url"], "REDIS_URL", "Where RQ lives, if elsewhere."
    )
    rq_default_timeout: int = setting(
        300, "Seconds that a job may take in a queue without a limit of its own.", ge=1, le=86400
    )
    rq_async_enabled: bool | None = setting(None, "`false` works without Redis; unset finds out.")
    use_redis: bool | None = setting(None, "The same as RQ_ASYNC_ENABLED, by its other name.")
    lease_seconds: float = setting(
        10, "How long a silent worker keeps its job before another takes over.", ge=1, le=3600
    )
    relay_seconds: float = setting(
        1, "How often the relay looks after waiting jobs, woken or not.", ge=0.05, le=60
    )
    worker_threads: int = setting(
        16,
        "The threads of a worker for light jobs; of one for mails, its conversations.",
        ge=1,
        le=256,
    )

    mail_server: str | None = setting(
        None, "The mail server; unset: the built-in mailbox.", also=("MAIL_SERVER", "SMTP_SERVER")
    )
    mail_security: Literal["starttls", "tls", "none"] = derived(
        lambda known: "starttls" if known.get("mail_server") else "none",
        "starttls (none for the built-in mailbox)",
        "How mail is encrypted on its way: `starttls`, `tls`, `none`; never less than that.",
    )
    mail_port: int = derived(
        lambda known: {"starttls": 587, "tls": 465, "none": 25}[known["mail_security"]],
        "587, 465 or 25, by MAIL_SECURITY",
        "The mail server's port.",
        also=("MAIL_PORT", "SMTP_PORT"),
        ge=1,
        le=65535,
    )
    mail_username: str | None = setting(
        None, "The account at the mail server.", also=("MAIL_USERNAME", "EMAIL_USER")
    )
    mail_password: SecretStr | None = setting(
        None, "The password of that account.", also=("MAIL_PASSWORD", "EMAIL_PASS")
    )
    mail_ca_file: Path | None = setting(
        None, "Certificates to check the mail server with, instead of the system's."
    )
    mail_default_sender: kinds.Sender = setting("Balcão <no-reply@localhost>", "Our mails' sender.")

    ocr_engine: Literal["auto", "local", "google", "none"] = setting(
        "auto", "Who reads receipts: `local`, `google`, `none`; `auto` asks Google when in doubt."
    )
    vision_endpoint: kinds.VisionUrl | None = setting(
        None, "Another Google Vision, without credentials: `grpc://host:port` or `http://…`."
    )
    google_application_credentials: Path | None = setting(
        None, "The key file for Google Vision; unset: what the machine itself is trusted with."
    )
    vision_monthly_limit: int = setting(
        1000,
        "How many pictures a month Google Vision is sent; it charges above 1000.",
        ge=0,
        le=10_000_000,
    )
    upload_max_mb: int = setting(16, "The largest file that may be uploaded, in MiB.", ge=1, le=512)
    storage_url: kinds.StorageUrl = derived(
        lambda known: f"file:{known['var_dir']}/files",
        "a folder in VAR_DIR",
        "Where files lie: `file:/folder` or `s3://bucket?endpoint=…&region=…`.",
    )
    aws_access_key_id: str | None = setting(None, "The key's name for an `s3:` STORAGE_URL.")
    aws_secret_access_key: SecretStr | None = setting(None, "The key for an `s3:` STORAGE_URL.")

    whatsapp_api_url: kinds.PublicUrl = setting(
        "https://graph.facebook.com", "The WhatsApp Cloud API, a gateway, or a stand-in."
    )
    cloud_queue: Literal["local", "oci"] = setting("local", "Where published messages go.")
    oci_config_file: Path = setting(Path("~/.oci/config"), "The file with the OCI keys.")
    oci_profile: str = setting("DEFAULT", "The part of OCI_CONFIG_FILE that is used.")
    oci_queue_id: str | None = setting(None, "The OCID of the queue, for CLOUD_QUEUE=oci.")
    oci_queue_endpoint: str | None = setting(None, "The queue's messages endpoint at OCI.")

    limits: Literal["strict", "load-test"] = setting(
        "strict", "`load-test` only raises the limits, and refuses a public HOST."
    )
    metrics_token: SecretStr | None = setting(None, "Opens /metrics; unset: only this machine may.")
    log_format: Literal["text", "json"] = derived(
        lambda known: "json" if known["app_env"] == "production" else "text",
        "text in development, json in production",
        "Lines for people or for machines.",
    )

    @property
    def production(self) -> bool:
        """Whether real people and their data are at stake."""
        return self.app_env == "production"

    @property
    def redis_forced_off(self) -> bool:
        """Whether either switch asks to work without Redis."""
        return self.rq_async_enabled is False or self.use_redis is False

    @property
    def valkey_socket(self) -> Path:
        """Where the embedded server listens, whether or not it is used."""
        return _socket_of(self.var_dir)

    @property
    def mail_socket(self) -> Path:
        """Where the built-in mailbox listens, whether or not it is used."""
        return _socket_of(self.var_dir, "mail")

    @property
    def built_in_mailbox(self) -> bool:
        """Whether mails stay here, for a person at the same machine to read."""
        return self.mail_server is None and not self.production

    @validator(mode="wrap")
    @classmethod
    def _report_everything(cls, data: Any, check: ModelWrapValidatorHandler[Self]) -> Self:
        """Check combinations even where single settings are wrong: all is said at once."""
        found: problems.Problems = {}
        try:
            settings = check(data)
        except ValidationError as error:
            found = problems.problems_of(error)
            settings = check(problems.without(data, found, cls))
        found = {**dict(refusals(settings)), **found}
        if found:
            raise problems.CombinationError(found)
        return settings


def load_settings(**given: Any) -> Settings:
    """Return the settings, with VAR_DIR made ready; raises SettingsError with all that is wrong."""
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError(problems.problems_of(error)) from None
    for name, hint in problems.unknown_names(ENV_FILES, Settings).items():
        log.warning("%s in .env: %s", name, hint)
    secret = settings.secret_key.get_secret_value()
    try:
        folders.make(settings.var_dir, settings.valkey_socket.parent)
        secret = secret or kept_secret(settings.var_dir)
    except OSError as error:
        raise SettingsError({"VAR_DIR": f"cannot be used: {error}"}) from None
    return settings.model_copy(update={"secret_key": SecretStr(secret)})


def load_settings_or_exit() -> Settings:
    """Return the settings, or tell the person at the terminal what to change, and end."""
    try:
        return load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(UNUSABLE)


if __name__ == "__main__":
    print("\n".join(display.lines_of(load_settings_or_exit())))

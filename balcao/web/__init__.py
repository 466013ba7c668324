"""How requests come in and answers go out; knows no feature, so every feature may use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from pydantic import SecretStr

from balcao.web.assets import init_assets
from balcao.web.errors import SentenceOf, init_errors
from balcao.web.forms import new_idempotency_key
from balcao.web.i18n import init_i18n
from balcao.web.identity import IdentityOf, init_identity, nobody
from balcao.web.metrics import Collect, init_metrics
from balcao.web.navigation import NavItem, init_navigation
from balcao.web.request_ids import init_request_ids
from balcao.web.routes import init_routes
from balcao.web.security import init_security, trust_proxies
from balcao.web.traces import init_traces

__all__ = ["NavItem", "WebValues", "init_web"]


def key_itself(key: str, _params: Mapping[str, object]) -> str:
    """Stand in for the features' texts where there are none."""
    return key


@dataclass(frozen=True)
class WebValues:
    """What the web has to be told, because it reads no settings."""

    static_folder: Path
    production: bool = False
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    max_upload_bytes: int = 16 * 1024 * 1024
    nav: tuple[NavItem, ...] = ()
    identity_of: IdentityOf = nobody
    sentence_of: SentenceOf = key_itself
    metrics_token: SecretStr | None = None
    metrics: tuple[Collect, ...] = ()


def init_web(app: Flask, values: WebValues) -> None:
    """Give the application everything every page and every address has in common."""
    init_security(
        app,
        production=values.production,
        trusted_hosts=values.trusted_hosts,
        max_upload_bytes=values.max_upload_bytes,
    )
    init_i18n(app)
    init_errors(app, values.sentence_of)
    init_identity(app, values.identity_of)
    init_assets(app, values.static_folder, production=values.production)
    init_routes(app)
    init_metrics(app, values.metrics_token, values.metrics)
    init_navigation(app, values.nav)
    app.jinja_env.globals["new_idempotency_key"] = new_idempotency_key
    init_traces(app)
    init_request_ids(app)
    trust_proxies(app, values.trusted_proxies)  # outermost, so that every line names the client

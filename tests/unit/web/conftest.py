"""A bare application with the web's parts and a few addresses to provoke them."""

from pathlib import Path

import pytest
from flask import Blueprint, Flask, abort, jsonify, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from balcao.foundation.errors import DomainError
from balcao.web import NavItem, WebValues, init_web
from balcao.web.forms import idempotency_key
from balcao.web.identity import current_identity, viewer_id

ROOT = Path(__file__).parents[3]
STATEMENT = "SELECT 1"


def make_app(*, production: bool = False) -> Flask:
    """Return the application as bootstrap would make it, without any feature."""
    app = Flask("balcao", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.secret_key = "only for these tests, nobody keeps anything with it"
    app.config["PROPAGATE_EXCEPTIONS"] = False
    values = WebValues(
        static_folder=ROOT / "static",
        production=production,
        trusted_hosts=("balcao.example",),
        nav=(NavItem("Counter", "/counter"),),
        sentence_of=lambda key, params: f"{key}: {dict(params)}",
    )
    init_web(app, values)
    add_addresses(app)
    return app


def add_addresses(app: Flask) -> None:
    """Add one address for each way in which a request can end."""
    bp = Blueprint("provoked", __name__)

    @bp.get("/fail/<reason>")
    @bp.get("/api/fail/<reason>")
    @bp.get("/api/v1/fail/<reason>")
    def fail(reason: str) -> ResponseReturnValue:
        """Fail for the given reason."""
        if reason == "domain":
            raise DomainError("things.error.too_late", 409, number=3)
        if reason == "database":
            raise OperationalError(STATEMENT, {}, ConnectionRefusedError())
        if reason == "bug":
            raise ZeroDivisionError
        return abort(int(reason))

    @bp.post("/json")
    def take() -> ResponseReturnValue:
        """Take JSON only."""
        return jsonify(request.get_json())

    @bp.post("/key")
    def key() -> ResponseReturnValue:
        """Say which key the request carried."""
        return jsonify(idempotency_key())

    @bp.get("/viewer")
    def viewer() -> ResponseReturnValue:
        """Say who is asking, before and after a number is asked for."""
        before = current_identity().viewer
        return jsonify(before=before, made=viewer_id(create=True), after=current_identity().viewer)

    app.register_blueprint(bp)


@pytest.fixture
def app() -> Flask:
    """Return the application in development."""
    return make_app()


@pytest.fixture(scope="session")
def production() -> Flask:
    """Return the application as it runs in production."""
    return make_app(production=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that has been nowhere yet."""
    return app.test_client()


@pytest.fixture
def open_client(app: Flask) -> FlaskClient:
    """Return a browser whose forms are taken without a token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()

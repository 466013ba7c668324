"""The start page and the two wishes a visitor may have about every page."""

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.urls import iri_to_uri

from balcao.web import cookies, i18n
from balcao.web.redirects import local_path

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"

bp = Blueprint("web", __name__)


def init_routes(app: Flask) -> None:
    """Add the pages, and tell every template which theme was wished for."""
    app.register_blueprint(bp)
    app.context_processor(_theme_values)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Say what this is."""
    return render_template("home.html")


@bp.post("/language")
def language() -> ResponseReturnValue:
    """Keep the wished language and show the same page in it."""
    wish = i18n.known_language(request.form.get("lang", ""))
    return _kept(i18n.COOKIE, wish.replace("_", "-") if wish else abort(400))


@bp.post("/theme")
def theme() -> ResponseReturnValue:
    """Keep the wished theme; the server prints it, so no page flashes in the other one."""
    wish = request.form.get("theme", "")
    return _kept(THEME_COOKIE, wish if wish in THEMES else abort(400))


def _kept(name: str, value: str) -> Response:
    response = redirect(local_path(request.form.getlist("next")), 303)
    assert isinstance(response, Response)  # noqa: S101 - for the types only
    cookies.keep(response, name, value)
    return response


def _theme_values() -> dict[str, object]:
    wish = cookies.read(THEME_COOKIE)
    return {"theme": wish if wish in THEMES else "system", "here": _here()}


def _here() -> str:
    """Return the address to come back to; what a form answered has none but the start."""
    return iri_to_uri(request.full_path).rstrip("?") if request.method == "GET" else "/"

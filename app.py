"""The web application: `gunicorn 'app:create_app()'` or `flask --app app run`."""

from flask import Flask

from balcao.bootstrap import build_app
from config import Settings, load_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    return build_app(settings or load_settings())

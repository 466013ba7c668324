"""The web application: `gunicorn 'app:create_app()'` or `flask --app app run`."""

from flask import Flask

import tasks
from balcao.bootstrap import build_app
from config import Settings, load_settings

__all__ = ["create_app", "tasks"]  # without a worker the web does jobs itself, so it knows them


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    return build_app(settings or load_settings())

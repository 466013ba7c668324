"""`wsgi:app`, for servers and commands that want the application itself and not what makes it."""

from app import create_app

__all__ = ["app"]

app = create_app()

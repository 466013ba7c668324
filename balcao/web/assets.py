"""Addresses for our own styles and scripts that a browser may keep for ever."""

import hashlib
import mimetypes
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
VERSION_LENGTH = 12


def init_assets(app: Flask, folder: Path, *, production: bool) -> None:
    """Serve the folder under its version, and give templates `asset_url`.

    The version is one for the whole tree and part of the path, so that relative imports inside
    modules and style sheets stay within it and no import map is needed.
    """
    version = _version_now(folder, fixed=production)
    # where the system says text/plain, browsers would refuse our modules
    mimetypes.add_type("text/javascript", ".js")

    @app.get("/assets/<asked>/<path:path>")
    def asset(asked: str, path: str) -> Response:
        """Send the current file; under an outdated address it must not be kept for ever.

        Refusing that address would break pages that are open while a new version starts.
        """
        response = send_from_directory(folder, path)
        response.headers["Cache-Control"] = FOR_EVER if asked == version() else ASK_AGAIN
        return response

    def asset_url(path: str) -> str:
        """Return the lasting address of one file in the folder."""
        return f"{request.script_root}/assets/{version()}/{path}"

    app.jinja_env.globals["asset_url"] = asset_url


def tree_version(folder: Path) -> str:
    """Return a short fingerprint of all names and contents."""
    digest = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:VERSION_LENGTH]


def _version_now(folder: Path, *, fixed: bool) -> Callable[[], str]:
    """Read the tree once in production and every time while somebody is editing it."""
    return cache(lambda: tree_version(folder)) if fixed else lambda: tree_version(folder)

"""Looks whether the web's address is free before anything is started."""

import errno
import socket

from balcao.launcher.holders import listeners_on
from balcao.launcher.refusal import Refusal


def refuse_unusable(host: str, port: int) -> None:
    """Say who is in the way while the person is still looking, not in a web server's log."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(_sentence(host, port, error)) from error


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        holder = next(iter(listeners_on(port)), "another process")
        return f"Port {port} on {host} is taken by {holder}. Stop it, or set PORT."
    return f"The web cannot listen on {host}, port {port}: {error.strerror}. Set HOST and PORT."

"""The shapes a setting's text may have, each refused with a sentence that says what to write."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

POSTGRESQL = re.compile(r"^postgres(ql)?(\+psycopg)?://")
SENDER = re.compile(r"([^<>\"\r\n\0]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)")
LOOPBACK = re.compile(r"^(localhost|127(\.\d{1,3}){3}|::1)$")


def _database(url: str) -> str:
    if POSTGRESQL.match(url):
        return POSTGRESQL.sub("postgresql+psycopg://", url)
    if url.startswith("sqlite:////"):
        return url
    message = "write postgresql://user:password@host/name, or sqlite:////absolute/path"
    raise ValueError(message)


def _redis(url: str) -> str:
    if url.startswith("unix:///") or (_has(url, "redis", "rediss") and urlsplit(url).hostname):
        return url
    message = "write redis://host:6379/0, rediss://… or unix:///path/to.sock?db=0"
    raise ValueError(message)


def _public(url: str) -> str:
    parts = urlsplit(url)
    if _has(url, "http", "https") and parts.hostname and not (parts.query or parts.fragment):
        return url.rstrip("/")
    message = "write the address people type, such as https://balcao.example"
    raise ValueError(message)


def _vision(url: str) -> str:
    if _has(url, "grpc", "http", "https") and urlsplit(url).hostname:
        return url
    message = "write grpc://host:port or http://host:port"
    raise ValueError(message)


def _storage(url: str) -> str:
    if url.startswith("file:/") or (_has(url, "s3") and urlsplit(url).netloc):
        return url
    message = "write file:/folder or s3://bucket?endpoint=…&region=…"
    raise ValueError(message)


def _sender(text: str) -> str:
    if SENDER.fullmatch(text) and text.rpartition("<")[2].isascii():
        return text
    message = "write a sender such as Balcão <no-reply@balcao.example>, its address in ASCII"
    raise ValueError(message)


def _has(url: str, *schemes: str) -> bool:
    return url.partition("://")[0] in schemes and "://" in url


def _words(value: object) -> object:
    """Read a list from text: words with commas or spaces between them."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the address."""
    return bool(LOOPBACK.match(host))


DatabaseUrl = Annotated[str, AfterValidator(_database)]
RedisUrl = Annotated[str, AfterValidator(_redis)]
PublicUrl = Annotated[str, AfterValidator(_public)]
VisionUrl = Annotated[str, AfterValidator(_vision)]
Sender = Annotated[str, AfterValidator(_sender)]
StorageUrl = Annotated[str, AfterValidator(_storage)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_words)]

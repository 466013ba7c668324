"""Settings that are right one by one and cannot work together, each with what to write instead."""

from collections.abc import Iterator
from typing import Any

from balcao.foundation.settings import folders, kinds
from balcao.foundation.settings.secrets import troubles_of

Settings = Any  # those of config.py, which stands above


def refusals(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the name of each setting that cannot stay, and why."""
    if trouble := folders.trouble_with(settings.var_dir):
        yield "VAR_DIR", trouble
    if settings.limits == "load-test" and not kinds.is_loopback(settings.host):
        yield "LIMITS", "load-test is refused where others can reach HOST; set HOST=127.0.0.1"
    if settings.cloud_queue == "oci":
        for name in ("oci_queue_id", "oci_queue_endpoint"):
            if not getattr(settings, name):
                yield name.upper(), "is needed for CLOUD_QUEUE=oci"
    if not settings.storage_url.startswith("file:"):
        yield "STORAGE_URL", "s3: is not there yet; write file:/folder"
    if settings.production:
        yield from _in_production(settings)


def _in_production(settings: Settings) -> Iterator[tuple[str, str]]:
    yield from troubles_of(settings.secret_key, settings.secret_key_fallbacks)
    if "public_url" not in settings.model_fields_set:
        yield "PUBLIC_URL", "is needed in production; write the https address people use"
    elif not settings.public_url.startswith("https://"):
        yield "PUBLIC_URL", "must start with https:// in production, for links open accounts"
    if settings.flask_debug:
        yield "FLASK_DEBUG", "lets visitors run code; remove it in production"

"""What a monitoring system reads, and as many web processes to read it from as a test wants."""

from pathlib import Path

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from balcao.foundation.db import db
from config import load_settings

LABELS = ("queue", "kind", "status", "state", "verdict", "how", "mode")
Samples = dict[tuple[str, ...], float]


class Webs:
    """Web processes over one database, each with settings of its own."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.url = database_url
        self.folder = folder
        self._apps: list[Flask] = []

    def start(self, **settings: object) -> Flask:
        """Start one more."""
        known = load_settings(
            _env_file=None, var_dir=self.folder, database_url=self.url, **settings
        )
        self._apps.append(app := create_app(known))
        return app

    def told(self) -> Samples:
        """Return what a fresh process counts: name and labels by value."""
        answer = self.start().test_client().get("/metrics")
        assert answer.status_code == 200
        return samples(answer.text)

    def end(self) -> None:
        """Let go of every connection."""
        for app in self._apps:
            with app.app_context():
                db.engine.dispose()


def samples(text: str) -> Samples:
    """Return the values by name and labels; no line is there twice."""
    families = list(text_string_to_metric_families(text))
    assert all(family.documentation and family.type == "gauge" for family in families)
    each = [sample for family in families for sample in family.samples]
    found = {
        (one.name, *(one.labels[label] for label in LABELS if label in one.labels)): one.value
        for one in each
    }
    assert len(found) == len(each)
    return found

"""What is installed: the larger list holds the smaller one, so that both were tried together."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s\\;]+)", re.MULTILINE)


def pins_of(file: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / file).read_text()))


def test_with_googles_client_everything_else_is_the_same():
    usual, with_google = pins_of("requirements.txt"), pins_of("requirements-google.txt")

    assert usual
    assert usual.items() <= with_google.items()
    assert "google-cloud-vision" in with_google.keys() - usual.keys()


def test_googles_client_is_tested_as_it_is_installed():
    tested, with_google = pins_of("requirements-dev.txt"), pins_of("requirements-google.txt")

    for name in ("google-cloud-vision", "google-api-core", "google-auth", "grpcio", "protobuf"):
        assert tested[name] == with_google[name]

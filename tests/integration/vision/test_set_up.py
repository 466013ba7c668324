"""Keys, packages and processes: what has to be in order before Google reads anything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import balcao.adapters.ocr
from balcao.adapters.ocr import EngineBusyError, EngineSetUpError, Picture
from balcao.adapters.ocr.google import GoogleVision
from tests.servers.vision import LINE_END, Said, VisionServer, said

LOADED = "import sys, balcao.bootstrap; print('google.cloud' in sys.modules, 'grpc' in sys.modules)"


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_GCE_CHECK", "true")  # or else it looks for a cloud around this machine
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("HOME", "/nonexistent")


def test_without_any_key_it_says_so(picture: Picture) -> None:
    with pytest.raises(EngineSetUpError) as caught:
        GoogleVision().lines(picture)

    assert caught.value.code == "receipts.error.vision_credentials"


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", "not json"])
def test_a_key_file_of_no_use_is_told_without_its_content(
    tmp_path: Path, picture: Picture, content: str | None
) -> None:
    file = tmp_path / "key.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(EngineSetUpError) as caught:
        GoogleVision(credentials_file=str(file)).lines(picture)

    assert caught.value.code == "receipts.error.vision_credentials"


def test_a_key_that_nobody_can_check_is_trouble_that_passes(
    tmp_path: Path, picture: Picture
) -> None:
    # given a genuine-looking key of an invented account, whose house is not there
    file = _key_file(tmp_path, "http://127.0.0.1:9/token")

    with pytest.raises(EngineBusyError):
        GoogleVision(credentials_file=str(file), patience=0.5).lines(picture)


def test_a_missing_package_is_told(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(balcao.adapters.ocr, "vision_client", raising=False)
    monkeypatch.setitem(sys.modules, "balcao.adapters.ocr.vision_client", None)

    with pytest.raises(EngineSetUpError) as caught:
        GoogleVision("grpc://127.0.0.1:9").lines(picture)

    assert caught.value.code == "receipts.error.vision_package"


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    told = subprocess.check_output([sys.executable, "-c", LOADED], text=True)

    assert told.split() == ["False", "False"]


def test_a_child_reads_with_a_client_of_its_own(server: VisionServer, picture: Picture) -> None:
    # given an engine that the parent has made and not used, as a worker's parent does
    server.answers(said([Said("Pix", gap=LINE_END)]))
    google = GoogleVision(server.endpoint)
    program = (
        "import os, sys, numpy\n"
        "from balcao.adapters.ocr.google import GoogleVision\n"
        "google = GoogleVision(sys.argv[1])\n"
        "white = numpy.full((50, 100, 3), 255, dtype=numpy.uint8)\n"
        "for _ in range(3):\n"
        "    if not (pid := os.fork()):\n"
        "        os._exit(0 if google.lines(white)[0].text == 'Pix' else 1)\n"
        "    assert os.waitpid(pid, 0)[1] == 0\n"
    )

    subprocess.run([sys.executable, "-c", program, server.endpoint], check=True, timeout=60)

    assert google.lines(picture)[0].text == "Pix"
    assert len(server.requests) == 4


def _key_file(folder: Path, token_uri: str) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "key.json"
    file.write_text(
        json.dumps(
            {
                "type": "service_account",
                "client_email": "leitor@balcao.example",
                "private_key": pem.decode(),
                "token_uri": token_uri,
            }
        )
    )
    return file

"""The calls of the seed around an upload, as they are printed there."""

import hashlib
import io
import re

import pytest
from werkzeug.datastructures import FileStorage

from balcao.receipts.upload.checks import (
    calculate_file_hash,
    generate_secure_filename,
    save_upload_securely,
    validate_file_extension,
    validate_file_mime,
    validate_file_size,
    validate_upload,
)
from tests.integration.decoding.good import jpeg, page, png

MOST = 16 * 1024 * 1024
OURS = re.compile(r"[0-9a-f]{32}_[0-9]{10}\.(jpg|jpeg|png|pdf|bin)")


@pytest.fixture
def file(tmp_path):
    def make(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def uploaded(content, name):
    return FileStorage(io.BytesIO(content), filename=name)


@pytest.mark.parametrize("name", ["comp.pdf", "a.jpg", "a.JPEG", "a.b.png", "../a.png"])
def test_the_four_extensions_pass(name):
    assert validate_file_extension(name) == (True, None)


@pytest.mark.parametrize(
    "name", ["malware.exe", "a.jpg.exe", "a", "", ".jpg ", "a.svg", "a.webp", "a.jpg\0.exe"]
)
def test_any_other_extension_is_refused_in_words(name):
    valid, error = validate_file_extension(name)

    assert not valid
    assert error
    assert "receipts." not in error


def test_the_type_is_that_of_the_content_whatever_the_name(file):
    assert validate_file_mime(file("a.exe", png())) == (True, None)
    assert validate_file_mime(file("comp.pdf", page())) == (True, None)
    for content in (b"MZ" + bytes(200), b"<html>%PDF-1.4", b""):
        valid, error = validate_file_mime(file("a.pdf", content))
        assert (valid, bool(error)) == (False, True), content


def test_sixteen_megabytes_pass_and_one_byte_more_does_not(file):
    assert validate_file_size(file("a.jpg", bytes(MOST))) == (True, None)
    assert not validate_file_size(file("b.jpg", bytes(MOST + 1)))[0]
    assert not validate_file_size(file("c.jpg", b""))[0]


def test_all_three_together_and_whether_name_and_content_agree(file):
    assert validate_upload(str(file("comp.pdf", page()))) == (True, None)
    assert validate_upload(file("kept", jpeg()), "a.jpg") == (True, None)
    for name, content in (("malware.exe", b"MZ"), ("a.png", jpeg()), ("a.jpg", b"")):
        valid, error = validate_upload(file(name, content))
        assert (valid, bool(error)) == (False, True), name


@pytest.mark.parametrize("name", ["comp.pdf", "../../etc/passwd", "a" * 5000 + ".png", "\u202egpj"])
def test_a_secure_name_is_ours_and_never_twice_the_same(name):
    one, other = generate_secure_filename(name), generate_secure_filename(name)

    assert OURS.fullmatch(one)
    assert one != other


def test_the_hash_is_that_of_the_content(file):
    assert calculate_file_hash(file("a", b"abc")) == hashlib.sha256(b"abc").hexdigest()


def test_a_good_file_is_saved_under_a_name_of_ours(tmp_path):
    valid, error, path, sha256 = save_upload_securely(uploaded(png(), "../comp.png"), tmp_path)

    [kept] = tmp_path.iterdir()
    assert (valid, error, path) == (True, None, str(kept))
    assert OURS.fullmatch(kept.name)
    assert sha256 == hashlib.sha256(png()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content"),
    [("malware.exe", b"MZ"), ("a.pdf", png()), ("a.png", b""), ("a.png", png() + bytes(MOST))],
)
def test_of_a_refused_file_nothing_is_left(name, content, tmp_path):
    saved = save_upload_securely(uploaded(content, name), tmp_path / "new")

    assert (saved.valid, bool(saved.error), saved.path) == (False, True, None)
    assert list((tmp_path / "new").iterdir()) == []


def test_at_a_bare_prompt_the_words_are_the_seeds():
    valid, error = validate_file_extension("malware.exe")

    assert not valid
    assert "destes formatos" in (error or "")

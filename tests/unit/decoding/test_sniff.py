"""What a file is, is said by its first bytes; its name and libmagic have to agree."""

import pytest

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.sniff import EXTENSIONS, START_BYTES, sniff
from tests.integration.decoding.good import jpeg, page, png, webp

MADE = {"image/jpeg": jpeg, "image/png": png, "image/webp": webp, "application/pdf": page}


def code_of(start, extension):
    with pytest.raises(UnreadableError) as caught:
        sniff(start, extension)
    return caught.value.code


@pytest.mark.parametrize(("media_type", "make"), MADE.items())
def test_a_file_is_what_its_first_bytes_say(media_type, make):
    start = make()[:START_BYTES]

    for extension, expected in EXTENSIONS.items():
        if expected == media_type:
            assert sniff(start, extension) == media_type
            assert sniff(start, f".{extension.upper()}") == media_type
        else:
            assert code_of(start, extension) == "mismatch"


def test_an_empty_file_is_empty_whatever_it_is_called():
    assert code_of(b"", "exe") == "empty"


@pytest.mark.parametrize("extension", ["", "exe", "svg", "jpg.exe", "jpg\0", "gif"])
def test_an_extension_that_nobody_reads_is_no_type(extension):
    assert code_of(jpeg(), extension) == "type"


@pytest.mark.parametrize("before", [b"\n", b"\xef\xbb\xbf", b"<html>", b"\0"])
def test_only_what_stands_at_the_very_beginning_counts(before):
    assert code_of(before + page(), "pdf") == "type"
    assert code_of(before + jpeg(), "jpg") == "type"

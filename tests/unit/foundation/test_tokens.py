"""A token opens one thing, for one purpose, for a while, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.foundation import tokens
from balcao.foundation.tokens import Signer

HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SIGNER = Signer(["a key that only these tests know"])
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def test_a_token_opens_what_it_was_made_for():
    token = SIGNER.sign("job", "one", HOUR)

    assert SIGNER.accepts(token, "job", "one")


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("job", "two"),
        ("reset", "one"),
        ("", "one"),
        ("job", ""),
        ("job\0one", ""),
        ("", "job\0one"),
    ],
)
def test_a_token_opens_nothing_else(purpose, subject):
    token = SIGNER.sign("job", "one", HOUR)

    assert not SIGNER.accepts(token, purpose, subject)


@pytest.mark.parametrize(("seconds", "opens"), [(3599, True), (3601, False), (-7200, True)])
def test_a_token_counts_until_its_time(monkeypatch, seconds, opens):
    monkeypatch.setattr(tokens, "utcnow", lambda: NOW)
    token = SIGNER.sign("job", "one", HOUR)

    monkeypatch.setattr(tokens, "utcnow", lambda: NOW + timedelta(seconds=seconds))

    assert SIGNER.accepts(token, "job", "one") is opens


def test_a_longer_life_cannot_be_written_into_a_token():
    stamp, _, signature = SIGNER.sign("job", "one", HOUR).partition(".")
    later = f"{int(stamp, 16) + 3600:x}"

    assert not SIGNER.accepts(f"{later}.{signature}", "job", "one")


@pytest.mark.parametrize("cut", range(1, 24))
def test_a_token_that_was_cut_opens_nothing(cut):
    token = SIGNER.sign("job", "one", HOUR)

    assert not SIGNER.accepts(token[:-cut], "job", "one")


@given(st.data())
def test_a_token_with_one_changed_character_opens_nothing(data):
    stamp, _, signature = SIGNER.sign("job", "one", HOUR).partition(".")
    # The last character of the base64 carries bits that no byte needs.
    at = data.draw(st.integers(0, len(signature) - 2))
    other = data.draw(st.sampled_from(ALPHABET.replace(signature[at], "")))
    changed = signature[:at] + other + signature[at + 1 :]

    assert not SIGNER.accepts(f"{stamp}.{changed}", "job", "one")


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_token_is_refused_without_an_error(token):
    assert not SIGNER.accepts(token, "job", "one")


@pytest.mark.parametrize("stamp", ["f" * 40, "-1", "0", "0x7f", "1_0", "", ".", "9e999", "\x00"])
def test_a_hostile_time_is_refused_without_an_error(stamp):
    assert not SIGNER.accepts(f"{stamp}.AAAAAAAAAAAAAAAAAAAAAA", "job", "one")


def test_after_a_change_of_keys_old_tokens_open_until_the_old_key_goes():
    token = Signer(["the old key"]).sign("job", "one", HOUR)

    assert Signer(["the new key", "the old key"]).accepts(token, "job", "one")
    assert not Signer(["the new key"]).accepts(token, "job", "one")


def test_new_tokens_are_signed_with_the_new_key():
    token = Signer(["the new key", "the old key"]).sign("job", "one", HOUR)

    assert Signer(["the new key"]).accepts(token, "job", "one")
    assert not Signer(["the old key"]).accepts(token, "job", "one")

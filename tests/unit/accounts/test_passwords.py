"""Which passwords are taken, how they are kept, and what they are compared with."""

import json
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from balcao.accounts import guessing
from balcao.accounts.passwords import hash_password, matches, needs_rehash, strength, weakness
from tools.files import ROOT

GUESSES = json.loads((ROOT / "tests/js/guesses.json").read_text())
WHO = ["maria.silva@padaria.example", "Maria Sílva"]
PHRASE = "uma vaca azul no telhado"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "short"),
        ("Kd8#kd9", "short"),
        ("Kd8#kd9s0Pq", "short"),
        (unicodedata.normalize("NFD", "é" * 11), "short"),
        ("x1Kz7" * 205, "long"),
        ("a" * 1_000_000, "long"),
        ("aaaaaaaaaaaa", "common"),
        ("abcdefghijkl", "common"),
        ("123456789012", "common"),
        ("123412341234", "common"),
        ("qwertyuiop123", "common"),
        ("1q2w3e4r5t6y", "common"),
        ("zaq12wsxcde3", "common"),
        ("Password1234", "common"),
        ("Password1234!", "common"),
        ("P@ssw0rd2024", "common"),
        ("passwordpassword", "common"),
        ("christopher1", "common"),
        ("correcthorsebatterystaple", "common"),
        ("iloveyou2024", "common"),
        ("Flamengo2019", "common"),
        ("minhasenha123", "common"),
        ("palavra-passe", "common"),
        ("CORAÇÃO123456", "common"),
        ("jesusteama123", "common"),
        ("maria.silva.1990", "context"),
        ("MariaSilva!!", "context"),
        ("padaria12345", "context"),
        ("Balcão-2026!", "context"),
    ],
)
def test_what_would_be_guessed_is_refused_with_the_reason(password, reason):
    assert weakness(password, WHO) == f"accounts.error.password_{reason}"
    assert strength(password, WHO) == 0


@pytest.mark.parametrize(
    "password",
    [
        "Kd8#kd9s0Pqz",
        "all lower case words",
        "  spaces around  it ",
        PHRASE,
        "correct horse battery staple",
        "balcao tem bicicletas verdes",
        "안녕하세요 저는 커피를 좋아해요",
        "日本の朝ごはんはおいしいです",
        "🌧 rain 🌞 sun 🌈 both",
        "zK4!" * 2 + "quarenta e dois " * 4,
        PHRASE + "x7" * 300,
        "x" + "a7 kz-" * 170,
    ],
)
def test_every_kind_of_letter_is_welcome_and_none_is_demanded(password):
    assert weakness(password, WHO) is None
    assert strength(password, WHO) >= 1


@pytest.mark.parametrize("length", [12, 63, 64, 65, 72, 73, 128, 1024])
def test_nothing_is_cut_off(length):
    password = "".join(chr(33 + place * 7 % 90) for place in range(length))
    assert weakness(password) is None

    stored = hash_password(password)

    assert matches(stored, password)
    assert not matches(stored, password[:-1])
    assert not matches(stored, password + "x")


def test_what_is_too_long_is_compared_with_nothing():
    stored = hash_password("a" * 1024)

    assert not matches(stored, "a" * 1025)


def test_two_ways_to_type_an_accent_are_one_password():
    stored = hash_password(unicodedata.normalize("NFC", "pão de açúcar às três"))

    assert matches(stored, unicodedata.normalize("NFD", "pão de açúcar às três"))
    assert not matches(stored, "pao de acucar as tres")


@pytest.mark.parametrize("typed", [" " + PHRASE, PHRASE + " ", PHRASE.upper(), ""])
def test_it_is_compared_as_it_was_typed(typed):
    assert not matches(hash_password(PHRASE), typed)


def test_it_is_kept_as_owasp_asks():
    stored = extract_parameters(hash_password(PHRASE))

    assert stored.type.name == "ID"
    assert (stored.memory_cost, stored.time_cost, stored.parallelism) == (19456, 2, 1)
    assert stored.salt_len >= 16
    assert hash_password(PHRASE) != hash_password(PHRASE)


def test_what_was_kept_more_cheaply_still_opens_and_is_renewed():
    cheap = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PHRASE)

    assert matches(cheap, PHRASE)
    assert needs_rehash(cheap)
    assert not needs_rehash(hash_password(PHRASE))


@pytest.mark.parametrize("stored", [None, "", "no hash", "$argon2id$v=19$m=1"])
@pytest.mark.parametrize("typed", ["", PHRASE, "\ud800", "x" * 1_000_000])
def test_who_has_no_password_cannot_type_it(stored, typed):
    assert not matches(stored, typed)
    assert not stored or needs_rehash(stored)


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_is_typed_is_judged(password, context):
    reason = weakness(password, context)

    assert (strength(password, context) == 0) == (reason is not None)


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess["typed"])
def test_the_server_counts_as_the_browser_does(guess):
    assert guessing.surprise(guess["typed"], guess["known"]) == guess["surprise"]


def test_what_is_known_weighs_as_one_letter():
    assert guessing.surprise("padaria-x7", ["padaria"]) < guessing.surprise("padaria-x7")

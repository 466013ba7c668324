"""A link opens one thing, once, for a while, and cannot be made or bent by anybody."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from balcao.accounts import links
from balcao.accounts.links import RESET, VERIFY, LinkMaker
from balcao.accounts.models import AuthToken
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import new_id

MAKER = LinkMaker("https://balcao.example/", ["a key of our own"])


@pytest.fixture
def kept(engine):
    """Return the row of a fresh link, and a way to find what a token stands for."""
    row = links.new_token(VERIFY, address="ana@loja.example", email="Ana@loja.example", locale="en")
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.add(row)
        session.flush()
        session.refresh(row)
    return row


@pytest.fixture
def find(engine):
    def find(token, *purposes, maker=MAKER):
        with Session(engine) as session:
            return maker.row_of(session, token, *(purposes or (VERIFY,)))

    return find


def test_every_attempt_to_send_it_carries_the_same_link(kept, find):
    url = MAKER.url(kept)

    assert url == MAKER.url(kept)
    assert url.startswith("https://balcao.example/verify/")
    assert find(url.rpartition("/")[2]).id == kept.id


def test_nothing_that_is_stored_is_the_link(kept):
    token = MAKER.token(kept)
    signature = base64.urlsafe_b64decode(token + "=")[16:]

    stored = [str(getattr(kept, column.name)) for column in AuthToken.__table__.columns]

    assert token not in stored
    assert not any(signature.hex() in text or kept.nonce in token for text in stored)


def test_a_link_for_one_purpose_opens_nothing_else(kept, find):
    assert find(MAKER.token(kept), RESET) is None


def test_an_older_key_still_opens_and_a_foreign_one_never_does(kept, find):
    token = MAKER.token(kept)

    newer = LinkMaker("https://balcao.example", ["a newer key", "a key of our own"])

    assert find(token, maker=newer) is not None
    assert find(token, maker=LinkMaker("https://balcao.example", ["somebody else's"])) is None


def test_changing_any_bit_breaks_it(kept, find):
    raw = base64.urlsafe_b64decode(MAKER.token(kept) + "=")

    for bit in range(len(raw) * 8):
        bent = bytearray(raw)
        bent[bit // 8] ^= 1 << bit % 8
        assert find(base64.urlsafe_b64encode(bent).decode().rstrip("=")) is None


def test_it_has_one_spelling_only(kept, find):
    token = MAKER.token(kept)

    others = [token[:-1], token + "=", token + "A", token.swapcase(), f" {token}"]
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others += [token[:-1] + letter for letter in last if letter != token[-1]]

    assert [other for other in others if find(other)] == []


@given(st.text(max_size=200))
def test_rubbish_is_nothing_and_no_error(text):
    assert links._decoded(text) is None or len(text) == 64  # noqa: SLF001 - needs no database


def test_the_token_of_a_row_that_never_was_is_nothing(find):
    row = AuthToken(id=new_id(), purpose=VERIFY, nonce="n", address="a@b.example")

    assert find(MAKER.token(row)) is None


def test_of_twenty_at_once_exactly_one_uses_it(kept, engine):
    def use(_):
        with Session(engine) as session, session.begin():
            return links.consume(session, kept)

    with ThreadPoolExecutor(max_workers=20) as crowd:
        assert sum(crowd.map(use, range(20))) == 1


def test_what_is_used_or_too_old_is_still_recognised_but_no_longer_open(kept, engine, find):
    token = MAKER.token(kept)
    with Session(engine) as session, session.begin():
        assert links.is_open(session, session.get_one(AuthToken, kept.id))
        session.execute(update(AuthToken).values(expires_at=db_now(-1)))

    with Session(engine) as session, session.begin():
        row = MAKER.row_of(session, token, VERIFY)
        assert row is not None
        assert not links.is_open(session, row)
        assert not links.consume(session, row)
    assert find(token) is not None

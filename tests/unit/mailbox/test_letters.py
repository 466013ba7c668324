"""Whatever bytes somebody sends, a letter comes out of them."""

import random

from balcao.mailbox.letters import MOST_LINKS, opened, printable, subject_of

ALTERNATIVE = b"""\
Subject: =?utf-8?q?a=C3=A1?=
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

aHR0cHM6Ly94LmV4YW1wbGU=
--b
Content-Type: text/html

<a href='http://x.example'>
--b--
"""
NAMED = b"""\
Content-Type: message/rfc822

Subject: inner
Content-Disposition: attachment; filename*0*=utf-8''%41; filename*1=b

"""
CODED = b"""\
Content-Type: text/plain; charset*=utf-16'en'%00
Content-Transfer-Encoding: uuencode

begin 644 a
#0V%T
end
"""


def test_bytes_that_were_shaken_still_open():
    chance = random.Random(5)  # noqa: S311 - the same every time
    for _ in range(3000):
        raw = bytearray(chance.choice((ALTERNATIVE, NAMED, CODED)))
        for _ in range(chance.randrange(1, 8)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(4)] = chance.randbytes(chance.randrange(4))

        letter = opened(bytes(raw))

        shown = (subject_of(bytes(raw)), letter.text, letter.html, *letter.attachments)
        assert all(printable(text) == text for text in shown)


def test_a_letter_names_its_parts():
    letter = opened(ALTERNATIVE)

    assert letter.headers[0] == ("Subject", "aá")
    assert letter.text == "https://x.example"
    assert letter.links == ("https://x.example", "http://x.example")


def test_only_so_many_links_are_listed():
    letter = opened(b"\r\n" + b" ".join(b"http://x.example/%d" % n for n in range(1000)))

    assert len(letter.links) == MOST_LINKS

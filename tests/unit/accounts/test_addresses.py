"""One mailbox, one canonical form, and nothing that could become a second header or recipient."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balcao.accounts.addresses import LONGEST, LONGEST_MASKED, masked, parse, suggestion
from balcao.foundation.errors import DomainError

LINE_ENDS = ["\r", "\n", "\r\n", "\u2028", "\u2029", "\u0085", "\v", "\f", "\t", "\0", "\x1c"]
INJECTIONS = [
    "ana@loja.example%0aBcc: rui@loja.example\n",
    "ana@loja.example>,<rui@loja.example",
    "ana@loja.example,rui@loja.example",
    "ana@loja.example;rui@loja.example",
    "ana@loja.example rui@loja.example",
    "Ana <ana@loja.example>",
    "<ana@loja.example>",
    '"ana silva"@loja.example',
    '"ana\\"@loja.example',
    "ana(comment)@loja.example",
    "ana@(comment)loja.example",
    "ana%rui.example@loja.example",
    "rui.example!ana@loja.example",
    "@rui.example:ana@loja.example",
    "mailto:ana@loja.example",
    "ana@rui@loja.example",
]
NOT_ONE = [
    "",
    " ",
    "@",
    "ana",
    "ana@",
    "@loja.example",
    "ana@loja",
    "ana@localhost",
    "ana@[127.0.0.1]",
    "ana@[IPv6:::1]",
    "ana@127.0.0.1",
    "ana@loja.example.",
    "ana@.loja.example",
    "ana@loja..example",
    "ana@-loja.example",
    ".ana@loja.example",
    "ana.@loja.example",
    "an..a@loja.example",
    "joão@loja.example",
    "ana@loja_x.example",
    "ana@xn--a.example",
    f"{'a' * 65}@loja.example",
    f"ana@{'a' * 64}.example",
    f"ana@{'.'.join(['a' * 50] * 6)}.example",
    "a" * 1000,
    "ana@loja.example\u202e",
    "a\u200bna@loja.example",
    "\ufeffana@loja.example",
    "ana@loja.example\ud800",
]


@pytest.mark.parametrize("typed", NOT_ONE + INJECTIONS)
def test_what_is_not_plainly_one_mailbox_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        parse(typed)

    assert (refused.value.key, refused.value.status) == ("accounts.error.address", 422)


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("form", ["{}ana@loja.example", "ana@loja.example{}", "an{}a@loja.example"])
def test_no_line_end_and_no_control_passes_wherever_it_stands(form, end):
    with pytest.raises(DomainError):
        parse(form.format(end))


@pytest.mark.parametrize(
    ("typed", "email", "canonical", "mailbox"),
    [
        ("ana@loja.example", *["ana@loja.example"] * 3),
        (" Ana@Loja.EXAMPLE ", "Ana@loja.example", "ana@loja.example", "ana@loja.example"),
        ("ana+x@loja.test", "ana+x@loja.test", "ana+x@loja.test", "ana@loja.test"),
        (
            "A.Na+x@GoogleMail.com",
            "A.Na+x@googlemail.com",
            "a.na+x@googlemail.com",
            "ana@gmail.com",
        ),
        ("a.na@loja.example", *["a.na@loja.example"] * 3),
        ("+x@loja.example", *["+x@loja.example"] * 3),
        ("o'neil_1=/?@loja.example", *["o'neil_1=/?@loja.example"] * 3),
        ("ana@padaria-pão.example", *["ana@xn--padaria-po-n5a.example"] * 3),
        ("ana@PADARIA-PÃO.example", *["ana@xn--padaria-po-n5a.example"] * 3),
        ("ana@\uff4c\uff4f\uff4a\uff41.example", *["ana@loja.example"] * 3),
        (f"{'a' * 64}@loja.example", *[f"{'a' * 64}@loja.example"] * 3),
    ],
)
def test_one_mailbox_has_three_names(typed, email, canonical, mailbox):
    address = parse(typed)

    assert (address.email, address.canonical, address.mailbox) == (email, canonical, mailbox)


def test_letters_that_only_look_alike_are_other_domains():
    cyrillic = parse("ana@l\u043eja.example")

    assert cyrillic.canonical != "ana@loja.example"
    assert cyrillic.canonical.isascii()


LETTERS = st.text(st.sampled_from("aA.+-_é@<>\"'(),:; %!\r\n\0\u202e。\uff20ß"), max_size=40)
DOMAINS = st.sampled_from(["loja.example", "LOJA.test", "gmail.com", "pão.example", "[::1]", ""])


@given(st.text(max_size=300) | LETTERS | st.builds("{}@{}".format, LETTERS, DOMAINS))
@example("a@xn--é.example")
@example("a@" + "é" * 300)
def test_whatever_is_typed_is_one_safe_mailbox_or_refused(typed):
    try:
        address = parse(typed)
    except DomainError:
        return

    assert parse(address.canonical).canonical == address.canonical
    assert parse(address.email) == address
    assert address.email.isascii()
    assert address.email.isprintable()
    assert address.email.count("@") == 1
    assert len(address.email) <= LONGEST
    assert not set(address.email) & set(' <>()[],;:\\"%!')


@given(st.text(max_size=300) | st.emails())
def test_a_mask_hides_all_but_one_letter_and_fits_its_column(email):
    mask = masked(email)

    local = email.rpartition("@")[0]
    assert len(mask) <= LONGEST_MASKED
    assert mask.isprintable()
    assert len(local) < 2 or local not in mask.partition("@")[0]


def test_a_mask_is_known_again_by_its_owner():
    assert masked("maria@loja.example") == "m•••@loja.example"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("GMAI.com", "gmail.com"),
        ("gmail.com.br", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotnail.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yaho.com.br", "yahoo.com.br"),
        ("uol.com", "uol.com.br"),
        ("spao.pt", "sapo.pt"),
    ],
)
def test_a_slip_in_a_common_domain_is_recognised(typed, meant):
    assert suggestion(f"Ana.B@{typed}") == f"Ana.B@{meant}"


@pytest.mark.parametrize(
    "right", ["gmail.com", "ymail.com", "mail.com", "bol.com.br", "uol.com.br", "loja.example", ""]
)
def test_what_is_right_or_somebodys_own_is_left_alone(right):
    assert suggestion(f"ana@{right}") is None
    assert suggestion(right) is None


@given(st.text(max_size=60) | st.emails())
def test_a_suggestion_needs_no_other(typed):
    meant = suggestion(typed)

    assert meant is None or suggestion(meant) is None

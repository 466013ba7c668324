"""Whatever is typed into a sign-up: a sentence beside the field or the normal way, never a 500."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from balcao.accounts.models import AuthToken, PreUser
from balcao.jobs.models import Job
from tests.contracts.accounts.joining import ADDRESS, PASSWORD, Unlimited
from tests.contracts.counter import form_token

AT_ONCE = 50
MEBIBYTE = 1024 * 1024
FINE = {"email": ADDRESS, "name": "Ana Lima", "password": PASSWORD}

NO_ADDRESS = [
    "", " ", "ana", "@", "ana@", "@loja.example", "ana@loja", "ana@loja..example", "a@b@c.example",
    "ana loja@loja.example", "ana@loja.example, rui@loja.example", "ana@loja.example;rui",
    "ana@loja.example\r\nBcc: rui@loja.example", "ana@loja.example\n", "\rana@loja.example",
    "ana%0a@loja.example", "ana\u2028@loja.example", "ana\u0085@loja.example",
    "ana\0@loja.example", "ana\t@loja.example", "\u202eana@loja.example", "an\u200ba@loja.example",
    '"ana lima"@loja.example', '"ana"@loja.example', "ana(comment)@loja.example",
    "ana@[127.0.0.1]", "ana@127.0.0.1", "a@b>,<c@d", "<ana@loja.example>",
    "ana%rui.example@loja.example", "rui.example!ana@loja.example", f"{'a' * 65}@loja.example",
    f"ana@{'a' * 250}.example", f"ana@{'b.' * 130}example", "a" * 100_000, "ana@-loja.example",
]  # fmt: skip
NO_NAME = [
    "Ana\r\nBcc: rui", "Ana\0", "Ana\u202elima", "Ana\u200b", "Ana\u2028Lima", "A" * 81,
    "see https://evil.example", "WWW.evil.example", "ana@loja.example", "x" * 100_000,
]  # fmt: skip
NO_PASSWORD = [
    "", "short", "           ", "a" * 12, "a" * 1025, "x" * 100_000, "123456789012",
    "Ana Lima 2026", "ana@loja.example",
]  # fmt: skip
NAMES = ["", "Ana", "José d'Ávila", "李小龙", "{{7*7}}", "<b>Ana</b>", "%(x)s", "${7*7}", "A" * 80]
ADDRESSES = {
    "ana+recibos@loja.example": "ana+recibos@loja.example",
    "Ana.Lima@Loja.EXAMPLE": "ana.lima@loja.example",
    "  ana@loja.example ": ADDRESS,
    "ana@café.example": "ana@xn--caf-dma.example",
    "ana@xn--caf-dma.example": "ana@xn--caf-dma.example",
    f"{'a' * 64}@loja.example": f"{'a' * 64}@loja.example",
}

FORM = "application/x-www-form-urlencoded"
BODIES = [
    (b"email=" + b"a" * 10 * MEBIBYTE, FORM),
    (b"email=%FF%FE&password=%ED%A0%80&name=%C0%80", FORM),
    (b"email=a&email=b", FORM),
    (b"email[]=a&email.x=b&=&&&", FORM),
    (b"x" * 2 * MEBIBYTE, "application/json"),
    (b'{"email": {"a": 1}}', "application/json"),
    (b"\x00\xff", "text/plain"),
    (b"--x", "multipart/form-data"),
    (b"", ""),
]


def refused(joining, field, typed):
    """Return the page that says what is wrong with this field, and keeps nothing."""
    answer = joining.browser().post("/signup", data={**FINE, field: typed})

    assert answer.status_code == 422, typed
    assert f'id="field-{field}-error"' in answer.text
    assert f'<a href="#field-{field}">' in answer.text
    assert 'class="problems" role="alert" tabindex="-1"' in answer.text
    return answer.text


def test_what_is_not_plainly_one_mailbox_is_refused_beside_its_field(joining):
    pages = [refused(joining, "email", typed) for typed in NO_ADDRESS]

    assert all('value="Ana Lima"' in page for page in pages)
    assert not any(PASSWORD in page for page in pages)
    assert joining.rows(PreUser) == joining.rows(Job) == []


def test_a_name_is_one_line_of_words(joining):
    pages = [refused(joining, "name", typed) for typed in NO_NAME]

    assert all(f'value="{ADDRESS}"' in page for page in pages)
    assert joining.rows(PreUser) == joining.rows(Job) == []


def test_a_password_anybody_could_guess_is_refused_and_not_shown_again(joining):
    pages = [refused(joining, "password", typed) for typed in NO_PASSWORD]

    assert all(f'value="{ADDRESS}"' in page for page in pages)
    assert not any('"short"' in page or "Ana Lima 2026" in page for page in pages)
    assert joining.rows(PreUser) == joining.rows(Job) == []


def test_everything_wrong_is_said_at_once(joining):
    page = joining.browser().post("/signup", data={"name": "A\0"}).text

    assert [f'id="field-{name}-error"' in page for name in FINE] == [True, True, True]


@pytest.mark.parametrize(("typed", "kept"), ADDRESSES.items())
def test_an_address_is_kept_in_one_spelling_and_mailed_as_typed(joining, typed, kept):
    answer = joining.browser().post("/signup", data={**FINE, "email": typed})

    assert answer.status_code == 303
    [row] = joining.rows(PreUser)
    [mail] = joining.work()
    assert (row.address, mail.to.lower()) == (kept, kept)


def test_a_name_is_kept_and_told_to_nobody_who_did_not_type_it(joining, monkeypatch):
    monkeypatch.setitem(joining.app.extensions, "limits", Unlimited())

    answers = [joining.browser().post("/signup", data={**FINE, "name": name}) for name in NAMES]

    assert {answer.status_code for answer in answers} == {303}
    assert sorted(row.name for row in joining.rows(AuthToken)) == sorted(NAMES)
    mails = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in joining.work())
    assert not any(name in mails for name in NAMES if name)


@pytest.mark.parametrize("path", ["/signup", "/signup/resend", "/signup/address", "/verify"])
def test_a_body_of_any_size_and_kind_is_never_our_fault(joining, path):
    ana = joining.signed_up()

    answers = [ana.post(path, data=body, content_type=kind) for body, kind in BODIES]

    assert {answer.status_code // 100 for answer in answers} == {4}
    assert len(joining.rows(Job)) == 1


def test_a_file_instead_of_a_field_is_a_missing_field(joining):
    answer = joining.browser().post(
        "/signup", data={**FINE, "email": (BytesIO(b"ana@loja.example"), "email.txt")}
    )

    assert answer.status_code == 422


def test_fields_nobody_asked_for_change_nothing(joining):
    more = {"staff": "1", "role": "owner", "tenant_id": "x", "user_id": "x", "expires_at": "9999"}

    joining.browser().post("/signup", data={**FINE, **more, "locale": "xx", "id": "1"})

    [row] = joining.rows(AuthToken)
    assert (row.locale, row.user_id, len(row.id)) == ("en", None, 36)


def test_fifty_at_once_for_one_address_are_one_row_and_one_mail(joining):
    browsers = [joining.browser() for _ in range(AT_ONCE)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda browser: browser.post("/signup", data=FINE), browsers))

    assert {answer.status_code for answer in answers} == {303, 429}
    assert [answer.status_code for answer in answers].count(303) == 1
    assert [len(joining.rows(table)) for table in (PreUser, AuthToken, Job)] == [1, 1, 1]


def test_fifty_at_once_without_limits_are_still_one_row(joining, monkeypatch):
    monkeypatch.setitem(joining.app.extensions, "limits", Unlimited())
    browsers = [joining.browser() for _ in range(AT_ONCE)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda browser: browser.post("/signup", data=FINE), browsers))

    assert {answer.status_code for answer in answers} == {303}
    assert [len(joining.rows(table)) for table in (PreUser, AuthToken)] == [1, AT_ONCE]


def test_fifty_copies_of_one_form_are_one_mail(joining):
    ana = joining.browser()
    ana.get("/signup")
    cookie = ana.get_cookie("balcao")
    copies = [joining.browser() for _ in range(AT_ONCE)]
    for copy in copies:
        copy.set_cookie("balcao", cookie.value)
    form = {**FINE, "idempotency_key": "one-form"}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda copy: copy.post("/signup", data=form), copies))

    assert {answer.status_code for answer in answers} <= {303, 429}
    assert [len(joining.rows(table)) for table in (PreUser, AuthToken, Job)] == [1, 1, 1]
    assert ana.post("/signup", data=form).status_code == 303


@pytest.mark.parametrize("key", ["x" * 81, "a\nb", "é"])
def test_a_malformed_key_is_refused(joining, key):
    answer = joining.browser().post("/signup", data={**FINE, "idempotency_key": key})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/signup", "/signup/resend", "/signup/address"])
def test_a_form_from_elsewhere_is_refused(joining, path):
    ana = joining.signed_up()
    joining.app.config["WTF_CSRF_ENABLED"] = True
    own = {"csrf_token": form_token(ana), **FINE}

    without = ana.post(path, data=FINE)
    other = joining.browser().post(path, data=own)
    foreign = ana.post(path, data=own, headers={"Sec-Fetch-Site": "cross-site"})

    assert (without.status_code, other.status_code, foreign.status_code) == (400, 400, 403)
    assert len(joining.rows(Job)) == 1

"""From the wish to join to the account, as browsers, mails and rows tell it."""

import pytest

from balcao.accounts import passwords
from balcao.accounts.models import AuthEvent, AuthToken, Membership, PreUser, Tenant, User
from balcao.jobs.models import Job
from tests.contracts.accounts.joining import ADDRESS, PASSWORD, confirm, path_in, state_of


def test_an_account_exists_once_its_address_is_confirmed(joining):
    ana = joining.signed_up(name="Ana Lima")
    path = joining.path()
    assert joining.rows(User) == []

    assert confirm(ana, path) == "/login"

    [user], [tenant], [membership] = map(joining.rows, (User, Tenant, Membership))
    assert (user.email, user.name, user.staff) == (ADDRESS, "Ana Lima", False)
    assert passwords.matches(user.password_hash, PASSWORD)
    assert (tenant.name, membership.role) == ("Ana Lima", "owner")
    assert (membership.tenant_id, membership.user_id) == (tenant.id, user.id)
    assert joining.rows(PreUser) == []


def test_a_business_without_a_name_is_called_after_the_mailbox(joining):
    confirm(joining.signed_up("padaria.sol@loja.example"), joining.path())

    assert [tenant.name for tenant in joining.rows(Tenant)] == ["padaria.sol"]


def test_the_mail_is_ordered_in_the_same_transaction_and_its_row_is_known(joining):
    ana = joining.signed_up()

    [waiting], [job], [token] = map(joining.rows, (PreUser, Job, AuthToken))
    assert (waiting.email_job_id, waiting.address) == (job.id, ADDRESS)
    assert job.args == {"token_id": token.id}
    assert ana.get(f"/api/job_status/{job.id}").get_json()["status"] == "queued"
    assert joining.browser().get(f"/api/job_status/{job.id}").status_code == 404


@pytest.mark.parametrize(("tag", "locale"), [("pt-PT", "pt_PT"), ("pt", "pt_BR"), ("en", "en")])
def test_the_language_is_that_of_the_page(joining, tag, locale):
    joining.browser(tag).post("/signup", data={"email": ADDRESS, "password": PASSWORD})

    assert {row.locale for row in [*joining.rows(PreUser), *joining.rows(AuthToken)]} == {locale}


def test_the_first_page_notices_what_is_confirmed_on_another_device(joining):
    first, phone = joining.signed_up(), joining.browser()
    path = joining.path()
    assert state_of(first) == "waiting"

    confirm(phone, path)

    assert state_of(first) == "confirmed"
    assert "is confirmed" in phone.get("/login").text
    assert "is confirmed" in first.get("/login").text


def test_nobody_else_hears_how_far_it_is(joining):
    joining.signed_up()

    assert state_of(joining.browser()) is None


def test_the_page_shows_the_mail_on_its_way_and_survives_a_reload(joining):
    ana = joining.signed_up()
    [job] = joining.rows(Job)

    pages = [ana.get("/login").text for _ in range(2)]

    for page in pages:
        assert f'data-job-id="{job.id}" data-state="queued"' in page
        assert ADDRESS in page


def test_a_form_sent_twice_is_one_sign_up(joining):
    ana = joining.browser()
    ana.get("/signup")
    form = {"email": ADDRESS, "password": PASSWORD, "idempotency_key": "the-same-form"}

    answers = [ana.post("/signup", data=form).status_code for _ in range(3)]

    assert answers == [303, 303, 303]
    assert [len(joining.rows(table)) for table in (PreUser, AuthToken, Job)] == [1, 1, 1]


def test_another_browser_with_the_same_key_is_another_sign_up(joining):
    form = {"password": PASSWORD, "idempotency_key": "the-same-form"}

    for email in (ADDRESS, "rui@loja.example"):
        assert joining.browser().post("/signup", data={**form, "email": email}).status_code == 303

    assert len(joining.rows(AuthToken)) == len(joining.rows(Job)) == 2


def test_an_address_waits_in_one_row_and_each_link_opens_what_its_sender_typed(joining):
    first = joining.signed_up(password="primeira senha de todas", name="Primeira")
    [mail] = joining.work()
    joining.later()
    second = joining.signed_up("ANA@loja.example", password="segunda senha de todas")
    joining.work()
    [waiting] = joining.rows(PreUser)
    assert waiting.email == "ANA@loja.example"

    confirm(joining.browser(), path_in(mail))

    [user] = joining.rows(User)
    assert passwords.matches(user.password_hash, "primeira senha de todas")
    assert (user.name, user.email) == ("Primeira", ADDRESS)
    assert (state_of(first), state_of(second)) == ("confirmed", "waiting")


def test_the_link_that_came_second_makes_no_second_account(joining):
    joining.signed_up()
    [one] = joining.work()
    joining.later()
    joining.signed_up()
    [two] = joining.work()

    assert confirm(joining.browser(), path_in(two)) == "/login"
    late = joining.browser()
    assert confirm(late, path_in(one)) == "/verify"

    assert "confirmed already" in late.get("/verify").text
    assert len(joining.rows(User)) == 1


def test_what_happened_is_kept_without_the_address(joining):
    confirm(joining.signed_up(), joining.path())

    kinds = {event.kind: event for event in joining.rows(AuthEvent)}
    assert set(kinds) == {"signup", "account_created"}
    assert {event.subject for event in kinds.values()} == {"a•••@loja.example"}
    assert kinds["account_created"].user_id == joining.rows(User)[0].id


def test_no_secret_and_no_address_travels_with_the_job(joining):
    confirm(joining.signed_up(name="Ana Lima"), joining.path())

    [job] = joining.rows(Job)
    told = f"{job.args} {job.result} {job.error}"
    assert not any(word in told for word in ("ana", "Ana", "loja", PASSWORD, "verify/"))


def test_the_log_knows_neither_address_nor_password_nor_link(joining, caplog):
    caplog.set_level("DEBUG")
    ana = joining.signed_up(name="Ana Lima")
    joining.later()
    ana.post("/signup/address", data={"email": "ana@lojas.example"})
    path = joining.path()
    confirm(joining.browser(), path)
    joining.browser().post("/signup", data={"email": "ana@lojas.example\r\n", "password": "x"})

    for secret in (ADDRESS, "ana@lojas.example", PASSWORD, "Ana Lima", path, path.split("/")[-1]):
        assert secret not in caplog.text
    assert "a•••@lojas.example" in caplog.text


def test_whoever_is_logged_in_has_an_account_already(joining):
    ana = joining.signed_up()
    confirm(ana, joining.path())

    ana.post("/login", data={"email": ADDRESS, "password": PASSWORD})

    assert ana.get("/signup").location == "/account"
    assert state_of(ana) is None

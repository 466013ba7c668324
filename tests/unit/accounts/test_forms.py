"""What is typed into a form, and how the page shows it again."""

import re

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from balcao.accounts import texts
from balcao.accounts.forms import Form
from balcao.web import WebValues, init_web, sentences
from tools.files import ROOT

IMPORTS = "problems, text_field, email_field, password_field, code_field"
PAGE = f"""{{% from '_fields.html' import {IMPORTS} with context %}}
{{{{ problems(form) }}}}{{{{ email_field(form, autocomplete='username') }}}}
{{{{ text_field(form, 'name', 'Name', autocomplete='name', optional=true) }}}}
{{{{ password_field(form, new=true) }}}}
{{{{ password_field(form, 'current') }}}}{{{{ code_field(form) }}}}"""
SAFE = "uma vaca azul no telhado"


@pytest.fixture(scope="module")
def app():
    app = Flask("balcao", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.secret_key = "only for these tests, nobody keeps anything with it"
    init_web(app, WebValues(static_folder=ROOT / "static", trusted_hosts=("padaria.example",)))
    sentences.add(texts.SENTENCES)
    return app


@pytest.fixture
def sent(app):
    """Give what Form.sent() makes of these fields, in English."""
    contexts = []

    def send(*pairs: tuple[str, str], **fields: str) -> Form:
        data = MultiDict([*pairs, *fields.items()])
        context = app.test_request_context(
            "http://padaria.example/",
            method="POST",
            data=data,
            headers={"Accept-Language": "en"},
        )
        context.push()
        contexts.append(context)
        return Form.sent()

    yield send
    for context in reversed(contexts):
        context.pop()


def test_what_is_right_comes_back_as_values(sent):
    form = sent(email=" Ana@Loja.example", name=" Ana  Sá ", password=f" {SAFE} ")

    address = form.address()

    assert address is not None
    assert address.canonical == "ana@loja.example"
    assert form.text("name") == "Ana  Sá"
    assert form.new_password() == f" {SAFE} "
    assert form.errors == {}


def test_everything_that_is_wrong_is_named_at_once(sent):
    form = sent(email="ana", password="short")

    values = [form.address(), form.text("name"), form.new_password(), form.password("current")]

    assert values == [None] * 4
    assert list(form.errors) == ["email", "name", "password", "current"]
    assert "ana@example.com" in form.errors["email"]
    assert form.errors["name"] == "Please fill this in."


@pytest.mark.parametrize("name", ["Ana\nBcc: rui@loja.example", "A\0na", "a\u202eb", "x" * 81])
def test_a_line_of_words_is_one_line_and_not_endless(sent, name):
    form = sent(name=name)

    assert form.text("name") is None
    assert "name" in form.errors


def test_what_may_be_left_out_may_be_blank(sent):
    form = sent(name="  ")

    assert form.text("name", optional=True) == ""
    assert form.errors == {}


def test_the_name_of_the_house_is_no_password(sent):
    form = sent(password="padaria12345")

    assert form.new_password() is None
    assert "password" in form.errors


def test_a_field_that_comes_twice_is_refused(sent):
    with pytest.raises(BadRequest):
        sent(("email", "ana@loja.example"), ("email", "rui@loja.example"))


def test_a_page_keeps_what_was_typed_but_no_password_and_no_code(sent):
    form = sent(email="<ana>&\"'", name="Ana", password=SAFE, current=SAFE, code="123456")
    form.address()

    page = render_template_string(PAGE, form=form)

    assert SAFE not in page
    assert SAFE not in repr(form)
    assert "123456" not in page
    assert "<ana>" not in page
    assert 'value="Ana"' in page


def test_what_is_wrong_stands_beside_its_field_and_on_top_and_both_lead_to_it(sent):
    form = sent(email="ana", password=SAFE)
    form.address()

    page = render_template_string(PAGE, form=form)

    field = tag_of(page, "email")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="field-email-error"' in field
    assert 'id="field-email-error">' in page
    assert '<a href="#field-email">' in page
    assert "aria-invalid" not in tag_of(page, "password")


def test_who_only_has_to_wait_is_not_told_to_check_anything(sent):
    form = sent(email="ana@loja.example")
    form.refuse("", "accounts.error.too_many", seconds=40)

    page = render_template_string(PAGE, form=form)

    assert "One moment, please" in page
    assert "Please check what you filled in" not in page


def test_each_field_says_to_password_keepers_what_it_is(sent):
    page = render_template_string(PAGE, form=sent())

    tokens = {
        name: token_of(page, name) for name in ("email", "name", "password", "current", "code")
    }
    assert tokens == {
        "email": "username",
        "name": "name",
        "password": "new-password",
        "current": "current-password",
        "code": "one-time-code",
    }
    assert page.count('type="password"') == 2


def test_a_slip_in_the_domain_is_asked_about(sent):
    page = render_template_string(PAGE, form=sent(email="ana@gmial.com"))

    assert '<strong data-part="meant">ana@gmail.com</strong>' in page


def tag_of(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found
    return found[0]


def token_of(page: str, name: str) -> str:
    found = re.search(r'autocomplete="([^"]*)"', tag_of(page, name))
    assert found
    return found[1]

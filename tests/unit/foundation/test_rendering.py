"""Letters outside of a request: both forms, three languages, and values that stay values."""

import threading
from datetime import UTC, datetime

import pytest
from babel.support import Translations

from balcao.foundation.languages import LANGUAGES
from balcao.foundation.rendering import CATALOGUES, FOLDER, forget, letter, written_moment

NAMES = sorted(p.stem for p in FOLDER.glob("*.html") if not p.stem.startswith("_"))
VALUES = {
    "name": "Ana",
    "moment": "some day",
    "link": "https://balcao.example/verify/token",
    "login": "https://balcao.example/login",
    "forgot": "https://balcao.example/forgot",
    "account": "https://balcao.example/account",
    "house": "https://balcao.example",
}
PAYLOADS = [
    "{{7*7}}", "${7*7}", "{% for x in y %}", "{0.__class__}", "%(name)s", "%s%d%%", "#{7*7}",
    "{{ self.__init__.__globals__ }}", "<%= 7*7 %>", "{# x #}", "_('Hello')", "</title>",
]  # fmt: skip
NOON = datetime(2026, 7, 21, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_written_in_every_language_and_both_forms(name, language):
    written = letter(name, language, VALUES)

    assert written.subject
    assert "\n" not in written.subject
    for form in (written.text, written.html):
        assert "https://balcao.example" in form
        assert "Ana" in form
        assert "some day" in form
    assert f'<html lang="{language.replace("_", "-")}">' in written.html
    assert f"<title>{written.subject}</title>" in written.html
    assert "<" not in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_come_from_the_catalogue_of_the_language(language):
    words = Translations.load(str(CATALOGUES), [language])

    written = letter("verify", language, VALUES)

    assert written.subject == words.gettext("Confirm your email address")
    assert f"\n{words.gettext('Front counter')}\n" in written.text


def test_a_letter_for_portugal_is_in_portuguese():
    assert "\nBalcão de atendimento\n" in letter("verify", "pt_PT", VALUES).text
    assert "\nFront counter\n" in letter("verify", "en", VALUES).text


def test_a_language_we_do_not_speak_becomes_the_one_most_readers_have():
    assert letter("verify", "xx", VALUES) == letter("verify", "pt_BR", VALUES)
    assert written_moment(NOON, "xx") == written_moment(NOON, "pt_BR")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_looks_like_a_template_stays_what_it_is(name, payload):
    written = letter(name, "en", {**VALUES, "name": payload})

    assert f"Hello {payload},\n" in written.text
    assert payload.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;") in written.html
    assert "49" not in written.subject + written.text


def test_markup_in_a_value_is_text_in_the_dressed_form_and_itself_in_the_plain_one():
    written = letter("reset", "en", {**VALUES, "name": "<img src=x onerror=alert(1)>&\"'"})

    assert "Hello <img src=x onerror=alert(1)>&\"'," in written.text
    assert "<img" not in written.html
    assert "Hello &lt;img src=x onerror=alert(1)&gt;&amp;&#34;&#39;," in written.html


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_fetches_nothing_and_can_be_read_in_the_dark(name):
    html = letter(name, "en", VALUES).html

    assert not [
        tag for tag in ("<img", "<script", "<link", "url(", "@import", "src=") if tag in html
    ]
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html
    assert "#fff;" not in html
    assert html.count('class="button"') == (0 if name == "closed" else 1)


def test_a_letter_is_the_same_each_time_and_in_each_thread():
    forget()
    written = []
    threads = [
        threading.Thread(target=lambda: written.append(letter("verify", "pt_PT", VALUES)))
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(written) == 8
    assert len(set(written)) == 1


def test_a_missing_value_is_an_error_and_not_a_gap():
    without = {name: value for name, value in VALUES.items() if name != "link"}

    with pytest.raises(Exception, match="link"):
        letter("verify", "en", without)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "July 21, 2026, 12:05 (UTC)"),
        ("pt_PT", "21 de julho de 2026, 13:05 (UTC+1)"),
        ("pt_BR", "21 de julho de 2026, 09:05 (UTC-3)"),
    ],
)
def test_a_moment_is_written_as_on_the_readers_wall(language, written):
    assert written_moment(NOON, language) == written

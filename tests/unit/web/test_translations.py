"""Every sentence exists in every language, and no catalogue holds what nobody says."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
PORTUGUESE = ["pt_BR", "pt_PT"]
SOURCES = [("balcao", [("**.py", "python")]), ("templates", [("**.html", "jinja2")])]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2)}
# The seeds' own words, European Portuguese, which other programs and people know.
SEED_WORDS = {
    "Email waiting to be sent": "Email na fila de envio",
    "Sending the email": "A enviar email",
    "Email sent": "Email enviado com sucesso",
    "The email could not be sent": "Erro no envio",
    "Processing": "Processando",
    "Success": "Sucesso",
    "Error": "Erro",
    "Unknown state": "Estado desconhecido",
}


@pytest.mark.parametrize("language", PORTUGUESE)
def test_a_catalogue_says_everything_and_nothing_else(language: str) -> None:
    said = spoken()

    catalogue = words_of(language)

    assert said - catalogue.keys() == set()
    assert catalogue.keys() - said == set()
    assert [sentence for sentence, words in catalogue.items() if not words] == []


@pytest.mark.parametrize("language", PORTUGUESE)
def test_the_same_values_are_put_into_each_sentence(language: str) -> None:
    differing = [
        sentence
        for sentence, words in words_of(language).items()
        if placeholders(sentence) != placeholders(words)
    ]

    assert differing == []


@pytest.mark.parametrize("language", PORTUGUESE)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    compiled = read_mo(BytesIO((folder_of(language) / "messages.mo").read_bytes()))

    assert sentences(compiled) == words_of(language)


def test_the_seeds_words_are_kept() -> None:
    words = words_of("pt_PT")

    assert {sentence: words[sentence] for sentence in SEED_WORDS} == SEED_WORDS


def spoken() -> set[str]:
    """Return every sentence that code or a template says."""
    found = [
        message
        for folder, methods in SOURCES
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS)
    ]
    return {one for message in found for one in parts(message)}


def words_of(language: str) -> dict[str, str]:
    """Return the sentences of a catalogue with their translations."""
    catalogue = read_po(BytesIO((folder_of(language) / "messages.po").read_bytes()))
    return sentences(catalogue)


def sentences(catalogue: Catalog) -> dict[str, str]:
    """Return each sentence with its translation; what is said of one and of many counts as two."""
    pairs = [(parts(m.id), parts(m.string or "")) for m in catalogue if m.id]
    return {said: words for both in pairs for said, words in zip(*both, strict=True)}


def parts(text: str | Sequence[str | None]) -> list[str]:
    """Return the one sentence, or those for one and for many."""
    return [text] if isinstance(text, str) else [one for one in text if one]


def folder_of(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return ROOT / "translations" / language / "LC_MESSAGES"


def placeholders(sentence: str) -> list[str]:
    """Return the values a sentence expects."""
    return sorted(re.findall(r"%\(\w+\)\w|%%", sentence))

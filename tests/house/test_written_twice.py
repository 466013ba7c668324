"""What is written in two places says the same in both."""

from tools.reference import ENV_EXAMPLE, REFERENCE, env_example, rows, with_table


def test_the_example_file_shows_every_setting():
    assert ENV_EXAMPLE.read_text() == env_example(), "run `make reference`"


def test_the_reference_shows_every_setting():
    document = REFERENCE.read_text()

    assert document == with_table(document), "run `make reference`"
    assert all(f"`{name}`" in document for row in rows() for name in row.names)


def test_every_setting_is_explained_in_one_sentence():
    for row in rows():
        assert row.sentence[0].isupper() or row.sentence[0] == "`", row
        assert row.sentence.endswith("."), row

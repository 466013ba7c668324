from pathlib import Path

import pytest

from balcao.adapters.mail.message import sender_of
from balcao.foundation.settings.names import names_of
from config import Settings, SettingsError, load_settings

PRODUCTION = {
    "app_env": "production",
    "secret_key": "k7Wq-2mZp9_TfLr4XvB8sYhN1cJd6GtE",
    "public_url": "https://balcao.example",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for names in names_of(Settings):
        for name in names:
            monkeypatch.delenv(name, raising=False)


@pytest.fixture
def load(tmp_path):
    """Load settings as if there were no .env."""

    def _load(**given):
        return load_settings(**{"_env_file": None, "var_dir": tmp_path, **given})

    return _load


def problems(load, **given):
    with pytest.raises(SettingsError) as caught:
        load(**given)
    return caught.value.problems


def test_without_any_setting_everything_lies_in_the_var_dir(load, tmp_path):
    settings = load()

    assert settings.database_url == f"sqlite:///{tmp_path}/balcao.db"
    assert settings.rq_redis_url == f"unix://{tmp_path}/valkey.sock?db=0"
    assert settings.storage_url == f"file:{tmp_path}/files"
    assert settings.public_url == "http://localhost:8000"
    assert settings.trusted_hosts == ("localhost",)
    assert not settings.redis_forced_off


def test_a_relative_var_dir_starts_beside_the_program():
    settings = Settings(_env_file=None, var_dir=Path("var"))

    assert settings.var_dir.is_absolute()
    assert settings.var_dir.parent == Path(__file__).resolve().parents[3]


def test_the_secret_is_made_once_and_only_ours_to_read(load, tmp_path):
    first = load().secret_key.get_secret_value()

    assert len(first) >= 32
    assert load().secret_key.get_secret_value() == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_rq_may_live_elsewhere_than_the_other_redis(load):
    assert load(redis_url="redis://r:6379/0").rq_redis_url == "redis://r:6379/0"
    assert load(redis_url="redis://r/0", rq_redis_url="redis://r/1").rq_redis_url == "redis://r/1"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_means_the_same_driver(load, scheme):
    settings = load(database_url=f"{scheme}://u:p@h/d")

    assert settings.database_url == "postgresql+psycopg://u:p@h/d"


@pytest.mark.parametrize("switch", ["RQ_ASYNC_ENABLED", "USE_REDIS"])
def test_either_switch_turns_redis_off_and_only_false_does(load, monkeypatch, switch):
    monkeypatch.setenv(switch, "False")
    assert load().redis_forced_off

    monkeypatch.setenv(switch, "true")
    assert not load().redis_forced_off


def test_mail_settings_have_two_spellings(load, monkeypatch):
    monkeypatch.setenv("SMTP_SERVER", "mail.example")
    monkeypatch.setenv("EMAIL_USER", "counter")
    monkeypatch.setenv("EMAIL_PASS", "kept quiet")
    settings = load()

    assert (settings.mail_server, settings.mail_username) == ("mail.example", "counter")
    assert (settings.mail_security, settings.mail_port) == ("starttls", 587)


def test_an_empty_value_counts_as_unset(load, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")

    assert load().database_url.startswith("sqlite:")


def test_a_list_is_written_with_commas(load, monkeypatch):
    monkeypatch.setenv("TRUSTED_HOSTS", "balcao.example, www.balcao.example")

    assert load().trusted_hosts == ("balcao.example", "www.balcao.example")


def test_production_starts_with_a_secret_and_an_https_address(load):
    settings = load(**PRODUCTION)

    assert settings.production
    assert settings.log_format == "json"
    assert settings.trusted_hosts == ("balcao.example",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret_key", ""),
        ("secret_key", "short"),
        ("secret_key", "change-me-change-me-change-me-change-me"),
        ("secret_key", "a" * 64),
        ("secret_key_fallbacks", "short"),
        ("public_url", "http://balcao.example"),
        ("flask_debug", True),
    ],
)
def test_production_refuses_what_is_only_good_for_trying_out(load, name, value):
    assert list(problems(load, **{**PRODUCTION, name: value})) == [name.upper()]


def test_production_needs_a_public_url_of_its_own(load):
    given = {name: value for name, value in PRODUCTION.items() if name != "public_url"}

    assert list(problems(load, **given)) == ["PUBLIC_URL"]


def test_everything_wrong_is_said_at_once_by_name(load, monkeypatch):
    for name, value in {"PORT": "x", "REDIS_URL": "ftp://r", "SMTP_PORT": "70000"}.items():
        monkeypatch.setenv(name, value)

    found = problems(load, app_env="production")

    assert set(found) == {"PORT", "REDIS_URL", "MAIL_PORT", "SECRET_KEY", "PUBLIC_URL"}


def test_a_wrong_value_is_never_repeated(load):
    with pytest.raises(SettingsError) as caught:
        load(database_url="mysql://root:hunter2@h/d")

    assert "hunter2" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_named(load, tmp_path):
    (tmp_path / "file").write_text("")

    assert "is not a folder" in problems(load, var_dir=tmp_path / "file" / "var")["VAR_DIR"]


def test_raised_limits_are_refused_where_others_can_reach_them(load):
    assert load(limits="load-test").limits == "load-test"
    assert list(problems(load, limits="load-test", host="0.0.0.0")) == ["LIMITS"]  # noqa: S104


def test_the_cloud_queue_needs_to_know_which_one(load):
    assert set(problems(load, cloud_queue="oci")) == {"OCI_QUEUE_ID", "OCI_QUEUE_ENDPOINT"}


@pytest.mark.parametrize("sender", ["a@b.test", "<a@b.test>", "Balcão <no-reply@balcao.example>"])
def test_mails_come_from_an_address_with_or_without_a_name(load, sender):
    assert load(mail_default_sender=sender).mail_default_sender == sender
    assert sender_of(sender).address in sender


@pytest.mark.parametrize(
    "sender",
    ["Balcão", "a@b@c.test", "a@b.test>", "balcão@mail.test", "A\r\nB <a@b.test>"],
)
def test_a_sender_that_is_none_is_refused_at_the_start(load, sender):
    assert set(problems(load, mail_default_sender=sender)) == {"MAIL_DEFAULT_SENDER"}

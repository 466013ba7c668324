import os
import subprocess
import sys
from pathlib import Path

import pytest

from balcao.foundation.settings.display import lines_of
from balcao.foundation.settings.folders import make, socket_in
from balcao.foundation.settings.problems import unknown_names
from config import ROOT, Settings, load_settings, without_secrets


def run_config(**environment):
    return subprocess.run(
        [sys.executable, ROOT / "config.py"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_effective_settings_are_shown_without_secrets(tmp_path):
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path,
        database_url="postgresql://counter:pa55@db/balcao",
        mail_password="pa55",
        secret_key_fallbacks="pa55,pa55",
    )

    shown = "\n".join(lines_of(settings))

    assert "pa55" not in shown
    assert settings.secret_key.get_secret_value() not in shown
    assert "DATABASE_URL=postgresql+psycopg://counter:***@db/balcao" in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:pa55@r:6379/0", "redis://:***@r:6379/0"),
        ("redis://r:6379/0", "redis://r:6379/0"),
        ("postgresql://u:p@5@h/d", "postgresql://u:***@h/d"),
        ("postgresql://h/d?password=pa55&x=1", "postgresql://h/d?password=***&x=1"),
        ("unix:///var/v.sock?db=0", "unix:///var/v.sock?db=0"),
    ],
)
def test_passwords_inside_addresses_are_hidden(url, shown):
    assert without_secrets(url) == shown


def test_misspelt_names_in_the_file_are_pointed_out(tmp_path):
    env = tmp_path / ".env"
    env.write_text("SECRET_KEYS=1\nPORT=1\nPOSTGRES_PASSWORD=2\nmail_port=3\nSMTP_PORT=4\n")

    found = unknown_names([env, tmp_path / "absent"], Settings)

    assert list(found) == ["SECRET_KEYS"]
    assert "SECRET_KEY?" in found["SECRET_KEYS"]


def test_a_deep_folder_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 120)

    socket = socket_in(deep, str(tmp_path))

    assert len(str(socket).removeprefix(str(tmp_path))) < 60
    assert socket == socket_in(deep, str(tmp_path))
    assert socket != socket_in(deep / "other", str(tmp_path))


def test_a_shared_folder_prepared_by_others_is_not_used(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)

    with pytest.raises(PermissionError):
        make(tmp_path / "var", shared)


def test_the_command_ends_with_2_and_says_what_to_do(tmp_path):
    answer = run_config(VAR_DIR=str(tmp_path), PORT="none")

    assert answer.returncode == 2
    assert "PORT" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_command_shows_every_setting(tmp_path):
    answer = run_config(VAR_DIR=str(tmp_path))

    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) == len(Settings.model_fields)


def test_importing_the_settings_touches_nothing(tmp_path):
    code = "import config"
    environment = {"PYTHONPATH": str(ROOT), "VAR_DIR": str(tmp_path / "var"), "PORT": "none"}

    subprocess.run([sys.executable, "-c", code], env=environment, check=True)

    assert not Path(tmp_path / "var").exists()
